#include "formats/workbook/read_xlsx.h"

#include "formats/language/unicode.h"
#include "formats/language/workbook_messages.h"
#include "formats/workbook/cell_format.h"
#include "formats/workbook/xlsx_cells.h"

#include <map>

namespace disan {
namespace {

constexpr std::string_view kOleMagic("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
constexpr std::string_view kZipMagic("PK\x03\x04", 4);

using Rejection = std::optional<Diagnostic>;

Diagnostic Rejected(const std::string& file, const Message& what, const Message& remedy) {
  return {.file = file, .what = Say(what), .remedy = Say(remedy)};
}

// The name of a stream in an OLE file: two bytes a letter.
bool HoldsWideName(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) {
    wide += c;
    wide += '\0';
  }
  return bytes.find(wide) != std::string_view::npos;
}

Rejection RejectByMagic(std::string_view bytes, const std::string& file) {
  if (bytes.empty()) {
    return Rejected(file, messages::kWorkbookEmpty, messages::kWorkbookBrokenRemedy);
  }
  if (bytes.substr(0, 8) == kOleMagic) {
    return HoldsWideName(bytes, "EncryptedPackage")
               ? Rejected(file, messages::kWorkbookEncrypted, messages::kWorkbookEncryptedRemedy)
               : Rejected(file, messages::kWorkbookOld, messages::kWorkbookSaveAsRemedy);
  }
  if (bytes.substr(0, 4) != kZipMagic) {
    return Rejected(file, messages::kWorkbookForeign, messages::kWorkbookSaveAsRemedy);
  }
  return std::nullopt;
}

Rejection RejectByParts(XlsxPackage& package, const std::string& file) {
  if (package.Has("xl/workbook.bin")) {
    return Rejected(file, messages::kWorkbookBinary, messages::kWorkbookSaveAsRemedy);
  }
  if (package.Has("content.xml") && package.Has("mimetype")) {
    return Rejected(file, messages::kWorkbookOpenDocument, messages::kWorkbookSaveAsRemedy);
  }
  if (!package.Has("[Content_Types].xml") && !package.Has("_rels/.rels")) {
    return Rejected(file, messages::kWorkbookForeign, messages::kWorkbookSaveAsRemedy);
  }
  return std::nullopt;
}

// "xl/worksheets/sheet1.xml" for "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" in "xl/".
std::string PartPath(const std::string& folder, std::string_view target) {
  if (!target.empty() && target.front() == '/') {
    return std::string(target.substr(1));
  }
  std::string path = folder;
  while (target.substr(0, 3) == "../") {
    target.remove_prefix(3);
    path.resize(path.size() < 2 ? 0 : path.size() - 1);
    path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
  }
  return path + std::string(target);
}

struct Relation {
  std::string type;  // the last word of its URI: "worksheet"
  std::string target;
  bool external = false;
};

class Reader {
 public:
  Reader(XlsxPackage& package, const std::string& file, const XlsxLimits& limits)
      : package_(package), file_(file), budget_{limits.cells, limits.text_bytes} {}

  Result<Workbook> Read() {
    const std::string path = WorkbookPath();
    pugi::xml_document document;
    if (!Parse(path, document)) {
      return Result<Workbook>::Failed(std::move(said_));
    }
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const auto relations = Relations(folder + "_rels/" + path.substr(folder.size()) + ".rels");
    const pugi::xml_node root = document.document_element();
    const std::string_view dates = AttributeNamed(ChildNamed(root, "workbookPr"), "date1904");
    shared_.counts_from_1904 = dates == "1" || dates == "true";
    Note(relations);
    if (!ReadShared(folder, relations)) {
      return Result<Workbook>::Failed(std::move(said_));
    }
    Workbook workbook;
    for (const pugi::xml_node& node : ChildNamed(root, "sheets").children()) {
      const auto relation = relations.find(AttributeNamed(node, "id"));
      if (relation == relations.end() || relation->second.type != "worksheet") {
        continue;  // a sheet that is only a chart or a macro
      }
      Sheet sheet{.name = ToNfc(AttributeNamed(node, "name")),
                  .hidden = AttributeNamed(node, "state").substr(0, 4) == "hidd" ||
                            AttributeNamed(node, "state").substr(0, 4) == "very",
                  .rows = {},
                  .merged = {}};
      if (!ReadSheet(PartPath(folder, relation->second.target), sheet)) {
        return Result<Workbook>::Failed(std::move(said_));
      }
      workbook.sheets.push_back(std::move(sheet));
    }
    return {std::move(workbook), std::move(said_)};
  }

 private:
  using RelationTable = std::map<std::string, Relation, std::less<>>;

