#include "pipeline/single/single_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_file.h"
#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/language/single_messages.h"
#include "pipeline/single/single_page.h"
#include "pipeline/single/single_tour.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>

namespace disan {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kTourLimit = uint64_t{64} << 20;
// A browser keeps the text of a part in one string, and strings end at 512 Mi characters.
constexpr uint64_t kPartLimit = uint64_t{256} << 20;
// FAT32, the file system of many USB sticks, ends at 4 GiB a file.
constexpr uint64_t kStickLimit = (uint64_t{4} << 30) - 1;
constexpr uint64_t kHeavyPage = uint64_t{1} << 30;
constexpr size_t kPieceBytes = size_t{3} << 16;  // whole groups of base64

// Where the bytes of a part are: in a file, or in memory (tour.json as the page carries it).
struct PartSource {
  fs::path file;
  std::string text;
};

struct Type {
  std::string_view extension;
  std::string_view mime;
};
constexpr std::array kTypes = {Type{".glb", "model/gltf-binary"},
                               Type{".jpeg", "image/jpeg"},
                               Type{".jpg", "image/jpeg"},
                               Type{".js", "text/javascript"},
                               Type{".m4a", "audio/mp4"},
                               Type{".mp3", "audio/mpeg"},
                               Type{".mp4", "video/mp4"},
                               Type{".oga", "audio/ogg"},
                               Type{".ogg", "audio/ogg"},
                               Type{".png", "image/png"},
                               Type{".svg", "image/svg+xml"},
                               Type{".vtt", "text/vtt"},
                               Type{".wasm", "application/wasm"},
                               Type{".wav", "audio/wav"},
                               Type{".webm", "video/webm"},
                               Type{".webp", "image/webp"}};

std::string TypeOf(const std::string& path) {
  std::string extension = fs::path(path).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  const auto known = std::find_if(
      kTypes.begin(), kTypes.end(), [&](const Type& type) { return type.extension == extension; });
  return std::string(known == kTypes.end() ? "application/octet-stream" : known->mime);
}

// An id of a file somebody may have edited by hand, as a file name.
bool IsPlainId(const std::string& id) {
  return !id.empty() && id.size() <= 120 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

class Exporter {
 public:
  Exporter(const SingleExportOptions& options, SingleTour tour)
      : options_(options), tour_(std::move(tour)) {}

  SingleExport Run(const fs::path& folder) {
    const PageTemplate page_template = ReadTemplate();
    page_.name = tour_.name;
    page_.title = tour_.name + " · Tham quan 360°";
    AddText("tour.json", tour_.json);
    AddFiles(tour_.first, options_.web, page_.first);
    AddDecoders();
    AddFiles(tour_.rest, options_.web, page_.rest);
    made_.file = folder / ((IsPlainId(tour_.id) ? tour_.id : "tour") + ".html");
    made_.scenes = tour_.scenes;
    made_.objects = tour_.objects;
    Write(page_template);
    JudgeSize();
    return std::move(made_);
  }

 private:
  PageTemplate ReadTemplate() const {
    Result<std::string> html = ReadFile(options_.page / "single.html", kTourLimit);
    std::optional<PageTemplate> page = html ? PageTemplate::Of(std::move(*html)) : std::nullopt;
    if (!page) {
      throw Failure({.file = (options_.page / "single.html").string(),
                     .what = Say(messages::kSingleNoViewer),
                     .remedy = Say(messages::kSingleNoViewerRemedy)});
    }
    return *page;
  }

  void AddText(const std::string& path, const std::string& text) {
    page_.first.push_back({path, "application/json", text.size()});
    total_ += text.size();
    sources_[path] = {{}, text};
  }

  void AddFiles(const std::vector<std::string>& paths,
                const fs::path& root,
                std::vector<SinglePart>& parts) {
    for (const std::string& path : paths) {
      const Result<fs::path> file = ResolveInside(root, path);
      std::error_code error;
      const uint64_t bytes =
          file && fs::is_regular_file(*file, error) ? fs::file_size(*file, error) : 0;
      if (!file || error || bytes == 0) {
        LeaveOut(path, messages::kSingleMissing, messages::kSingleMissingRemedy);
      } else if (bytes > kPartLimit) {
        LeaveOut(path, messages::kSingleTooLarge, messages::kSingleTooLargeRemedy);
      } else {
        parts.push_back({path, TypeOf(path), bytes});
        total_ += bytes;
        sources_[path] = {*file, {}};
      }
    }
  }

  void AddDecoders() {
    for (const std::string& name : tour_.decoders) {
      std::vector<std::string> paths;
      std::error_code error;
      const fs::path root = options_.page / "parts";
      for (const auto& entry : fs::directory_iterator(root / "decoders" / name, error)) {
        paths.push_back("decoders/" + name + "/" + entry.path().filename().string());
      }
      std::sort(paths.begin(), paths.end());
      AddFiles(paths, root, page_.rest);
    }
  }

  void LeaveOut(const std::string& path, const Message& what, const Message& remedy) {
    made_.said.push_back({.severity = Severity::kWarning,
                          .file = path,
                          .what = Say(what, fmt::arg("megabytes", kPartLimit >> 20)),
                          .remedy = Say(remedy)});
  }

  void Write(const PageTemplate& page_template) {
    AtomicFile file = ValueOrThrow(AtomicFile::Open(made_.file));
    page_template.Write(
        page_,
        [&](const SinglePart& part, const PutBytes& put) { Read(part, put); },
        [&](std::string_view bytes) {
          file.Write(bytes);
          made_.bytes += bytes.size();
        });
    if (const std::optional<Diagnostic> problem = file.Commit()) {
      throw Failure(*problem, Exit::kDoubtful);
    }
  }

  void Read(const SinglePart& part, const PutBytes& put) {
    const PartSource& source = sources_.at(part.path);
    if (source.file.empty()) {
      put(source.text);
      return Count(source.text.size());
    }
    std::ifstream file(source.file, std::ios::binary);
    std::string piece(kPieceBytes, '\0');
    uint64_t read = 0;
    while (file.good() && read < part.bytes) {
      file.read(piece.data(),
                static_cast<std::streamsize>(std::min<uint64_t>(piece.size(), part.bytes - read)));
      const auto got = static_cast<size_t>(file.gcount());
      put(std::string_view(piece).substr(0, got));
      read += got;
      Count(got);
    }
    if (read != part.bytes) {
      throw Failure(CannotRead(source.file, EIO));
    }
  }

  void Count(uint64_t bytes) {
    done_ += bytes;
    if (options_.progress) {
      options_.progress(done_, total_);
    }
  }

  void JudgeSize() {
    if (made_.bytes <= kHeavyPage) {
      return;
    }
    const bool fits = made_.bytes <= kStickLimit;
    made_.said.push_back(
        {.severity = Severity::kWarning,
         .file = made_.file.string(),
         .what = Say(fits ? messages::kSingleHeavy : messages::kSingleBeyondStick,
                     fmt::arg("megabytes", made_.bytes >> 20)),
         .remedy = Say(fits ? messages::kSingleHeavyRemedy : messages::kSingleBeyondStickRemedy)});
  }

  const SingleExportOptions& options_;
  const SingleTour tour_;
  SinglePage page_;
  std::map<std::string, PartSource> sources_;
  uint64_t total_ = 0;
  uint64_t done_ = 0;
  SingleExport made_;
};

}  // namespace

SingleExport ExportSingleFile(const SingleExportOptions& options, const fs::path& folder) {
  const std::string json = options.tour_json.empty()
                               ? ValueOrThrow(ReadFile(options.web / "tour.json", kTourLimit))
                               : options.tour_json;
  return Exporter(options, ValueOrThrow(SingleTourOf(json))).Run(folder);
}

}  // namespace disan
