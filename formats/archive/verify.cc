#include "formats/archive/verify.h"

#include "formats/archive/manifest.h"
#include "formats/files/read_file.h"
#include "formats/language/archive_messages.h"
#include "formats/language/unicode.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace disan {
namespace {

namespace fs = std::filesystem;

Diagnostic Problem(const std::string& file, Text what) {
  return {.file = file, .what = std::move(what), .remedy = Say(messages::kVerifyBagRemedy)};
}

// One file on the disk.
struct Present {
  fs::path path;
  uint64_t bytes = 0;
};

// All manifests of one kind (payload, tag, or the one of an output), joined.
struct Expected {
  std::string prefix;  // of the manifests' names
  std::vector<Manifest> manifests;

  // Composed path -> algorithm -> checksum.
  std::map<std::string, std::map<std::string, std::string>> ByPath() const {
    std::map<std::string, std::map<std::string, std::string>> by_path;
    for (const Manifest& manifest : manifests) {
      for (const auto& [path, checksum] : manifest.entries) {
        by_path[ToNfc(path)][manifest.algorithm] = checksum;
      }
    }
    return by_path;
  }
};

class Verifier {
 public:
  Verifier(const fs::path& root, const ReadProgress& progress) : root_(root), progress_(progress) {}

  Result<Verification> Run() {
    if (IsBag()) {
      ListFiles("");
      VerifyBag();
    } else if (fs::exists(root_ / kOutputManifest)) {
      ListFiles(".disan");
      Expected expected;
      Add(expected, kOutputManifest, "sha256");
      Compare(expected, [](const std::string& path) {
        return path != kOutputManifest && (path.starts_with("masters/") ||
                                           path.starts_with("web/") || path.starts_with("record/"));
      });
      NameTwins(expected);
    } else {
      const std::string name = root_.string();
      return Result<Verification>::Failed(
          {.file = name,
           .what = Say(messages::kVerifyNothing, fmt::arg("folder", name)),
           .remedy = Say(messages::kVerifyNothingRemedy)});
    }
    std::sort(found_.findings.begin(), found_.findings.end(), [](const auto& a, const auto& b) {
      return a.path < b.path;
    });
    return Result<Verification>::Of(std::move(found_));
  }

 private:
  // A bag that lost its declaration is still told from an output, and the loss is named.
  bool IsBag() const {
    return fs::exists(root_ / "bagit.txt") ||
           (fs::exists(root_ / "bag-info.txt") && fs::is_directory(root_ / "data"));
  }

  // `passed_over`: a folder of that name is not looked into.
  void ListFiles(const std::string& passed_over) {
    std::error_code error;
    auto it = fs::recursive_directory_iterator(root_, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string path = it->path().lexically_relative(root_).string();
      if (!passed_over.empty() && it->path().filename() == passed_over) {
        it.disable_recursion_pending();
      } else if (it->is_symlink()) {
        found_.problems.push_back(
            Problem(path, Say(messages::kVerifyLink, fmt::arg("path", path))));
      } else if (it->is_regular_file()) {
        Remember(path, {it->path(), it->file_size()});
      } else if (!it->is_directory()) {
        found_.findings.push_back({Finding::kExtra, path, ""});
      }
    }
    if (error) {
      found_.problems.push_back(CannotRead(root_, error.value()));
    }
  }

  // Two files whose names differ in composition only: the composed one is the one that is meant.
  void Remember(const std::string& path, Present file) {
    const std::string composed = ToNfc(path);
    const auto [at, added] = present_.emplace(composed, file);
    if (!added && path == composed) {
      std::swap(at->second, file);
    }
    if (!added) {
      twins_.push_back(file.path.lexically_relative(root_).string());
    }
  }

  void NameTwins(const Expected& expected) {
    for (const std::string& twin : twins_) {
      const bool listed = std::any_of(
          expected.manifests.begin(), expected.manifests.end(), [&](const Manifest& manifest) {
            return manifest.entries.count(twin) > 0;
          });
      if (!listed) {
        found_.findings.push_back({Finding::kExtra, twin, ""});
      }
    }
  }

  void Add(Expected& expected, const std::string& name, std::string algorithm) {
    Result<std::string> text = ReadFile(root_ / name);
    if (!text) {
      found_.problems.insert(
          found_.problems.end(), text.diagnostics.begin(), text.diagnostics.end());
      return;
    }
    if (!IsKnownDigest(algorithm)) {
      found_.problems.push_back(
          {.severity = Severity::kInfo,
           .file = name,
           .what = Say(messages::kVerifyOldDigest, fmt::arg("algorithm", algorithm))});
      return;
    }
    Result<Manifest> manifest = ParseManifest(*text, std::move(algorithm), name);
    found_.problems.insert(
        found_.problems.end(), manifest.diagnostics.begin(), manifest.diagnostics.end());
    // A manifest of ours is written in one way only: a capital digit is damage that means nothing,
    // and still damage.
    if (name.starts_with("tagmanifest-") && IsOurs() && WriteManifest(*manifest) != *text) {
      found_.findings.push_back({Finding::kChanged, name, ""});
    }
    expected.manifests.push_back(std::move(*manifest));
  }

