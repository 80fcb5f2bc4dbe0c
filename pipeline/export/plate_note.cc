#include "pipeline/export/plate_note.h"

#include "formats/files/read_file.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kLimit = uint64_t{64} << 20;

Json ReadJson(const std::filesystem::path& file) {
  const Result<std::string> text = ReadFile(file, kLimit);
  Json json = text ? Json::parse(*text, nullptr, false) : Json();
  return json.is_object() ? json : Json::object();
}

}  // namespace

std::string PlateNote(const std::string& base, const std::vector<std::string>& codes) {
  const Json note{{"base", base}, {"codes", codes}};
  return note.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool HasSitePlate(const std::filesystem::path& output) {
  const Json tour = ReadJson(output / "web/tour.json");
  const Json note = ReadJson(output / kPlateNote);
  if (!tour.contains("code") || !tour["code"].is_string() || !note.contains("codes")) {
    return false;
  }
  const Json& codes = note["codes"];
  return codes.is_array() && std::find(codes.begin(), codes.end(), tour["code"]) != codes.end();
}

}  // namespace disan
