// Every built-in export against the official schema of its format, with negative cases; and the
// exports against one another.
#include "formats/exchange/mapping/render.h"
#include "formats/files/atomic_write.h"
#include "formats/record/canonical/public_view.h"
#include "tests/formats/record/canonical/sample_record.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using testing::RunProgram;
using testing::SampleRecord;
using testing::TemporaryFolder;
using Files = std::map<std::string, std::string>;

// The least that a site can be: an id and nothing else.
canonical::Record BareRecord() {
  canonical::Record record{.made_by = "disan 0.1.0"};
  record.site.id = "tran-trui";
  record.site.name.vi = "Trần Trụi";
  return record;
}

Files Exported(const std::string& target, const std::vector<canonical::Record>& records) {
  const Result<Mapping> mapping = ReadMapping(BuiltInMapping(target), target);
  EXPECT_TRUE(mapping);
  std::vector<nlohmann::json> views;
  for (const canonical::Record& record : records) {
    views.push_back(ViewOf(canonical::PublicView(record), {.base = "https://di-san.example/"}));
  }
  Files files;
  if (mapping) {
    Render(*mapping, views, {}, [&](ExportFile file) { files[file.path] = file.bytes; });
  }
  return files;
}

fs::path Schemas() {
  return fs::path(std::getenv("DISAN_SOURCE")) / "tests/golden/schemas";
}

ProgramRun Xmllint(const TemporaryFolder& folder, const char* schema, const std::string& xml) {
  EXPECT_FALSE(WriteFileAtomically(folder / "file.xml", xml));
  ::setenv("XML_CATALOG_FILES", (Schemas() / "catalog.xml").c_str(), 1);
  return RunProgram("/usr/bin/xmllint",
                    {"--nonet",
                     "--noout",
                     "--schema",
                     (Schemas() / schema).string(),
                     (folder / "file.xml").string()});
}

ProgramRun JsonSchema(const TemporaryFolder& folder, const std::string& json) {
  EXPECT_FALSE(WriteFileAtomically(folder / "file.json", json));
  return RunProgram("/usr/bin/python3",
                    {"-W",
                     "ignore",
                     "-m",
                     "jsonschema",
                     "-i",
                     (folder / "file.json").string(),
                     (Schemas() / "iiif/iiif_3_0.json").string()});
}

std::string Without(const std::string& text, const std::string& pattern) {
  const std::string cut = std::regex_replace(text, std::regex(pattern), "");
  EXPECT_NE(cut, text) << pattern;
  return cut;
}

TEST(Lido, IsValidFullAndBare) {
  const TemporaryFolder folder;
  const Files files = Exported("lido", {SampleRecord(), BareRecord()});
  ASSERT_EQ(files.size(), 2U);
  for (const auto& [path, xml] : files) {
    const ProgramRun run = Xmllint(folder, "lido/lido-v1.1.xsd", xml);
    EXPECT_EQ(run.exit_status, 0) << path << run.err << xml;
  }
}

TEST(Lido, ABrokenOneIsCaught) {
  const TemporaryFolder folder;
  const std::string xml = Exported("lido", {SampleRecord()}).at("lido/chua-mau.xml");
  EXPECT_NE(
      Xmllint(folder, "lido/lido-v1.1.xsd", Without(xml, "<lido:lidoRecID[^\n]*\n")).exit_status,
      0);
  EXPECT_NE(
      Xmllint(
          folder, "lido/lido-v1.1.xsd", Without(xml, "<lido:recordType>[^]*?</lido:recordType>"))
          .exit_status,
      0);
}

TEST(Edm, IsValidFullAndBare) {
  const TemporaryFolder folder;
  for (const auto& [path, xml] : Exported("edm", {SampleRecord(), BareRecord()})) {
    const ProgramRun run = Xmllint(folder, "edm/EDM.xsd", xml);
    EXPECT_EQ(run.exit_status, 0) << path << run.err << xml;
  }
}