  // What BagIt leaves open, a bag of ours has in one way only. It is known by its info, and when
  // that is lost by what lies in it.
  bool IsOurs() const {
    const Result<std::string> info = ReadFile(root_ / "bag-info.txt", 16 << 20);
    return (info.ok() && info->find("Bag-Software-Agent: disan ") != std::string::npos) ||
           (present_.count("data/DOC-TRUOC.txt") > 0 && present_.count("data/phan-mem.json") > 0);
  }

  void VerifyBag() {
    CheckDeclaration();
    Expected payload{.prefix = "manifest-"};
    Expected tags{.prefix = "tagmanifest-"};
    static const std::regex kName("(tag)?manifest-([a-z0-9]+)\\.txt");
    for (const auto& [path, file] : present_) {
      std::smatch parts;
      if (std::regex_match(path, parts, kName)) {
        Add(parts[1].matched ? tags : payload, path, parts[2]);
      }
    }
    if (payload.manifests.empty()) {
      found_.problems.push_back(Problem("bagit.txt", Say(messages::kVerifyNoManifest)));
    }
    CheckCompleteness(payload);
    Compare(payload, [](const std::string& path) { return path.rfind("data/", 0) == 0; });
    NameTwins(payload);
    // Tag files that no tag manifest lists are allowed in a bag, but ours has none.
    const bool ours = IsOurs();
    Compare(tags, [&](const std::string& path) {
      return ours && !path.starts_with("data/") && !path.starts_with("tagmanifest-");
    });
    for (const char* name : {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}) {
      if (ours && present_.count(name) == 0) {
        found_.findings.push_back({Finding::kMissing, name, ""});
      }
    }
    CheckOxum();
  }

  void CheckDeclaration() {
    const Result<std::string> text = ReadFile(root_ / "bagit.txt", 4096);
    static const std::regex kDeclaration(
        "(\xEF\xBB\xBF)?BagIt-Version: ?[0-9]+\\.[0-9]+\\r?\\n?Tag-File-Character-Encoding: "
        "?UTF-8\\s*");
    const std::string compact = text.ok() ? *text : "";
    if (!std::regex_match(compact, kDeclaration)) {
      found_.problems.push_back(Problem("bagit.txt", Say(messages::kVerifyDeclaration)));
    }
  }

  // Every payload manifest lists every payload file.
  void CheckCompleteness(const Expected& payload) {
    for (const auto& [path, checksums] : payload.ByPath()) {
      if (checksums.size() < payload.manifests.size()) {
        found_.problems.push_back(
            Problem(path, Say(messages::kVerifyNotInAll, fmt::arg("path", path))));
      }
    }
  }

  void Compare(const Expected& expected,
               const std::function<bool(const std::string&)>& must_be_listed) {
    const auto by_path = expected.ByPath();
    std::multimap<std::string, std::string> missing;  // a checksum -> path
    for (const auto& [path, checksums] : by_path) {
      const auto file = present_.find(path);
      if (file == present_.end() && BlameManifest(path, checksums, expected)) {
        continue;
      }
      if (file == present_.end()) {
        missing.emplace(checksums.begin()->second, path);
        missing_algorithm_[path] = checksums.begin()->first;
      } else {
        CheckContent(path, file->second, checksums, expected);
      }
    }
    for (const auto& [path, file] : present_) {
      if (must_be_listed(path) && by_path.find(path) == by_path.end()) {
        ExtraOrRenamed(path, file, missing);
      }
    }
    for (const auto& [checksum, path] : missing) {
      found_.findings.push_back({Finding::kMissing, path, ""});
    }
  }

  void CheckContent(const std::string& path,
                    const Present& file,
                    const std::map<std::string, std::string>& checksums,
                    const Expected& expected) {
    std::vector<std::string> algorithms;
    for (const auto& [algorithm, checksum] : checksums) {
      algorithms.push_back(algorithm);
    }
    const auto digests = DigestsOfFile(file.path, algorithms, progress_);
    ++found_.files;
    found_.bytes += file.bytes;
    if (!digests) {
      found_.findings.push_back({Finding::kUnreadable, path, ""});
    } else if (*digests != checksums && !BlameDisagreement(*digests, checksums, expected)) {
      found_.findings.push_back({Finding::kChanged, path, ""});
    }
  }

