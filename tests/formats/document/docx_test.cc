#include "formats/document/docx.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pugixml.hpp>
#include <zip.h>

namespace disan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Document Sample() {
  Document document{.title = "Báo cáo <A> & B", .blocks = {}};
  document.blocks.push_back(
      {.paragraph = {.runs = {{.text = "Chữ <đậm> & \x01nghiêng\ndòng hai", .bold = true}}},
       .table = {}});
  document.blocks.push_back({.paragraph = {},
                             .table = {.widths_cm = {3, 4},
                                       .rows = {{{.paragraphs = {{.runs = {{.text = "ô"}}}}}, {}}},
                                       .heading_row = true}});
  return document;
}

std::string Part(const std::string& bytes, const char* name) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  zip_stat_t stat;
  std::string content;
  if (zip != nullptr && zip_stat(zip, name, 0, &stat) == 0) {
    content.resize(stat.size);
    zip_file_t* file = zip_fopen(zip, name, 0);
    zip_fread(file, content.data(), content.size());
    zip_fclose(file);
  }
  zip_discard(zip);
  return content;
}

TEST(Docx, HoldsPartsThatAreAllWellFormed) {
  const Result<std::string> bytes = WriteDocx(Sample());
  ASSERT_TRUE(bytes.ok());
  for (const char* part : {"[Content_Types].xml",
                           "_rels/.rels",
                           "docProps/core.xml",
                           "word/document.xml",
                           "word/_rels/document.xml.rels",
                           "word/styles.xml",
                           "word/settings.xml",
                           "word/header1.xml"}) {
    const std::string content = Part(*bytes, part);
    pugi::xml_document xml;
    EXPECT_TRUE(xml.load_string(content.c_str())) << part << ": " << content;
  }
}

TEST(Docx, KeepsTextAsText) {
  const std::string xml = Part(*WriteDocx(Sample()), "word/document.xml");
  EXPECT_THAT(xml, HasSubstr("Chữ &lt;đậm&gt; &amp; nghiêng"));
  EXPECT_THAT(xml, HasSubstr("<w:br/>"));
  EXPECT_THAT(xml, HasSubstr("w:tblHeader"));
  EXPECT_THAT(xml, Not(HasSubstr("\x01")));
}

TEST(Docx, NumbersTheAnnexFromOneOnAPageOfItsOwn) {
  Document document = Sample();
  const auto sections = [&] {
    const std::string xml = Part(*WriteDocx(document), "word/document.xml");
    size_t count = 0;
    for (size_t at = xml.find("<w:pgNumType w:start=\"1\"/>"); at != std::string::npos;
         at = xml.find("<w:pgNumType w:start=\"1\"/>", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(sections(), 1U);
  document.blocks.push_back(
      {.paragraph = {.runs = {{.text = "Phụ lục"}}, .new_part = true}, .table = {}});
  EXPECT_EQ(sections(), 2U);
}

TEST(Docx, GivesTheSameBytesAgain) {
  EXPECT_EQ(*WriteDocx(Sample()), *WriteDocx(Sample()));
}

}  // namespace
}  // namespace disan