TEST(Edm, ABrokenOneIsCaught) {
  const TemporaryFolder folder;
  const std::string xml = Exported("edm", {SampleRecord()}).at("edm/chua-mau.rdf");
  EXPECT_NE(Xmllint(folder, "edm/EDM.xsd", Without(xml, "<edm:type>IMAGE</edm:type>")).exit_status,
            0);
  EXPECT_NE(Xmllint(folder, "edm/EDM.xsd", Without(xml, "<edm:aggregatedCHO[^\n]*\n")).exit_status,
            0);
}

// The records of a static repository as the answer that a gateway makes of them: its own schema is
// not at hand, that of the answer is.
std::string AsListRecords(const std::string& repository) {
  const size_t start = repository.find("<oai:record>");
  const size_t end = repository.rfind("</ListRecords>");
  if (start == std::string::npos || end == std::string::npos) {
    return repository;
  }
  return "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
         "<responseDate>2026-05-10T00:00:00Z</responseDate>"
         "<request verb=\"ListRecords\" "
         "metadataPrefix=\"oai_dc\">https://di-san.example/oai</request>"
         "<ListRecords>" +
         std::regex_replace(repository.substr(start, end - start), std::regex("(</?)oai:"), "$1") +
         "</ListRecords></OAI-PMH>";
}

TEST(Oai, EveryResponseIsValid) {
  const TemporaryFolder folder;
  int checked = 0;
  for (const auto& [path, xml] : Exported("oai", {SampleRecord(), BareRecord()})) {
    if (path == "oai/static-repository.xml") {
      EXPECT_THAT(xml, HasSubstr("http://www.openarchives.org/OAI/2.0/static-repository"));
      const ProgramRun run = Xmllint(folder, "oai/oai-with-dc.xsd", AsListRecords(xml));
      EXPECT_EQ(run.exit_status, 0) << run.err << AsListRecords(xml);
      continue;
    }
    const ProgramRun run = Xmllint(folder, "oai/oai-with-dc.xsd", xml);
    EXPECT_EQ(run.exit_status, 0) << path << run.err << xml;
    ++checked;
  }
  EXPECT_EQ(checked, 7);  // two sites, one object
}

TEST(Oai, ABrokenOneIsCaught) {
  const TemporaryFolder folder;
  const std::string xml = Exported("oai", {SampleRecord()}).at("oai/ListRecords.xml");
  EXPECT_NE(Xmllint(folder, "oai/oai-with-dc.xsd", Without(xml, "<datestamp>[^<]*</datestamp>"))
                .exit_status,
            0);
  EXPECT_NE(
      Xmllint(folder, "oai/oai-with-dc.xsd", Without(xml, "<responseDate>[^\n]*\n")).exit_status,
      0);
  const std::string repository = Exported("oai", {SampleRecord()}).at("oai/static-repository.xml");
  EXPECT_NE(Xmllint(folder,
                    "oai/oai-with-dc.xsd",
                    AsListRecords(Without(repository, "<oai:identifier>[^<]*</oai:identifier>")))
                .exit_status,
            0);
}

TEST(Iiif, ManifestsAndCollectionAreValid) {
  const TemporaryFolder folder;
  const Files files = Exported("iiif", {SampleRecord(), BareRecord()});
  ASSERT_EQ(files.size(), 2U);  // a site without pictures has no manifest
  for (const auto& [path, json] : files) {
    const ProgramRun run = JsonSchema(folder, json);
    EXPECT_EQ(run.exit_status, 0) << path << run.out << run.err << json;
  }
  const nlohmann::json manifest = nlohmann::json::parse(files.at("iiif/chua-mau/manifest.json"));
  EXPECT_EQ(manifest["navPlace"]["features"][0]["geometry"]["coordinates"],
            (nlohmann::json{105.8534, 21.0093}));
  EXPECT_EQ(manifest["items"].size(), 2U);
}