  void Blame(const std::string& manifest) {
    const bool known = std::any_of(found_.findings.begin(),
                                   found_.findings.end(),
                                   [&](const auto& finding) { return finding.path == manifest; });
    if (!known) {
      found_.findings.push_back({Finding::kChanged, manifest, ""});
    }
  }

  // One algorithm says the content is right: then it is, and the manifest of the other one is not.
  bool BlameDisagreement(const std::map<std::string, std::string>& digests,
                         const std::map<std::string, std::string>& checksums,
                         const Expected& expected) {
    const bool one_agrees = std::any_of(checksums.begin(), checksums.end(), [&](const auto& said) {
      return digests.at(said.first) == said.second;
    });
    for (const auto& [algorithm, checksum] : checksums) {
      if (one_agrees && digests.at(algorithm) != checksum) {
        Blame(expected.prefix + algorithm + ".txt");
      }
    }
    return one_agrees;
  }

  // A tag file that only one of several manifests knows was never there: that manifest is wrong.
  bool BlameManifest(const std::string& path,
                     const std::map<std::string, std::string>& checksums,
                     const Expected& expected) {
    if (!path.starts_with("data/") && expected.prefix == "tagmanifest-" && checksums.size() == 1 &&
        expected.manifests.size() > 1) {
      Blame(expected.prefix + checksums.begin()->first + ".txt");
      return true;
    }
    return false;
  }

  // An extra file with the content of a missing one is that file under another name.
  void ExtraOrRenamed(const std::string& path,
                      const Present& file,
                      std::multimap<std::string, std::string>& missing) {
    for (auto lost = missing.begin(); lost != missing.end(); ++lost) {
      const std::string& algorithm = missing_algorithm_[lost->second];
      const auto digests = DigestsOfFile(file.path, {algorithm}, progress_);
      if (digests.ok() && digests->at(algorithm) == lost->first) {
        found_.findings.push_back({Finding::kRenamed, lost->second, path});
        missing.erase(lost);
        return;
      }
    }
    found_.findings.push_back({Finding::kExtra, path, ""});
  }

  void CheckOxum() {
    const Result<std::string> info = ReadFile(root_ / "bag-info.txt", 16 << 20);
    static const std::regex kOxum("Payload-Oxum: *([0-9]{1,18})\\.([0-9]{1,18})");
    std::smatch parts;
    if (!info.ok() || !std::regex_search(*info, parts, kOxum)) {
      return;
    }
    uint64_t bytes = 0;
    uint64_t files = 0;
    for (const auto& [path, file] : present_) {
      if (path.rfind("data/", 0) == 0) {
        bytes += file.bytes;
        ++files;
      }
    }
    if (std::stoull(parts[1]) != bytes || std::stoull(parts[2]) != files) {
      found_.problems.push_back(Problem("bag-info.txt",
                                        Say(messages::kVerifyOxum,
                                            fmt::arg("said", parts.str(1) + "." + parts.str(2)),
                                            fmt::arg("bytes", bytes),
                                            fmt::arg("files", files))));
    }
  }

  const fs::path& root_;
  const ReadProgress& progress_;
  std::map<std::string, Present> present_;  // composed relative path -> file
  std::vector<std::string> twins_;          // files that another one's composed name hides
  std::map<std::string, std::string> missing_algorithm_;
  Verification found_;
};

const Message& SentenceOf(Finding finding) {
  switch (finding) {
    case Finding::kChanged:
      return messages::kVerifyChanged;
    case Finding::kExtra:
      return messages::kVerifyExtra;
    case Finding::kRenamed:
      return messages::kVerifyRenamed;
    case Finding::kUnreadable:
      return messages::kVerifyUnreadable;
    case Finding::kMissing:
      break;
  }
  return messages::kVerifyMissing;
}

}  // namespace

bool Verification::intact() const {
  return findings.empty() && !HasErrors(problems);
}

Result<Verification> VerifyFolder(const fs::path& folder, const ReadProgress& progress) {
  return Verifier(folder, progress).Run();
}

std::vector<Diagnostic> Explain(const Verification& verification) {
  std::vector<Diagnostic> said = verification.problems;
  for (const VerifyFinding& finding : verification.findings) {
    said.push_back(
        {.file = finding.path,
         .what = Say(SentenceOf(finding.finding), fmt::arg("now", finding.now)),
         .remedy = Say(finding.finding == Finding::kExtra || finding.finding == Finding::kRenamed
                           ? messages::kVerifyMovedRemedy
                           : messages::kVerifyLostRemedy)});
  }
  return said;
}

}  // namespace disan
