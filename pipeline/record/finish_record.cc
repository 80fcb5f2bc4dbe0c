#include "pipeline/record/finish_record.h"

#include "formats/record/canonical/coordinates.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using canonical::Asset;
using canonical::Device;
using canonical::Record;
using Json = nlohmann::ordered_json;

struct KnownMime {
  std::string_view extension;
  const char* mime;
};
constexpr std::array kMimes = {KnownMime{".jpg", "image/jpeg"},
                               KnownMime{".jpeg", "image/jpeg"},
                               KnownMime{".png", "image/png"},
                               KnownMime{".tif", "image/tiff"},
                               KnownMime{".tiff", "image/tiff"},
                               KnownMime{".heic", "image/heic"},
                               KnownMime{".heif", "image/heif"},
                               KnownMime{".webp", "image/webp"},
                               KnownMime{".dng", "image/x-adobe-dng"},
                               KnownMime{".glb", "model/gltf-binary"},
                               KnownMime{".gltf", "model/gltf+json"},
                               KnownMime{".obj", "model/obj"},
                               KnownMime{".mtl", "model/mtl"},
                               KnownMime{".stl", "model/stl"},
                               KnownMime{".ply", "model/ply"},
                               KnownMime{".usdz", "model/vnd.usdz+zip"},
                               KnownMime{".e57", "model/e57"},
                               KnownMime{".las", "application/vnd.las"},
                               KnownMime{".laz", "application/vnd.laszip"},
                               KnownMime{".json", "application/json"},
                               KnownMime{".geojson", "application/geo+json"},
                               KnownMime{".yaml", "application/yaml"},
                               KnownMime{".yml", "application/yaml"},
                               KnownMime{".html", "text/html"},
                               KnownMime{".js", "text/javascript"},
                               KnownMime{".css", "text/css"},
                               KnownMime{".svg", "image/svg+xml"},
                               KnownMime{".pdf", "application/pdf"},
                               KnownMime{".pto", "text/plain"},
                               KnownMime{".txt", "text/plain"},
                               KnownMime{".mp3", "audio/mpeg"},
                               KnownMime{".m4a", "audio/mp4"},
                               KnownMime{".mp4", "video/mp4"},
                               KnownMime{".webm", "video/webm"}};

void GatherDevices(Record& record, const std::vector<SourceFacts>& sources) {
  for (canonical::Session& session : record.sessions) {
    std::map<std::tuple<std::string, std::string, std::string>, int> counts;
    for (const SourceFacts& source : sources) {
      const Device& device = source.device;
      if (source.session == session.id && !(device.make.empty() && device.model.empty())) {
        ++counts[{device.make, device.model, device.lens}];
      }
    }
    for (const auto& [names, files] : counts) {
      const auto& [make, model, lens] = names;
      session.devices.push_back({.make = make, .model = model, .lens = lens, .files = files});
    }
  }
}

// Scenes and objects may share an id: a step of a scene never makes an asset of an object.
template <class Item>
void GiveAssets(std::vector<Item>& items,
                const Record& record,
                const std::set<std::string>& kinds) {
  std::map<std::string, std::string> kind_of;
  for (const canonical::Process& process : record.processes) {
    kind_of[process.id] = process.kind;
  }
  for (Item& item : items) {
    for (const Asset& asset : record.assets) {
      if (asset.item == item.id && kinds.count(kind_of[asset.process]) > 0) {
        item.assets.push_back(asset.path);
      }
    }
  }
}

Json NodeOf(const Asset& asset) {
  Json node{{"@id", asset.path}, {"@type", "prov:Entity"}};
  if (!asset.sha256.empty()) {
    node["disan:sha256"] = asset.sha256;
  }
  if (!asset.process.empty()) {
    node["prov:wasGeneratedBy"] = {{"@id", "urn:disan:step:" + asset.process}};
  }
  for (const std::string& source : asset.derived_from) {
    node["prov:wasDerivedFrom"].push_back({{"@id", source}});
  }
  return node;
}

}  // namespace

std::string MimeOf(const std::string& path) {
  if (path.ends_with('/')) {
    return "inode/directory";
  }
  const size_t dot = path.rfind('.');
  std::string extension = dot == std::string::npos ? "" : path.substr(dot);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  for (const KnownMime& known : kMimes) {
    if (known.extension == extension) {
      return known.mime;
    }
  }
  return "application/octet-stream";
}

std::vector<Diagnostic> FinishRecord(Record& record, RecordParts parts) {
  record.made_by = parts.made_by;
  GatherDevices(record, parts.sources);
  for (SourceFacts& source : parts.sources) {
    record.assets.push_back(std::move(source.asset));
  }
  std::move(parts.made.begin(), parts.made.end(), std::back_inserter(record.assets));
  // Sources first, then masters and what lies beside them, then what the web shows; a file that two
  // items draw on stands once.
  const auto order = [](const Asset& asset) {
    return asset.role == "source" ? 0 : asset.role == "web" ? 2 : 1;
  };
  std::stable_sort(record.assets.begin(), record.assets.end(), [&](const Asset& a, const Asset& b) {
    return std::pair(order(a), std::string_view(a.path)) <
           std::pair(order(b), std::string_view(b.path));
  });
  const auto same = [](const Asset& a, const Asset& b) {
    return a.role == b.role && a.path == b.path;
  };
  record.assets.erase(std::unique(record.assets.begin(), record.assets.end(), same),
                      record.assets.end());
  record.processes = std::move(parts.processes);
  GiveAssets(record.scenes, record, {"stitch", "ready-panorama", "tiles"});
  GiveAssets(record.objects, record, {"model", "photos"});
  std::vector<Diagnostic> said = canonical::Complete(record.site.location, "site.yaml");
  for (canonical::Scene& scene : record.scenes) {
    const std::vector<Diagnostic> more =
        canonical::Complete(scene.location, scene.session + "/session.yaml");
    said.insert(said.end(), more.begin(), more.end());
  }
  return said;
}

std::string WriteProvenance(const Record& record) {
  Json graph = Json::array();
  graph.push_back({{"@id", "urn:disan:tool:" + record.made_by},
                   {"@type", Json::array({"prov:Agent", "prov:SoftwareAgent"})},
                   {"rdfs:label", record.made_by}});
  std::map<std::string, std::set<std::string>> used;
  for (const Asset& asset : record.assets) {
    used[asset.process].insert(asset.derived_from.begin(), asset.derived_from.end());
  }
  for (const canonical::Process& process : record.processes) {
    Json node{{"@id", "urn:disan:step:" + process.id},
              {"@type", "prov:Activity"},
              {"rdfs:label", process.id},
              {"disan:outcome", process.outcome},
              {"prov:wasAssociatedWith", {{"@id", "urn:disan:tool:" + record.made_by}}}};
    for (const std::string& source : used[process.id]) {
      node["prov:used"].push_back({{"@id", source}});
    }
    graph.push_back(std::move(node));
  }
  for (const Asset& asset : record.assets) {
    graph.push_back(NodeOf(asset));
  }
  const Json json{{"@context",
                   {{"prov", "http://www.w3.org/ns/prov#"},
                    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
                    {"disan", "urn:disan:ns:1:"},
                    {"@base", "urn:disan:site:" + record.site.id + "/"}}},
                  {"@graph", std::move(graph)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace disan
