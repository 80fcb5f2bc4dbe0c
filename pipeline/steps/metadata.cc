#include "pipeline/steps/metadata.h"

namespace disan::steps {
namespace {

Text TextOf(const nlohmann::json& text) {
  return {text.at("vi"), text.at("en")};
}

}  // namespace

Xmp XmpOf(const nlohmann::json& metadata) {
  Xmp xmp{.title = TextOf(metadata.at("title")),
          .creator = metadata.at("creator"),
          .rights_url = metadata.at("rights_url"),
          .credit = metadata.at("credit"),
          .identifier = metadata.at("site"),
          .date = metadata.at("date"),
          .location = metadata.at("place").at("vi"),
          .city = metadata.at("city")};
  if (const Text description = TextOf(metadata.at("description")); description != Text{}) {
    xmp.description = description;
  }
  if (const std::string rights = metadata.at("rights"); !rights.empty()) {
    xmp.rights = Text{rights, rights};
  }
  return xmp;
}

}  // namespace disan::steps