TEST(Iiif, ABrokenOneIsCaught) {
  const TemporaryFolder folder;
  nlohmann::json manifest =
      nlohmann::json::parse(Exported("iiif", {SampleRecord()}).at("iiif/chua-mau/manifest.json"));
  nlohmann::json broken = manifest;
  broken.erase("label");
  EXPECT_NE(JsonSchema(folder, broken.dump()).exit_status, 0);
  broken = manifest;
  broken["items"][0]["width"] = "wide";
  EXPECT_NE(JsonSchema(folder, broken.dump()).exit_status, 0);
}

TEST(Iiif, WithoutCoordinatesThereIsNoPlaceAndAllIsValid) {
  const TemporaryFolder folder;
  canonical::Record record = SampleRecord();
  record.site.location = {};
  const std::string json = Exported("iiif", {record}).at("iiif/chua-mau/manifest.json");
  const ProgramRun run = JsonSchema(folder, json);
  EXPECT_EQ(run.exit_status, 0) << run.out << run.err << json;
  EXPECT_THAT(json, Not(HasSubstr("navPlace\"")));
}

TEST(Edm, APanoramaOrModelThatIsNotThereIsLeftOutAndAllIsValid) {
  const TemporaryFolder folder;
  canonical::Record record = SampleRecord();
  record.assets.clear();
  const ProgramRun run =
      Xmllint(folder, "edm/EDM.xsd", Exported("edm", {record}).at("edm/chua-mau.rdf"));
  EXPECT_EQ(run.exit_status, 0) << run.err;
}

TEST(IiifScene, HoldsTheModelOfEachObject) {
  const Files files = Exported("iiif-scene", {SampleRecord(), BareRecord()});
  ASSERT_EQ(files.size(), 1U);
  const nlohmann::json json = nlohmann::json::parse(files.begin()->second);
  EXPECT_EQ(json["items"][0]["type"], "Scene");
  EXPECT_EQ(json["items"][0]["items"][0]["items"][0]["body"]["id"],
            "https://di-san.example/chua-mau/objects/bia-1/high.glb");
}

TEST(Jsonld, TellsTheSameInTwoVocabularies) {
  const Files files = Exported("jsonld", {SampleRecord()});
  ASSERT_EQ(files.size(), 3U);
  const nlohmann::json schema =
      nlohmann::json::parse(files.at("jsonld/chua-mau.schema-org.jsonld"));
  const nlohmann::json art = nlohmann::json::parse(files.at("jsonld/chua-mau.linked-art.jsonld"));
  EXPECT_EQ(schema["name"][0]["@value"], art["identified_by"][0]["content"]);
  EXPECT_EQ(schema["geo"]["latitude"], 21.0093);
  EXPECT_EQ(art["current_location"]["defined_by"], "POINT (105.8534 21.0093)");
  EXPECT_EQ(art["produced_by"]["timespan"]["begin_of_the_begin"], "1700-01-01T00:00:00Z");
}

TEST(Csv, CarriesZonesRestrictionsConditionInscriptionsAndWhatIsUnknown) {
  canonical::Record record = SampleRecord();
  record.objects[0].object_class = "national-treasure";
  record.objects[0].dating.unknown["text"] = {"chưa khảo cứu", "not studied", ""};
  const Files files = Exported("csv", {record, BareRecord()});
  EXPECT_THAT(
      files.at("csv/khu-vuc-bao-ve.csv"),
      HasSubstr("khu vực bảo vệ I,protection-1,1200.5,Trong tường bao,Inside the wall\r\n"));
  EXPECT_THAT(files.at("csv/minh-van.csv"),
              HasSubstr("後佛碑記,Hậu Phật bi ký,Bài ký bia hậu Phật"));
  const std::string& sites = files.at("csv/di-tich.csv");
  for (const char* kept :
       {"樣寺", "17XX", "Mái mới tu bổ", "Không chụp trong hậu cung", "part_of: chưa hỏi"}) {
    EXPECT_THAT(sites, HasSubstr(kept));
  }
  const std::string& objects = files.at("csv/hien-vat.csv");
  for (const char* kept : {"bảo vật quốc gia",
                           "national-treasure",
                           "保泰七年",
                           "1726~",
                           "dating.text: chưa khảo cứu"}) {
    EXPECT_THAT(objects, HasSubstr(kept));
  }
}

