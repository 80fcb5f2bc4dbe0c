#include "formats/exchange/mapping/mapping.h"

#include "formats/exchange/mapping/render.h"
#include "tests/formats/record/canonical/sample_record.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::SampleRecord;

std::map<std::string, std::string> Rendered(const std::string& yaml,
                                            const std::vector<canonical::Record>& records) {
  const Result<Mapping> mapping = ReadMapping(yaml, "m.yaml");
  EXPECT_TRUE(mapping);
  for (const Diagnostic& said : mapping.diagnostics) {
    ADD_FAILURE() << Line(said, Language::kEnglish);
  }
  std::vector<nlohmann::json> views;
  for (const canonical::Record& record : records) {
    views.push_back(ViewOf(record, {}));
  }
  std::map<std::string, std::string> files;
  if (mapping) {
    Render(*mapping, views, {}, [&](ExportFile file) { files[file.path] = file.bytes; });
  }
  return files;
}

std::string Xml(const std::string& root, const canonical::Record& record) {
  return Rendered(
      "target: t\ndocuments:\n  - file: \"{r.site.id}.xml\"\n    each: r\n    format: xml\n"
      "    root:\n" +
          root,
      {record})["chua-mau.xml"];
}

std::vector<Diagnostic> Faults(const std::string& yaml) {
  const Result<Mapping> mapping = ReadMapping(yaml, "m.yaml");
  EXPECT_FALSE(mapping);
  return mapping.diagnostics;
}

TEST(Mapping, FillsElementsAndEscapesTexts) {
  const std::string xml =
      Xml("      - a: {\"@lang\": vi, $text: \"{site.name.vi}\"}\n", SampleRecord());
  EXPECT_THAT(xml, HasSubstr("<a lang=\"vi\">Chùa Mẫu &amp; &lt;Bạn&gt;</a>"));
}

TEST(Mapping, WhatFindsNothingIsLeftOutWithWhatIsRoundIt) {
  const std::string xml =
      Xml("      - a:\n"
          "          - b: \"{site.id}\"\n"
          "          - c:\n"
          "              - type: constant\n"
          "              - d: \"{site.part_of}\"\n"
          "          - e: \"{site.id} {site.part_of}\"\n"
          "          - f: {\"@x\": \"{site.part_of}\", $text: \"{site.rank}\"}\n",
          SampleRecord());
  EXPECT_THAT(xml, HasSubstr("<b>chua-mau</b>"));
  EXPECT_THAT(xml, Not(HasSubstr("<c>")));
  EXPECT_THAT(xml, Not(HasSubstr("<e>")));
  EXPECT_THAT(xml, HasSubstr("<f>national</f>"));
}

TEST(Mapping, TheFirstAlternativeThatIsThereCounts) {
  const std::string xml =
      Xml("      - a:\n"
          "          - b: \"{site.part_of ?? site.registration ?? 'none'}\"\n"
          "          - c: \"{site.part_of ?? 'none'}\"\n",
          SampleRecord());
  EXPECT_THAT(xml, HasSubstr("<b>HN-001</b>"));
  EXPECT_THAT(xml, HasSubstr("<c>none</c>"));
}

TEST(Mapping, WalksListsAndLanguages) {
  const std::string xml =
      Xml("      - a:\n"
          "          - o:\n"
          "              $each: object in objects\n"
          "              $children:\n"
          "                - n: {$each: w in object.name|languages, \"@l\": \"{w.lang}\", $text: "
          "\"{w.text}\"}\n"
          "                - k: \"{object.class|class.en}\"\n",
          SampleRecord());
  EXPECT_THAT(xml, HasSubstr("<n l=\"vi\">Bia hậu Phật</n>"));
  EXPECT_THAT(xml, HasSubstr("<n l=\"en\">Stele</n>"));
  EXPECT_THAT(xml, HasSubstr("<k>antiquity</k>"));
}

TEST(Mapping, NumbersStayNumbersInJson) {
  const auto files = Rendered(
      "target: t\ndocuments:\n  - file: a.json\n    each: r\n    format: json\n    root:\n"
      "      lat: \"{site.location.wgs84.lat}\"\n      no: \"{site.part_of}\"\n      text: \"12\"\n"
      "      number: 12\n",
      {SampleRecord()});
  const nlohmann::json json = nlohmann::json::parse(files.at("a.json"));
  EXPECT_EQ(json, (nlohmann::json{{"lat", 21.0093}, {"text", "12"}, {"number", 12}}));
}

