#include "formats/exchange/oai/oai_provider.h"

#include "formats/files/atomic_write.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using testing::RunProgram;
using testing::TemporaryFolder;

OaiRepository Repository(size_t records) {
  OaiRepository repository{.name = "disan",
                           .base_url = "http://127.0.0.1:8360/oai",
                           .admin_email = "a@b.vn",
                           .page = 10};
  for (size_t i = 0; i < records; ++i) {
    repository.records.push_back(
        {fmt::format("oai:disan:chua-{:03}", i),
         i < 15 ? "2026-05-10" : "2026-06-01",
         "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Chùa</dc:title></oai_dc:dc>"});
  }
  return repository;
}

std::string Answer(const OaiRepository& repository,
                   const std::map<std::string, std::string>& arguments) {
  const std::string xml = AnswerOai(repository, arguments, "2026-07-01T00:00:00Z");
  const TemporaryFolder folder;
  const auto schemas = std::filesystem::path(std::getenv("DISAN_SOURCE")) / "tests/golden/schemas";
  ::setenv("XML_CATALOG_FILES", (schemas / "catalog.xml").c_str(), 1);
  EXPECT_FALSE(WriteFileAtomically(folder / "a.xml", xml));
  const auto run = RunProgram("/usr/bin/xmllint",
                              {"--nonet",
                               "--noout",
                               "--schema",
                               (schemas / "oai/oai-with-dc.xsd").string(),
                               (folder / "a.xml").string()});
  EXPECT_EQ(run.exit_status, 0) << run.err << xml;
  return xml;
}

TEST(Oai, EveryVerbAnswersWithAValidResponse) {
  const OaiRepository repository = Repository(3);
  EXPECT_THAT(Answer(repository, {{"verb", "Identify"}}),
              HasSubstr("<earliestDatestamp>2026-05-10</earliestDatestamp>"));
  EXPECT_THAT(Answer(repository, {{"verb", "ListMetadataFormats"}}), HasSubstr("oai_dc"));
  EXPECT_THAT(Answer(repository,
                     {{"verb", "GetRecord"},
                      {"identifier", "oai:disan:chua-001"},
                      {"metadataPrefix", "oai_dc"}}),
              HasSubstr("<dc:title>Chùa</dc:title>"));
  EXPECT_THAT(Answer(repository, {{"verb", "ListIdentifiers"}, {"metadataPrefix", "oai_dc"}}),
              HasSubstr("chua-002"));
}

TEST(Oai, WhatIsWrongComesBackAsAnErrorOfTheProtocol) {
  const OaiRepository repository = Repository(3);
  const auto code = [&](const std::map<std::string, std::string>& arguments) {
    const std::string xml = Answer(repository, arguments);
    std::smatch parts;
    return std::regex_search(xml, parts, std::regex("code=\"([a-zA-Z]+)\"")) ? parts[1].str() : "";
  };
  EXPECT_EQ(code({}), "badVerb");
  EXPECT_EQ(code({{"verb", "Shout<&\">"}}), "badVerb");
  EXPECT_EQ(code({{"verb", "Identify"}, {"x", "y"}}), "badArgument");
  EXPECT_EQ(code({{"verb", "GetRecord"}}), "badArgument");
  EXPECT_EQ(code({{"verb", "GetRecord"}, {"identifier", "oai:x"}, {"metadataPrefix", "oai_dc"}}),
            "idDoesNotExist");
  EXPECT_EQ(code({{"verb", "ListRecords"}, {"metadataPrefix", "marc21"}}),
            "cannotDisseminateFormat");
  EXPECT_EQ(code({{"verb", "ListRecords"}, {"metadataPrefix", "oai_dc"}, {"from", "yesterday"}}),
            "badArgument");
  EXPECT_EQ(code({{"verb", "ListRecords"}, {"metadataPrefix", "oai_dc"}, {"from", "2027-01-01"}}),
            "noRecordsMatch");
  EXPECT_EQ(code({{"verb", "ListRecords"}, {"resumptionToken", "9_9_9_9"}}), "badResumptionToken");
  EXPECT_EQ(code({{"verb", "ListSets"}}), "noSetHierarchy");
}

TEST(Oai, TokensLeadThroughTheWholeListOnce) {
  const OaiRepository repository = Repository(35);
  std::map<std::string, std::string> arguments{
      {"verb", "ListRecords"}, {"metadataPrefix", "oai_dc"}, {"from", "2026-05-11"}};
  std::string all;
  int pages = 0;
  for (std::smatch parts;; ++pages) {
    const std::string xml = Answer(repository, arguments);
    all += xml;
    if (pages > 5 || !std::regex_search(xml, parts, std::regex(">([0-9_-]+)</resumptionToken>"))) {
      break;
    }
    arguments = {{"verb", "ListRecords"}, {"resumptionToken", parts[1]}};
  }
  EXPECT_EQ(pages, 1);  // 20 records in two pages
  for (int i = 15; i < 35; ++i) {
    const std::string id = fmt::format("<identifier>oai:disan:chua-{:03}</identifier>", i);
    const size_t at = all.find(id);
    EXPECT_NE(at, std::string::npos) << id;
    EXPECT_EQ(all.find(id, at + 1), std::string::npos) << id;
  }
}

TEST(Oai, ATokenOfAnotherStateIsRefused) {
  const std::string xml =
      Answer(Repository(30), {{"verb", "ListRecords"}, {"resumptionToken", "10_35__"}});
  EXPECT_THAT(xml, HasSubstr("badResumptionToken"));
}

}  // namespace
}  // namespace disan
