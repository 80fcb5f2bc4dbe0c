// A ZIP file in memory, and the smallest workbook around one sheet.
#pragma once

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <zip.h>

namespace disan::testing {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

inline std::string ZipArchive(const ZipParts& parts, bool packed = true) {
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(target);
  zip_t* zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
    const auto index = static_cast<zip_uint64_t>(zip_file_add(zip, name.c_str(), source, 0));
    zip_set_file_compression(zip, index, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  zip_close(zip);
  zip_stat_t stat;
  zip_source_stat(target, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(target);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

struct SmallWorkbook {
  std::string sheet_data;  // what stands in <sheetData>
  std::string after;       // after it: <mergeCells>...
  std::string strings;     // <si>...</si>
  std::string styles;      // inside <styleSheet>
  std::string workbook;    // before <sheets>: <workbookPr date1904="1"/>
  std::string relations;   // more of the workbook's
  ZipParts parts;          // more parts
};

inline ZipParts PartsOf(const SmallWorkbook& small) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string package = "http://schemas.openxmlformats.org/package/2006/relationships";
  ZipParts parts{
      {"[Content_Types].xml", head + "<Types/>"},
      {"_rels/.rels",
       head + "<Relationships xmlns=\"" + package + "\"><Relationship Id=\"a\" Type=\"" + doc +
           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml",
       head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + doc + "\">" + small.workbook +
           "<sheets><sheet name=\"Di tích\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       head + "<Relationships><Relationship Id=\"r1\" Type=\"" + doc +
           "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" + doc +
           "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"" + doc +
           "/styles\" Target=\"styles.xml\"/>" + small.relations + "</Relationships>"},
      {"xl/sharedStrings.xml", head + "<sst xmlns=\"" + main + "\">" + small.strings + "</sst>"},
      {"xl/styles.xml", head + "<styleSheet>" + small.styles + "</styleSheet>"},
      {"xl/worksheets/sheet1.xml",
       head + "<worksheet xmlns=\"" + main + "\"><sheetData>" + small.sheet_data + "</sheetData>" +
           small.after + "</worksheet>"},
  };
  parts.insert(parts.end(), small.parts.begin(), small.parts.end());
  return parts;
}

inline std::string Xlsx(const SmallWorkbook& small) {
  return ZipArchive(PartsOf(small));
}

}  // namespace disan::testing