TEST(Xlsx, HasTheTablesOfCsvWithNumbersAsNumbers) {
  const Mapping mapping = *ReadMapping(BuiltInMapping("csv"), "csv");
  const std::vector<ExportTable> tables =
      RenderTables(mapping, {ViewOf(canonical::PublicView(SampleRecord()), {})}, {});
  ASSERT_EQ(tables.size(), 5U);
  EXPECT_EQ(tables[0].sheet, "Di tích");
  EXPECT_EQ(tables[3].sheet, "Minh văn");
  ASSERT_EQ(tables[3].rows.size(), 1U);
  EXPECT_EQ(tables[3].rows[0][3].text, "後佛碑記");
  const auto latitude = std::find_if(tables[0].columns.begin(),
                                     tables[0].columns.end(),
                                     [](const auto& column) { return column.heading == "Vĩ độ"; });
  ASSERT_NE(latitude, tables[0].columns.end());
  EXPECT_EQ(latitude->places, "site.location.wgs84.lat");
  EXPECT_EQ(tables[0].rows[0][static_cast<size_t>(latitude - tables[0].columns.begin())].number,
            21.0093);
}

// Every text of the record in a form that stands nowhere else, so that it can be looked for.
canonical::Record FullRecord() {
  using namespace canonical;
  const auto words = [](const std::string& name) {
    return Words{.vi = name + " chữ Việt", .en = name + " English", .lzh = ""};
  };
  const auto rights = [](const std::string& name) {
    return Rights{.holder = name + "-holder",
                  .statement = "http://creativecommons.org/licenses/by/4.0/" + name + "/",
                  .access = "public",
                  .credit = name + "-credit"};
  };
  Record record = SampleRecord();
  Site& site = record.site;
  site.name = {"s-name chữ Việt", "s-name English", "樣寺"};
  site.other_names = {{"s-other", "", ""}};
  site.rank = "special-national";
  site.registration = "s-registration";
  site.part_of = "s-larger";
  site.decision = {.number = "s-number", .date = "1962-04-28", .issuer = "s-issuer"};
  site.address = {.text = words("s-address"),
                  .hamlet = "s-hamlet",
                  .ward = "s-ward",
                  .former_ward = "s-oldward",
                  .former_district = "s-olddistrict",
                  .city = "s-city"};
  site.location = {.wgs84 = Wgs84{21.0093, 105.8534},
                   .vn2000 = Vn2000{2323451.125, 588711.25, "EPSG:3405"},
                   .given = "wgs84"};
  site.dating = {.edtf = "17XX", .text = words("s-dating"), .original = "保泰"};
  site.description = words("s-description");
  site.zones = {{.kind = "protection-1", .text = words("s-zone"), .area_m2 = 1207.5}};
  site.manager = {.name = words("s-manager")};
  site.condition = {.state = "good", .text = words("s-condition"), .date = "2019-03"};
  site.restrictions = words("s-restrictions");
  site.rights = rights("s-rights");
  Scene& scene = record.scenes[0];
  scene.name = words("c-name");
  scene.description = words("c-description");
  scene.location = {.wgs84 = Wgs84{21.0107, 105.8541}, .vn2000 = {}, .given = "wgs84"};
  scene.rights = rights("c-rights");
  Object& object = record.objects[0];
  object.name = words("o-name");
  object.description = words("o-description");
  object.registration = "o-registration";
  object.object_class = "national-treasure";
  object.kind = words("o-kind");
  object.material = words("o-material");
  object.technique = words("o-technique");
  object.dimensions = {.height_mm = 1201.5,
                       .width_mm = 702.5,
                       .depth_mm = 183.5,
                       .diameter_mm = 94.5,
                       .weight_kg = 305.5};
  object.dating = {.edtf = "1726~", .text = words("o-dating"), .original = "保泰七年"};
  object.condition = {.state = "good", .text = words("o-condition"), .date = "2020-06"};
  object.inscriptions = {{.original = "後佛碑記",
                          .transcription = "o-transcription",
                          .translation = words("o-translation"),
                          .place = "o-place"}};
  object.part_of = "bia-me";
  object.rights = rights("o-rights");
  record.objects.push_back(Object{.id = "bia-me", .name = words("p-name")});
  return record;
}

