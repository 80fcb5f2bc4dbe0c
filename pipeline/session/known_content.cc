#include "pipeline/session/known_content.h"

#include "formats/files/sha256.h"
#include "formats/language/unicode.h"
#include "formats/record/photo_names.h"
#include "pipeline/session/manifest.h"

#include <algorithm>
#include <map>

namespace disan {
namespace {

namespace fs = std::filesystem;

struct KnownFile {
  fs::path path;
  std::string name;  // below the site
  std::string sum;   // from a manifest, else computed when it is needed
};

using BySize = std::map<uint64_t, std::vector<KnownFile>>;

bool IsSettled(const fs::path& path, const fs::path& session, const std::set<fs::path>& named) {
  if (named.count(fs::weakly_canonical(path)) != 0) {
    return true;
  }
  const fs::path inside = path.lexically_relative(session);
  const auto first = inside.begin();
  return first != inside.end() && (*first == "other" ||
                                   (*first == "photos" && std::next(first) != inside.end() &&
                                    *std::next(first) == "anh-le") ||
                                   (*first == "scans" && ClassOfName(path) != FileClass::kScan));
}

BySize IndexSite(const fs::path& root, const std::set<fs::path>& named) {
  BySize known;
  std::error_code error;
  for (fs::directory_iterator session(root / "sessions", error), end; !error && session != end;
       session.increment(error)) {
    const Manifest manifest = ReadManifest(session->path() / kManifestName);
    std::error_code walk;
    for (fs::recursive_directory_iterator it(session->path(), walk), last; !walk && it != last;
         it.increment(walk)) {
      std::error_code status;
      if (!it->is_regular_file(status) || IsClutter(it->path()) ||
          !IsSettled(it->path(), session->path(), named)) {
        continue;
      }
      const std::string name = ToNfc(it->path().lexically_relative(root).string());
      const auto listed = manifest.find(name);
      known[it->file_size(status)].push_back(
          {it->path(), name, listed == manifest.end() ? "" : listed->second});
    }
  }
  for (auto& [size, files] : known) {
    std::sort(files.begin(), files.end(), [](const KnownFile& a, const KnownFile& b) {
      return a.name < b.name;
    });
  }
  return known;
}

std::string SumOf(const fs::path& file) {
  return Sha256OfFile(file).value.value_or("");
}

}  // namespace

std::set<fs::path> NamedFiles(const std::vector<Session>& sessions) {
  std::set<fs::path> named;
  const auto add = [&](const std::vector<fs::path>& files) {
    for (const fs::path& file : files) {
      named.insert(fs::weakly_canonical(file));
    }
  };
  for (const Session& session : sessions) {
    for (const Scene& scene : session.scenes) {
      add(scene.photo_files);
      add(scene.raw_companions);
    }
    for (const Object& object : session.objects) {
      add(object.scan_files);
      add(object.photo_files);
      add(object.raw_companions);
    }
  }
  return named;
}

Comparison CompareWithSite(const std::vector<CapturedFile>& files,
                           const fs::path& root,
                           const std::set<fs::path>& named,
                           const Execution& execution) {
  BySize known = IndexSite(root, named);
  std::map<uint64_t, int> sizes;
  for (const CapturedFile& file : files) {
    ++sizes[file.bytes];
  }
  // Only a file whose size is not alone needs its sum.
  std::vector<std::string> sums(files.size());
  ParallelFor(execution, files.size(), [&](size_t i) {
    // Empty files say nothing by being alike; each is kept so that `check` can name it.
    if (files[i].bytes == 0) {
      return;
    }
    if (sizes.at(files[i].bytes) > 1 || known.count(files[i].bytes) != 0) {
      sums[i] = SumOf(files[i].path);
    }
  });
  Comparison comparison;
  std::map<std::string, std::string> seen;
  for (size_t i = 0; i < files.size(); ++i) {
    std::string original;
    if (!sums[i].empty()) {
      const auto same_size = known.find(files[i].bytes);
      if (same_size != known.end()) {
        for (KnownFile& candidate : same_size->second) {
          candidate.sum = candidate.sum.empty() ? SumOf(candidate.path) : candidate.sum;
          if (original.empty() && candidate.sum == sums[i]) {
            original = candidate.name;
          }
        }
      }
      const auto [first, is_new] = seen.emplace(
          sums[i], files[i].folder.empty() ? files[i].name : files[i].folder + "/" + files[i].name);
      if (original.empty() && !is_new) {
        original = first->second;
      }
    }
    if (original.empty()) {
      comparison.fresh.push_back(i);
    } else {
      comparison.duplicates.push_back({i, original});
    }
  }
  return comparison;
}

}  // namespace disan