TEST(Mapping, ACitysOwnTableNeedsNoCode) {
  const auto files = Rendered(
      "target: ha-noi\nwords:\n  rank: {national: {ma: QG}}\ndocuments:\n"
      "  - file: bang.csv\n    format: csv\n    dictionary: td.csv\n    rows: r in records\n    "
      "columns:\n"
      "      - {heading: Mã, value: \"{site.id}\", vi: mã, en: id}\n"
      "      - {heading: Hạng, value: \"{site.rank|rank.ma}\", vi: hạng, en: rank}\n",
      {SampleRecord("a"), SampleRecord("b")});
  EXPECT_EQ(files.at("bang.csv"), "\xEF\xBB\xBFMã,Hạng\r\na,QG\r\nb,QG\r\n");
  EXPECT_THAT(files.at("td.csv"), HasSubstr("Hạng,hạng,rank,site.rank"));
}

TEST(Mapping, RowsMayWalkAListInsideAnother) {
  canonical::Record bare = SampleRecord("b");
  bare.objects[0].inscriptions.clear();
  const auto files = Rendered(
      "target: t\ndocuments:\n  - file: a.csv\n    format: csv\n"
      "    rows: o in records.objects, line in o.inscriptions\n    columns:\n"
      "      - {heading: A, value: \"{site.id}\"}\n"
      "      - {heading: B, value: \"{o.id}\"}\n"
      "      - {heading: C, value: \"{line.original}\"}\n",
      {SampleRecord("a"), bare});
  EXPECT_EQ(files.at("a.csv"),
            "\xEF\xBB\xBF"
            "A,B,C\r\na,bia-1,後佛碑記\r\n");
}

TEST(Mapping, ATextIsNoFormulaForASpreadsheet) {
  canonical::Record record = SampleRecord();
  record.site.name.vi = "=HYPERLINK(\"http://x\")";
  record.site.registration = "-12.5";
  const auto files = Rendered(
      "target: t\ndocuments:\n  - file: a.csv\n    format: csv\n    rows: r in records\n    "
      "columns:\n"
      "      - {heading: A, value: \"{site.name.vi}\"}\n"
      "      - {heading: B, value: \"{site.registration}\"}\n",
      {record});
  EXPECT_THAT(files.at("a.csv"), HasSubstr("\"'=HYPERLINK(\"\"http://x\"\")\",-12.5\r\n"));
}

TEST(Mapping, NamesEveryFaultWithItsLineAndTheNearestPlace) {
  const std::vector<Diagnostic> faults = Faults(
      "target: t\ndocuments:\n  - file: a.xml\n    each: r\n    format: xml\n    root:\n"
      "      - a:\n"
      "          - b: \"{site.nam.vi}\"\n"
      "          - c: \"{site.id|shout}\"\n"
      "          - $use: nothing\n"
      "          - d: {$eech: x in y}\n"
      "          - e: \"{site.id\"\n");
  ASSERT_EQ(faults.size(), 5U);
  std::map<int, std::string> by_line;
  for (const Diagnostic& fault : faults) {
    by_line[fault.line] = fault.what.en + " " + fault.remedy.en;
  }
  EXPECT_THAT(by_line[8], HasSubstr("site.name.vi"));
  EXPECT_THAT(by_line[9], HasSubstr("shout"));
  EXPECT_THAT(by_line[11], HasSubstr("$eech"));
}

TEST(Mapping, PartsThatUseOneAnotherInACircleAreRefused) {
  EXPECT_FALSE(
      ReadMapping("target: t\nparts:\n  p:\n    - $use: p\ndocuments:\n  - file: a.xml\n    "
                  "each: r\n    format: xml\n    root:\n      - a:\n          - $use: p\n",
                  "m.yaml"));
}

TEST(Mapping, CutShortAnywhereItIsNoCrash) {
  const std::string_view whole = BuiltInMapping("oai");
  for (size_t length = 0; length < whole.size(); length += 53) {
    ReadMapping(whole.substr(0, length), "m.yaml");
  }
}

TEST(Mapping, TheBuiltInOnesAreRead) {
  EXPECT_GE(BuiltInTargets().size(), 7U);
  for (const std::string_view target : BuiltInTargets()) {
    const Result<Mapping> mapping = ReadMapping(BuiltInMapping(target), std::string(target));
    EXPECT_TRUE(mapping) << target;
    for (const Diagnostic& said : mapping.diagnostics) {
      ADD_FAILURE() << Line(said, Language::kEnglish);
    }
  }
}

TEST(Years, AreReadFromEdtf) {
  EXPECT_EQ(YearsOf("17XX").first, "1700");
  EXPECT_EQ(YearsOf("17XX").last, "1799");
  EXPECT_EQ(YearsOf("1726~").last, "1726");
  EXPECT_EQ(YearsOf("1720/1729").last, "1729");
  EXPECT_EQ(YearsOf("1720/..").first, "");
  EXPECT_EQ(YearsOf("").first, "");
}

}  // namespace
}  // namespace disan
