// A record as a mapping sees it: its own fields, and beside them what every export needs and no
// person writes (addresses, the picture that stands for an item, the first and last year of a
// date).
#pragma once

#include "formats/record/canonical/record.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace disan {

struct ViewOptions {
  // Where web/ of the sites will stand; ends in "/". Without one the addresses cannot be followed.
  std::string base = "http://disan.invalid/";
  // Where web/ of this site stands, when that is not base and its id; ends in "/".
  std::string folder;
};

// site.uri, datestamp, scene.preview, object.poster, ...: KnownPaths lists them all, sorted.
nlohmann::json ViewOf(const canonical::Record& record, const ViewOptions& options);

std::vector<std::string> KnownPaths();

// rank, type, class, state, zone, access: the words of the YAML with their Vietnamese and English.
bool IsBuiltInTable(const std::string& table);
std::string BuiltInWord(const std::string& table, const std::string& word, const std::string& key);

// The years that an EDTF date spans, as 4 digits or with a sign; nothing when it is open or
// unreadable.
struct YearSpan {
  std::string first;
  std::string last;
};
YearSpan YearsOf(const std::string& edtf);

}  // namespace disan
