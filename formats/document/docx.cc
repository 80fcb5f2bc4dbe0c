#include "formats/document/docx.h"

#include "formats/document/docx_body.h"
#include "formats/document/zip_write.h"
#include "formats/language/unicode.h"
#include "formats/language/workbook_messages.h"

#include <pugixml.hpp>

namespace disan {
namespace {

constexpr char kHead[] = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";

constexpr char kTypes[] =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>)"
    R"(<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>)"
    R"(<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>)";

constexpr char kRelations[] =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>)";

constexpr char kDocumentRelations[] =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rIdSettings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>)"
    R"(<Relationship Id="rIdHeader" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>)";

constexpr char kStyles[] =
    R"(<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>)"
    R"(<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>)"
    R"(<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>)"
    R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>)";

constexpr char kSettings[] =
    R"(<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat>)"
    R"(<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>)";

// The number of the page, in the middle of the upper margin.
constexpr char kHeader[] =
    R"(<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>)"
    R"(<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>)"
    R"(<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>)"
    R"(<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r>)"
    R"(<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r>)"
    R"(<w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>)";

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '&'                               ? "&amp;"
               : c == '<'                             ? "&lt;"
               : static_cast<unsigned char>(c) < 0x20 ? " "
                                                      : std::string(1, c);
  }
  return escaped;
}

std::string Core(const std::string& title) {
  return std::string(kHead) +
         R"(<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>)" +
         Escaped(IsValidUtf8(title) ? title : "") +
         "</dc:title><dc:creator>disan</dc:creator></cp:coreProperties>";
}

}  // namespace

Result<std::string> WriteDocx(const Document& document) {
  const std::string head = kHead;
  std::string bytes = ZipOf({{"[Content_Types].xml", head + kTypes},
                             {"_rels/.rels", head + kRelations},
                             {"docProps/core.xml", Core(document.title)},
                             {"word/document.xml", DocumentXml(document)},
                             {"word/_rels/document.xml.rels", head + kDocumentRelations},
                             {"word/styles.xml", head + kStyles},
                             {"word/settings.xml", head + kSettings},
                             {"word/header1.xml", head + kHeader}});
  if (bytes.empty()) {
    return Result<std::string>::Failed(
        {.what = Say(messages::kWorkbookCannotWrite, fmt::arg("reason", "libzip")),
         .remedy = Say(messages::kWorkbookCannotWriteRemedy)});
  }
  return Result<std::string>::Of(std::move(bytes));
}

}  // namespace disan
