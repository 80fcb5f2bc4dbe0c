// How far one site is, read from its output folder. The only place that knows what those files look
// like; everything after goes by the struct.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace disan {

enum class Fixity { kNotChecked, kNoChecksums, kIntact, kBroken };

// One scene or object.
struct ItemProgress {
  std::string id;
  Text name;
  bool made = false;      // its panorama or model is there
  bool approved = false;  // by a second person, in this version
};

struct SiteProgress {
  std::string id;
  std::string output;  // the folder as a person named it
  // What the record says of the site, by path: "name.vi", "location.lat". Stated as unknown: the
  // path with ".unknown" behind it.
  std::map<std::string, std::string, std::less<>> facts;
  std::vector<ItemProgress> scenes;
  std::vector<ItemProgress> objects;
  bool qr = false;
  Fixity fixity = Fixity::kNotChecked;
  size_t fixity_findings = 0;

  std::string Fact(std::string_view path) const;
  // Whether something is written at the path or below it, a reasoned "unknown" included.
  bool Answers(std::string_view path) const;
};

struct ProgressOptions {
  bool verify = true;  // read every file and compare it with its checksum
  std::function<void()> check_cancelled = [] {};
};

// From record/record.json, else from web/tour.json and the site.yaml beside the output. No value
// when the folder is no output.
Result<SiteProgress> ReadSiteProgress(const std::filesystem::path& output,
                                      const ProgressOptions& options);

// The output folders at or below `folder`: itself, its children, or the children's "out".
std::vector<std::filesystem::path> OutputsIn(const std::filesystem::path& folder);

}  // namespace disan