// The facts of FullRecord as they may stand in an export: one of the forms is enough.
using Forms = std::vector<std::string>;
const std::map<std::string, Forms>& FactsOfFullRecord() {
  static const std::map<std::string, Forms> facts = [] {
    std::map<std::string, Forms> made{
        {"site.name.lzh", {"樣寺"}},
        {"site.rank", {"cấp quốc gia đặc biệt", "special-national"}},
        {"site.decision.date", {"1962-04-28", "28 tháng 4 năm 1962"}},
        {"site.dating.edtf", {"17XX"}},
        {"site.dating.original", {"保泰\"", "保泰<", "保泰,"}},
        {"site.location.wgs84.lat", {"21.0093"}},
        {"site.location.wgs84.lon", {"105.8534"}},
        {"site.location.vn2000.x", {"2323451.125"}},
        {"site.location.vn2000.y", {"588711.25"}},
        {"site.location.vn2000.crs", {"EPSG:3405"}},
        {"site.zones.kind", {"khu vực bảo vệ I", "protection-1"}},
        {"site.zones.area_m2", {"1207.5", "1207,5"}},
        {"site.condition.state", {"tốt", "good"}},
        {"site.condition.date", {"2019-03", "tháng 3 năm 2019"}},
        {"object.class", {"bảo vật quốc gia", "national-treasure"}},
        {"object.dimensions.height_mm", {"1201.5", "1201,5"}},
        {"object.dimensions.width_mm", {"702.5", "702,5"}},
        {"object.dimensions.depth_mm", {"183.5", "183,5"}},
        {"object.dimensions.diameter_mm", {"94.5", "94,5"}},
        {"object.dimensions.weight_kg", {"305.5", "305,5"}},
        {"object.dating.edtf", {"1726~"}},
        {"object.dating.original", {"保泰七年"}},
        {"object.condition.date", {"2020-06", "tháng 6 năm 2020"}},
        {"object.inscriptions.original", {"後佛碑記"}},
        {"object.part_of", {"#bia-me", "bia-me"}},
        {"scene.location.wgs84.lat", {"21.0107"}},
        {"site.rights.statement", {"by/4.0/s-rights/"}},
        {"scene.rights.statement", {"by/4.0/c-rights/"}},
        {"object.rights.statement", {"by/4.0/o-rights/"}},
    };
    for (const char* text : {"s-name",
                             "s-address",
                             "s-dating",
                             "s-description",
                             "s-zone",
                             "s-manager",
                             "s-condition",
                             "s-restrictions",
                             "c-name",
                             "c-description",
                             "o-name",
                             "o-description",
                             "o-kind",
                             "o-material",
                             "o-technique",
                             "o-dating",
                             "o-condition",
                             "o-translation"}) {
      made[std::string(text) + ".vi"] = {std::string(text) + " chữ Việt"};
      made[std::string(text) + ".en"] = {std::string(text) + " English"};
    }
    for (const char* text : {"s-other",
                             "s-registration",
                             "s-larger",
                             "s-number",
                             "s-issuer",
                             "s-hamlet",
                             "s-ward",
                             "s-oldward",
                             "s-olddistrict",
                             "s-city",
                             "s-rights-holder",
                             "s-rights-credit",
                             "c-rights-holder",
                             "c-rights-credit",
                             "o-registration",
                             "o-transcription",
                             "o-place",
                             "o-rights-holder",
                             "o-rights-credit"}) {
      made[text] = {text};
    }
    return made;
  }();
  return facts;
}