  bool Parse(const std::string& part, pugi::xml_document& document) {
    Result<std::string> bytes = package_.Read(part);
    if (!bytes) {
      said_.insert(said_.end(), bytes.diagnostics.begin(), bytes.diagnostics.end());
      return false;
    }
    constexpr unsigned kOptions =
        (pugi::parse_default | pugi::parse_ws_pcdata_single) & ~pugi::parse_wconv_attribute;
    const pugi::xml_parse_result parsed =
        document.load_buffer(bytes->data(), bytes->size(), kOptions);
    if (!parsed) {
      said_.push_back({.file = file_,
                       .place = part,
                       .what = Say(messages::kWorkbookPartBroken, fmt::arg("part", part)),
                       .remedy = Say(messages::kWorkbookBrokenRemedy)});
    }
    return static_cast<bool>(parsed);
  }

  RelationTable Relations(const std::string& part) {
    RelationTable table;
    pugi::xml_document document;
    if (!package_.Has(part) || !Parse(part, document)) {
      return table;
    }
    for (const pugi::xml_node& node : document.document_element().children()) {
      const std::string_view type = AttributeNamed(node, "Type");
      table.emplace(AttributeNamed(node, "Id"),
                    Relation{.type = std::string(type.substr(type.rfind('/') + 1)),
                             .target = std::string(AttributeNamed(node, "Target")),
                             .external = AttributeNamed(node, "TargetMode") == "External"});
    }
    return table;
  }

  std::string WorkbookPath() {
    for (const auto& [id, relation] : Relations("_rels/.rels")) {
      if (relation.type == "officeDocument" && !relation.external) {
        return PartPath("", relation.target);
      }
    }
    return "xl/workbook.xml";
  }

  void Note(const RelationTable& relations) {
    bool macros = false;
    bool links = false;
    for (const auto& [id, relation] : relations) {
      macros = macros || relation.type == "vbaProject" || relation.type == "xlMacrosheet";
      links = links || relation.type == "externalLink" || relation.external;
    }
    const auto note = [&](const Message& what) {
      said_.push_back(
          {.severity = Severity::kInfo, .file = file_, .what = Say(what), .remedy = {}});
    };
    if (macros) {
      note(messages::kWorkbookMacros);
    }
    if (links) {
      note(messages::kWorkbookLinks);
    }
  }

  bool ReadShared(const std::string& folder, const RelationTable& relations) {
    for (const auto& [id, relation] : relations) {
      const std::string part = PartPath(folder, relation.target);
      pugi::xml_document document;
      if (relation.external || (relation.type != "sharedStrings" && relation.type != "styles")) {
        continue;
      }
      if (!Parse(part, document)) {
        return false;
      }
      relation.type == "styles" ? ReadStyles(document.document_element())
                                : ReadStrings(document.document_element());
    }
    return true;
  }

  void ReadStrings(const pugi::xml_node& root) {
    for (const pugi::xml_node& node : root.children()) {
      if (LocalName(node) == "si") {
        shared_.strings.push_back(TextOfString(node));
      }
    }
  }

  void ReadStyles(const pugi::xml_node& root) {
    std::map<int, std::string_view> codes;
    for (const pugi::xml_node& node : ChildNamed(root, "numFmts").children()) {
      codes[IntegerOf(AttributeNamed(node, "numFmtId"), -1)] = AttributeNamed(node, "formatCode");
    }
    for (const pugi::xml_node& node : ChildNamed(root, "cellXfs").children()) {
      const int number = IntegerOf(AttributeNamed(node, "numFmtId"), 0);
      const auto code = codes.find(number);
      shared_.date_styles.push_back(
          IsDateFormat(number, code == codes.end() ? std::string_view() : code->second));
    }
  }

  bool ReadSheet(const std::string& part, Sheet& sheet) {
    pugi::xml_document document;
    if (!Parse(part, document)) {
      return false;
    }
    if (!ReadSheetCells(document.document_element(), shared_, sheet, budget_)) {
      said_.push_back(
          Rejected(file_, messages::kWorkbookTooManyCells, messages::kWorkbookExplodesRemedy));
      return false;
    }
    return true;
  }

  XlsxPackage& package_;
  const std::string& file_;
  SheetBudget budget_;
  XlsxShared shared_;
  std::vector<Diagnostic> said_;
};

}  // namespace

Result<Workbook> ReadXlsx(std::string_view bytes,
                          const std::string& file,
                          const XlsxLimits& limits) {
  if (const Rejection rejection = RejectByMagic(bytes, file)) {
    return Result<Workbook>::Failed(*rejection);
  }
  Result<XlsxPackage> package = XlsxPackage::Open(bytes, file, limits);
  if (!package) {
    return Result<Workbook>::Failed(std::move(package.diagnostics));
  }
  if (const Rejection rejection = RejectByParts(*package, file)) {
    return Result<Workbook>::Failed(*rejection);
  }
  return Reader(*package, file, limits).Read();
}

}  // namespace disan
