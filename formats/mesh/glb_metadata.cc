#include "formats/mesh/glb_metadata.h"

namespace disan {
namespace {

using nlohmann::json;

// "rdf:_1" and so on: how XMP's alternatives are spelled in JSON-LD.
json Alternatives(const Text& text) {
  json out = {{"@type", "rdf:Alt"}};
  int number = 0;
  for (const auto& [language, value] : {std::pair{"vi", text.vi}, {"en", text.en}}) {
    if (!value.empty()) {
      out["rdf:_" + std::to_string(++number)] = {{"@language", language}, {"@value", value}};
    }
  }
  return out;
}

void PutText(json& packet, const char* key, const std::optional<Text>& text) {
  if (text && *text != Text{}) {
    packet[key] = Alternatives(*text);
  }
}

json InOrder(const std::vector<std::string>& values) {
  json out = {{"@type", "rdf:Seq"}};
  for (size_t i = 0; i < values.size(); ++i) {
    out["rdf:_" + std::to_string(i + 1)] = values[i];
  }
  return out;
}

json DeviationJson(const Deviation& d) {
  return {{"unit", d.unit},
          {"rms", d.rms},
          {"p95", d.p95},
          {"max", d.max},
          {"normal_p95_deg", d.normal_p95_deg}};
}

json Packet(const GlbMetadata& metadata) {
  json packet;
  if (metadata.title) {
    packet["dc:title"] = Alternatives(*metadata.title);
  }
  PutText(packet, "dc:description", metadata.description);
  PutText(packet, "dc:coverage", metadata.place);
  if (!metadata.rights_url.empty()) {
    packet["xmpRights:WebStatement"] = metadata.rights_url;
  }
  if (!metadata.creator.empty()) {
    packet["dc:creator"] = InOrder({metadata.creator});
  }
  if (!metadata.rights.empty()) {
    packet["dc:rights"] = Alternatives({metadata.rights, ""});
  }
  if (!metadata.date.empty()) {
    packet["dc:date"] = InOrder({metadata.date});
  }
  if (!metadata.identifier.empty()) {
    packet["dc:identifier"] = metadata.identifier;
  }
  if (!metadata.sources.empty()) {
    std::string sources;
    for (const auto& [name, sum] : metadata.sources) {
      sources += (sources.empty() ? "" : "; ") + name + " sha256:" + sum;
    }
    packet["dc:source"] = sources;
  }
  if (metadata.deviation) {
    const json deviation = DeviationJson(*metadata.deviation);
    for (const auto& [key, value] : deviation.items()) {
      packet["disan:deviation_" + key] = value;
    }
  }
  return packet;
}

}  // namespace

void AddMetadata(const Mesh& mesh, const GlbMetadata& metadata, json& root) {
  json& asset = root["asset"];
  asset = {{"version", "2.0"}, {"generator", "disan"}};
  if (!metadata.rights.empty()) {
    asset["copyright"] = metadata.rights;
  }
  if (metadata.title) {
    asset["extras"]["title"] = {{"vi", metadata.title->vi}, {"en", metadata.title->en}};
  }
  if (metadata.deviation) {
    asset["extras"]["deviation"] = DeviationJson(*metadata.deviation);
  }
  if (!metadata.identifier.empty()) {
    asset["extras"]["identifier"] = metadata.identifier;
  }
  if (mesh.origin != Double3{}) {
    // Too far for the floats of a viewer: the place on earth is told, not applied.
    asset["extras"]["origin"] = {mesh.origin.x, mesh.origin.y, mesh.origin.z};
  }
  json packet = Packet(metadata);
  if (packet.empty()) {
    return;
  }
  packet["@id"] = "";
  packet["@context"] = {{"dc", "http://purl.org/dc/elements/1.1/"},
                        {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
                        {"xmpRights", "http://ns.adobe.com/xap/1.0/rights/"},
                        {"disan", "urn:disan:ns:1"}};
  root["extensions"]["KHR_xmp_json_ld"]["packets"] = json::array({std::move(packet)});
  asset["extensions"]["KHR_xmp_json_ld"]["packet"] = 0;
}

}  // namespace disan