// What a format has no place for, with the reason. Whatever is not named here must be there.
const std::map<std::string, std::set<std::string>>& FactsWithoutAPlace() {
  static const std::map<std::string, std::set<std::string>> none{
      // LIDO: the place of a panorama is none of the work's, and the rights of a site are those of
      // its
      // pictures, which carry their own.
      {"lido",
       {"scene.location.wgs84.lat", "s-rights-holder", "s-rights-credit", "site.rights.statement"}},
      // EDM: a WebResource has no place; the credit of a site belongs to its pictures.
      {"edm",
       {"scene.location.wgs84.lat",
        "s-rights-holder",
        "s-rights-credit",
        "s-manager.en",
        "o-place"}},
      // Simple Dublin Core describes sites and objects; panoramas are their views.
      {"oai",
       {"scene.location.wgs84.lat",
        "c-name.vi",
        "c-name.en",
        "c-description.vi",
        "c-description.en",
        "c-rights-holder",
        "c-rights-credit",
        "scene.rights.statement",
        "s-manager.en",
        "o-place"}},
      {"iiif", {}},
      // Models only: no panorama stands in a Scene.
      {"iiif-scene",
       {"scene.location.wgs84.lat",
        "c-name.vi",
        "c-name.en",
        "c-description.vi",
        "c-description.en",
        "c-rights-holder",
        "c-rights-credit",
        "scene.rights.statement"}},
      {"jsonld", {}},
      {"csv", {}},
  };
  return none;
}

TEST(Exports, CarryEveryFactThatTheyHaveAPlaceFor) {
  for (const std::string_view target : BuiltInTargets()) {
    std::string all;
    for (const auto& [path, text] : Exported(std::string(target), {FullRecord()})) {
      all += text;
    }
    const std::set<std::string>& without = FactsWithoutAPlace().at(std::string(target));
    for (const auto& [fact, forms] : FactsOfFullRecord()) {
      const bool there = std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
        return all.find(form) != std::string::npos;
      });
      EXPECT_EQ(there, without.count(fact) == 0) << target << " " << fact;
    }
  }
}

TEST(Exports, OfAFullRecordAreValid) {
  const TemporaryFolder folder;
  for (const auto& [target, schema] : {std::pair{"lido", "lido/lido-v1.1.xsd"},
                                       {"edm", "edm/EDM.xsd"},
                                       {"oai", "oai/oai-with-dc.xsd"}}) {
    for (const auto& [path, xml] : Exported(target, {FullRecord(), BareRecord()})) {
      if (path != "oai/static-repository.xml") {
        const ProgramRun run = Xmllint(folder, schema, xml);
        EXPECT_EQ(run.exit_status, 0) << path << run.err << xml;
      }
    }
  }
  for (const auto& [path, json] : Exported("iiif", {FullRecord()})) {
    const ProgramRun run = JsonSchema(folder, json);
    EXPECT_EQ(run.exit_status, 0) << path << run.out << run.err << json;
  }
}

// Each of these facts reaches every export that has a place for it.
TEST(Exports, CarryConditionRestrictionsZonesAndInscriptions) {
  const std::string lido = Exported("lido", {SampleRecord()}).at("lido/chua-mau.xml");
  const Files jsonld = Exported("jsonld", {SampleRecord()});
  for (const std::string& text : {lido,
                                  jsonld.at("jsonld/chua-mau.schema-org.jsonld"),
                                  jsonld.at("jsonld/chua-mau.linked-art.jsonld")}) {
    for (const char* kept :
         {"Trong tường bao", "protection-1", "Không chụp trong hậu cung", "tốt", "樣寺"}) {
      EXPECT_THAT(text, HasSubstr(kept));
    }
  }
  EXPECT_THAT(lido, HasSubstr("後佛碑記"));
  EXPECT_THAT(jsonld.at("jsonld/chua-mau.schema-org.jsonld"), HasSubstr("後佛碑記"));
  EXPECT_THAT(jsonld.at("jsonld/chua-mau.objects.linked-art.jsonld"), HasSubstr("後佛碑記"));
}

