#include "tests/support/sample_output.h"

#include "formats/archive/manifest.h"
#include "formats/archive/verify.h"
#include "formats/files/atomic_write.h"
#include "formats/files/sha256.h"
#include "formats/record/canonical/record.h"
#include "pipeline/portal/tour_json.h"

#include <fmt/format.h>

namespace disan::testing {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json Both(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

std::string SceneId(int number) {
  return fmt::format("diem-{}", number);
}

Json SceneJson(const SampleOutputOptions& options, int number) {
  const std::string id = SceneId(number);
  const Text name{fmt::format("Điểm {}", number), fmt::format("Place {}", number)};
  Json links = Json::array();
  // All look north: the next lies ahead, the one before behind.
  if (number < options.scenes) {
    links.push_back({{"to", SceneId(number + 1)}, {"yaw_deg", 0}});
  }
  if (number > 1) {
    links.push_back({{"to", SceneId(number - 1)}, {"yaw_deg", 180}});
  }
  Json hotspots = Json::array();
  if (number == 1 && options.object) {
    hotspots.push_back({{"id", "diem-1"},
                        {"yaw_deg", 10},
                        {"pitch_deg", -5},
                        {"title", Both({"Quả cầu", "Ball"})},
                        {"text", Both({"Lời về quả cầu", "Words on the ball"})},
                        {"object", "qua-cau"}});
  }
  const std::string web = "scenes/" + id + "/";
  return {{"id", id},
          {"name", Both(name)},
          {"alt", Both(name)},
          {"north_deg", 0},
          {"links", std::move(links)},
          {"hotspots", std::move(hotspots)},
          {"panorama",
           {{"width", 1024},
            {"height", 512},
            {"preview", web + "preview.jpg"},
            {"fallback", web + "fallback.jpg"},
            {"tiles",
             {{"url", web + "tiles/{level}/{col}_{row}.jpg"},
              {"levels", {{{"width", 1024}, {"height", 512}, {"cols", 2}, {"rows", 1}}}}}}}}};
}

Json ObjectJson() {
  return {
      {"id", "qua-cau"},
      {"name", Both({"Quả cầu", "Ball"})},
      {"alt", Both({"Quả cầu", "Ball"})},
      {"models",
       {{{"tier", "high"}, {"src", "objects/qua-cau/high.glb"}, {"bytes", 24}, {"triangles", 12}}}},
      {"poster", "objects/qua-cau/poster.jpg"},
      {"turntable", Json::array({{{"src", "objects/qua-cau/turntable/01.jpg"}}})},
      {"inscriptions",
       {{{"original", "蓮派"},
         {"transcription", "Liên Phái"},
         {"translation", Both({"Liên Phái", "Liên Phái"})}}}},
      {"annotations",
       {{{"id", "diem"},
         {"title", Both({"Đỉnh", "Top"})},
         {"text", Both({"Chỗ cao nhất", "The highest place"})}}}}};
}

Json AssetJson(const std::string& path, const std::string& item) {
  return {{"path", path}, {"role", "web"}, {"item", item}};
}

}  // namespace

Json SampleTour(const SampleOutputOptions& options) {
  Json tour{
      {"disan_tour", 1},
      {"id", options.id},
      {"name", Both(options.name)},
      {"description", Both(options.description)},
      {"type", options.type},
      {"rank", options.rank},
      {"address", Both({"Hà Nội", "Hà Nội"})},
      {"location", {{"lat", options.lat}, {"lon", options.lon}}},
      {"start", SceneId(1)},
      {"scenes", Json::array()},
      {"objects", Json::array()},
      {"stops", Json::array()},
      {"rights",
       {{"holder", "UBND phường"}, {"statement", "http://rightsstatements.org/vocab/InC/1.0/"}}},
      {"made_by", "disan"}};
  for (int number = 1; number <= options.scenes; ++number) {
    tour["scenes"].push_back(SceneJson(options, number));
  }
  if (options.object) {
    tour["objects"].push_back(ObjectJson());
  }
  return tour;
}

Json SampleRecord(const SampleOutputOptions& options) {
  Json record{{"disan_record", canonical::kRecordVersion},
              {"site",
               {{"id", options.id},
                {"name", Both(options.name)},
                {"type", options.type},
                {"rank", options.rank},
                {"description", Both(options.description)},
                {"location",
                 {{"wgs84", {{"lat", options.lat}, {"lon", options.lon}}}, {"given", "wgs84"}}}}},
              {"scenes", Json::array()},
              {"objects", Json::array()},
              {"assets", Json::array()}};
  for (int number = 1; number <= options.scenes; ++number) {
    const std::string preview = "web/scenes/" + SceneId(number) + "/preview.jpg";
    record["scenes"].push_back(
        {{"id", SceneId(number)},
         {"name", Both({fmt::format("Điểm {}", number), fmt::format("Place {}", number)})},
         {"assets", {preview}}});
    record["assets"].push_back(AssetJson(preview, SceneId(number)));
  }
  if (options.object) {
    record["objects"].push_back({{"id", "qua-cau"},
                                 {"name", Both({"Quả cầu", "Ball"})},
                                 {"assets", {"web/objects/qua-cau/high.glb"}}});
    record["assets"].push_back(AssetJson("web/objects/qua-cau/high.glb", "qua-cau"));
  }
  return record;
}

void WriteSampleOutput(const fs::path& out, const SampleOutputOptions& options) {
  WriteSampleOutput(out, SampleTour(options), SampleRecord(options));
}

void WriteSampleOutput(const fs::path& out, const Json& tour, const Json& record) {
  Manifest manifest{.algorithm = "sha256"};
  const auto write = [&](const std::string& path, const std::string& bytes) {
    WriteFileAtomically(out / path, bytes);
    manifest.entries[path] = Sha256Hex(bytes);
  };
  write("web/tour.json", tour.dump(1) + "\n");
  for (const std::string& path : FilesOf(tour)) {
    write("web/" + path, path);
  }
  write(canonical::kRecordFile, record.dump(1) + "\n");
  WriteFileAtomically(out / kOutputManifest, WriteManifest(manifest));
}

void WriteSampleViewer(const fs::path& folder) {
  const std::string page =
      "<!doctype html>\n<html lang=\"vi\">\n  <head>\n    <title>Tham quan 360°</title>\n"
      "    <link rel=\"icon\" href=\"./icon.svg\" />\n"
      "    <script type=\"module\" src=\"./assets/index.js\"></script>\n  </head>\n"
      "  <body>\n    <main></main>\n    <noscript>\n      <p>JavaScript</p>\n    </noscript>\n"
      "  </body>\n</html>\n";
  for (const char* part : {"", "portal/"}) {
    WriteFileAtomically(folder / part / "index.html", page);
    WriteFileAtomically(folder / part / "assets/index.js", "// script");
    WriteFileAtomically(folder / part / "icon.svg", "<svg/>");
  }
  WriteFileAtomically(folder / "disan-tour.js", "// element");
}

}  // namespace disan::testing
