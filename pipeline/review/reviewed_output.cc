#include "pipeline/review/reviewed_output.h"

#include "formats/files/sha256.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

const canonical::Session* FindSession(const canonical::Record& record, const std::string& id) {
  for (const canonical::Session& session : record.sessions) {
    if (session.id == id) {
      return &session;
    }
  }
  return nullptr;
}

bool IsPicture(const canonical::Asset& asset) {
  return asset.mime.starts_with("image/");
}

// Of the session that is shown: an earlier capture of the same scene is another thing.
std::vector<SourcePhoto> PhotosOf(const canonical::Record& record,
                                  const std::string& item,
                                  const std::string& session) {
  std::vector<SourcePhoto> photos;
  for (const canonical::Asset& asset : record.assets) {
    const bool in_session = session.empty() || asset.path.starts_with(session + "/");
    if (asset.role == "source" && asset.item == item && IsPicture(asset) && in_session) {
      photos.push_back(
          {.path = asset.path, .width_px = asset.width_px, .height_px = asset.height_px});
    }
  }
  return photos;
}

class Reader {
 public:
  Reader(const OutputFolder& output,
         const std::vector<ReviewEntry>& entries,
         ChecksumCache& checksums)
      : output_(output), entries_(entries), checksums_(checksums) {}

  template <typename Item>
  void Read(const std::vector<Item>& items,
            ReviewedKind kind,
            const char* folder,
            const char* extension) {
    for (const Item& item : items) {
      ReviewedAsset asset{
          .facts = {.asset = folder + item.id + extension, .sha256 = "", .operator_name = ""},
          .kind = kind,
          .id = item.id,
          .name = {item.name.vi, item.name.en},
          .session = item.session,
          .photos = {}};
      asset.facts.sha256 = checksums_.Of(output_.path / asset.facts.asset);
      if (asset.facts.sha256.empty()) {
        continue;
      }
      if (const auto* session = FindSession(output_.record, item.session)) {
        asset.facts.operator_name = session->operator_name;
      }
      asset.photos = PhotosOf(output_.record, item.id, item.session);
      asset.state = StateOf(asset.facts, entries_);
      assets_.push_back(std::move(asset));
    }
  }

  std::vector<ReviewedAsset> Take() { return std::move(assets_); }

 private:
  const OutputFolder& output_;
  const std::vector<ReviewEntry>& entries_;
  ChecksumCache& checksums_;
  std::vector<ReviewedAsset> assets_;
};

}  // namespace

std::string ChecksumCache::Of(const fs::path& file) {
  struct stat facts {};
  if (::stat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return "";
  }
  const std::string stamp = fmt::format(
      "{} {} {} {}", facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec, facts.st_ino);
  {
    const std::lock_guard lock(mutex_);
    const Known& known = known_[file.string()];
    if (known.stamp == stamp) {
      return known.sha256;
    }
  }
  const Result<std::string> sha256 = Sha256OfFile(file);
  if (!sha256) {
    return "";
  }
  const std::lock_guard lock(mutex_);
  known_[file.string()] = {stamp, *sha256};
  return *sha256;
}

std::vector<ReviewedAsset> ReviewedAssets(const OutputFolder& output,
                                          const std::vector<ReviewEntry>& entries,
                                          ChecksumCache& checksums) {
  Reader reader(output, entries, checksums);
  reader.Read(output.record.scenes, ReviewedKind::kScene, "masters/panoramas/", ".jpg");
  reader.Read(output.record.objects, ReviewedKind::kObject, "masters/models/", ".glb");
  return reader.Take();
}

Approved ApprovedOf(const OutputFolder& output, const fs::path& site) {
  ReviewLog log = ReadReviewLog(site);
  ChecksumCache checksums;
  Approved approved;
  for (ReviewedAsset& asset : ReviewedAssets(output, log.entries, checksums)) {
    if (asset.state != ReviewState::kApproved) {
      approved.left_out.push_back(std::move(asset));
    } else if (asset.kind == ReviewedKind::kScene) {
      approved.scenes.push_back(asset.id);
    } else {
      approved.objects.push_back(asset.id);
    }
  }
  approved.said = std::move(log.diagnostics);
  return approved;
}

}  // namespace disan