std::string StatementsScript() {
  return (fs::path(std::getenv("DISAN_SOURCE")) / "tests/formats/exchange/mapping/statements.py")
      .string();
}

// A processor that is not ours (PyLD) reads them offline. `terms` stands in for the published
// context, which no test may fetch: all names below one address.
nlohmann::json Statements(const TemporaryFolder& folder, const std::string& text) {
  EXPECT_FALSE(WriteFileAtomically(folder / "a.jsonld", text));
  const ProgramRun run =
      RunProgram("/usr/bin/python3", {StatementsScript(), (folder / "a.jsonld").string()});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  return nlohmann::json::parse(run.out, nullptr, false);
}

bool Says(const nlohmann::json& statements,
          const std::string& predicate,
          const std::string& object) {
  return std::any_of(statements.begin(), statements.end(), [&](const nlohmann::json& one) {
    return one[1] == predicate && one[2] == object;
  });
}

TEST(Jsonld, AProcessorReadsTheSameStatementsFromRecordAndExports) {
  const TemporaryFolder folder;
  const nlohmann::json record = Statements(folder, canonical::WriteRecord(SampleRecord()));
  EXPECT_TRUE(Says(record, "http://schema.org/name", "Chùa Mẫu & <Bạn>@vi"));
  EXPECT_TRUE(Says(record, "http://schema.org/name", "樣寺@lzh"));
  EXPECT_TRUE(Says(
      record, "http://purl.org/dc/terms/rights", "https://creativecommons.org/licenses/by/4.0/"));
  EXPECT_TRUE(Says(record, "urn:disan:ns:1:restrictions", "Không chụp trong hậu cung@vi"));
  EXPECT_TRUE(Says(record, "urn:disan:ns:1:edtf", "17XX"));
  const Files files = Exported("jsonld", {SampleRecord()});
  const nlohmann::json schema = Statements(folder, files.at("jsonld/chua-mau.schema-org.jsonld"));
  EXPECT_TRUE(Says(schema, "http://schema.org/name", "Chùa Mẫu & <Bạn>@vi"));
  EXPECT_TRUE(Says(schema, "http://schema.org/value", "後佛碑記@lzh"));
  EXPECT_TRUE(Says(schema,
                   "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                   "http://schema.org/LandmarksOrHistoricalBuildings"));
  const nlohmann::json art = Statements(folder, files.at("jsonld/chua-mau.linked-art.jsonld"));
  EXPECT_TRUE(Says(art, "https://linked.art/ns/terms/content", "Chùa Mẫu & <Bạn>"));
}

TEST(Jsonld, AProcessorRefusesABrokenContext) {
  const TemporaryFolder folder;
  const std::string record = canonical::WriteRecord(SampleRecord());
  const std::string broken =
      std::regex_replace(record, std::regex("\"@version\": *1.1"), "\"@version\": 7");
  ASSERT_NE(broken, record);
  EXPECT_FALSE(WriteFileAtomically(folder / "a.jsonld", broken));
  EXPECT_NE(RunProgram("/usr/bin/python3", {StatementsScript(), (folder / "a.jsonld").string()})
                .exit_status,
            0);
}

TEST(Exports, AgreeOnTitlesRanksAndCounts) {
  std::vector<canonical::Record> records;
  for (const char* id : {"a", "b", "c"}) {
    records.push_back(SampleRecord(id));
    records.back().site.name = {fmt::format("Chùa {}", id), fmt::format("Pagoda {}", id), ""};
  }
  records[1].site.rank = "special-national";
  const std::string csv = Exported("csv", records).at("csv/di-tich.csv");
  const Files lido = Exported("lido", records);
  const Files edm = Exported("edm", records);
  const std::string oai = Exported("oai", records).at("oai/ListRecords.xml");
  const Files jsonld = Exported("jsonld", records);
  const nlohmann::json iiif =
      nlohmann::json::parse(Exported("iiif", records).at("iiif/collection.json"));
  const auto times = [](const std::string& text, const std::string& what) {
    size_t count = 0;
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
      ++count;
    }
    return count;
  };
  const size_t works = records.size() * 2;  // each a site and an object
  EXPECT_EQ(times(oai, "<oai_dc:dc "), works);
  EXPECT_EQ(times(Exported("oai", records).at("oai/ListIdentifiers.xml"), "<header>"), works);
  EXPECT_EQ(times(Exported("oai", records).at("oai/static-repository.xml"), "<oai:record>"), works);
  EXPECT_EQ(times(lido.at("lido/a.xml"), "<lido:lido>"), 2U);
  EXPECT_EQ(times(edm.at("edm/a.rdf"), "<edm:ProvidedCHO "), 2U);
  EXPECT_EQ(lido.size(), records.size());
  EXPECT_EQ(edm.size(), records.size());
  EXPECT_EQ(iiif["items"].size(), records.size());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  for (size_t i = 0; i < records.size(); ++i) {
    const canonical::Site& site = records[i].site;
    const std::string rank = site.rank == "national" ? "cấp quốc gia" : "cấp quốc gia đặc biệt";
    const std::string& schema = jsonld.at("jsonld/" + site.id + ".schema-org.jsonld");
    for (const std::string& text : {lido.at("lido/" + site.id + ".xml"),
                                    edm.at("edm/" + site.id + ".rdf"),
                                    schema,
                                    oai,
                                    csv}) {
      EXPECT_THAT(text, HasSubstr(site.name.vi));
      EXPECT_THAT(text, HasSubstr(rank));
    }
    EXPECT_EQ(iiif["items"][i]["label"]["vi"][0], site.name.vi);
    EXPECT_EQ(nlohmann::json::parse(schema)["additionalProperty"][0]["value"], site.rank);
  }
}

TEST(Exports, OfASensitiveSiteHoldNeitherCoordinatesNorScenes) {
  canonical::Record record = SampleRecord();
  record.site.sensitive = true;
  for (const std::string_view target : BuiltInTargets()) {
    for (const auto& [path, text] : Exported(std::string(target), {record})) {
      for (const char* kept : {"21.0093", "105.8534", "san-truoc", "2323", "Sân trước"}) {
        EXPECT_THAT(text, Not(HasSubstr(kept))) << path;
      }
    }
  }
}

TEST(Exports, SurviveSpecialsControlCharactersAndMarksOfDirection) {
  canonical::Record record = SampleRecord();
  record.site.name.vi = "A <b> & \"c\" 'd' ]]> \x01\x08 \u202Eabc\u202C \uFFFE cuối";
  record.site.description.vi = "dòng 1\ndòng 2\t, \"phẩy\"; \x1f";
  const TemporaryFolder folder;
  EXPECT_EQ(
      Xmllint(folder, "lido/lido-v1.1.xsd", Exported("lido", {record}).at("lido/chua-mau.xml"))
          .exit_status,
      0);
  EXPECT_EQ(
      Xmllint(folder, "edm/EDM.xsd", Exported("edm", {record}).at("edm/chua-mau.rdf")).exit_status,
      0);
  EXPECT_EQ(
      Xmllint(folder, "oai/oai-with-dc.xsd", Exported("oai", {record}).at("oai/ListRecords.xml"))
          .exit_status,
      0);
  EXPECT_EQ(
      JsonSchema(folder, Exported("iiif", {record}).at("iiif/chua-mau/manifest.json")).exit_status,
      0);
}

TEST(Exports, GiveTheSameBytesEveryTime) {
  for (const std::string_view target : BuiltInTargets()) {
    EXPECT_EQ(Exported(std::string(target), {SampleRecord(), BareRecord()}),
              Exported(std::string(target), {SampleRecord(), BareRecord()}));
  }
}

}  // namespace
}  // namespace disan
