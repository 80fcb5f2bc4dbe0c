// Which short addresses of an output stand on plates that were made for it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

// Left in the output by `export --to print` with an address; drafts leave none. Below .disan,
// because where plates are made is no part of an output's content.
inline constexpr char kPlateNote[] = ".disan/plates.json";

std::string PlateNote(const std::string& base, const std::vector<std::string>& codes);

// Whether plates were made for the site as its tour knows it now: the note has the code in
// web/tour.json.
bool HasSitePlate(const std::filesystem::path& output);

}  // namespace disan
