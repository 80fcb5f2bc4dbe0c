#include "formats/mesh/ply_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace disan {
namespace {

constexpr size_t kHeaderLimitBytes = size_t{1} << 20;

struct TypeName {
  std::string_view name;
  PlyType type;
};
constexpr std::array kTypeNames = {
    TypeName{"char", PlyType::kInt8},
    TypeName{"int8", PlyType::kInt8},
    TypeName{"uchar", PlyType::kUint8},
    TypeName{"uint8", PlyType::kUint8},
    TypeName{"short", PlyType::kInt16},
    TypeName{"int16", PlyType::kInt16},
    TypeName{"ushort", PlyType::kUint16},
    TypeName{"uint16", PlyType::kUint16},
    TypeName{"int", PlyType::kInt32},
    TypeName{"int32", PlyType::kInt32},
    TypeName{"uint", PlyType::kUint32},
    TypeName{"uint32", PlyType::kUint32},
    TypeName{"float", PlyType::kFloat32},
    TypeName{"float32", PlyType::kFloat32},
    TypeName{"double", PlyType::kFloat64},
    TypeName{"float64", PlyType::kFloat64},
};

std::optional<PlyType> FindType(std::string_view name) {
  const auto* found = std::find_if(
      kTypeNames.begin(), kTypeNames.end(), [&](const TypeName& t) { return t.name == name; });
  return found == kTypeNames.end() ? std::nullopt : std::optional(found->type);
}

std::string_view NextWord(std::string_view& line) {
  const size_t start = std::min(line.find_first_not_of(" \t"), line.size());
  const size_t end = std::min(line.find_first_of(" \t", start), line.size());
  const std::string_view word = line.substr(start, end - start);
  line.remove_prefix(end);
  return word;
}

std::string_view Trimmed(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t");
  const size_t end = text.find_last_not_of(" \t");
  return start == std::string_view::npos ? "" : text.substr(start, end - start + 1);
}

class HeaderParser {
 public:
  // False when the line is wrong.
  bool Take(std::string_view line) {
    const std::string_view keyword = NextWord(line);
    if (keyword == "format") {
      return TakeFormat(NextWord(line));
    }
    if (keyword == "element") {
      return TakeElement(line);
    }
    if (keyword == "property") {
      return TakeProperty(line);
    }
    if (keyword == "comment" && NextWord(line) == "TextureFile") {
      header.texture_files.emplace_back(Trimmed(line));
    }
    return keyword == "comment" || keyword == "obj_info" || keyword == "ply" || keyword.empty();
  }

  PlyHeader header;
  bool has_format = false;

 private:
  bool TakeFormat(std::string_view word) {
    has_format = true;
    header.encoding = word == "binary_little_endian" ? PlyEncoding::kLittleEndian
                      : word == "binary_big_endian"  ? PlyEncoding::kBigEndian
                                                     : PlyEncoding::kAscii;
    return header.encoding != PlyEncoding::kAscii || word == "ascii";
  }
  bool TakeElement(std::string_view line) {
    PlyElement element{.name = std::string(NextWord(line))};
    const std::string_view count = NextWord(line);
    const auto [end, error] =
        std::from_chars(count.data(), count.data() + count.size(), element.count);
    const bool is_read = element.name == "vertex" || element.name == "face";
    if (is_read && header.Find(element.name) != nullptr) {
      return false;  // two lists of vertices: which colours are whose?
    }
    header.elements.push_back(std::move(element));
    return error == std::errc() && end == count.data() + count.size();
  }
  bool TakeProperty(std::string_view line) {
    if (header.elements.empty()) {
      return false;
    }
    PlyProperty property;
    std::string_view word = NextWord(line);
    if (word == "list") {
      const std::optional<PlyType> count_type = FindType(NextWord(line));
      if (!count_type || *count_type >= PlyType::kFloat32) {
        return false;
      }
      property.is_list = true;
      property.count_type = *count_type;
      word = NextWord(line);
    }
    const std::optional<PlyType> type = FindType(word);
    property.name = NextWord(line);
    property.type = type.value_or(PlyType::kFloat32);
    header.elements.back().properties.push_back(property);
    return type.has_value() && !property.name.empty();
  }
};

std::optional<Diagnostic> CheckCounts(const PlyHeader& header,
                                      std::string_view bytes,
                                      const MeshSource& source) {
  uint64_t left = bytes.size() - header.body_offset + 1;  // the last line may lack its end
  for (const PlyElement& element : header.elements) {
    const uint64_t row = element.LeastRowBytes(header.encoding);
    if (row == 0 && element.count > 0) {
      return MeshMalformed(source, "element " + element.name);
    }
    if (row != 0 && element.count > left / row) {
      return MeshTruncated(source);
    }
    left -= row * element.count;
    if (element.count > UINT32_MAX) {
      return MeshFault(source,
                       messages::kMeshTooLarge,
                       messages::kMeshTooLargeRemedy,
                       fmt::arg("count", element.count));
    }
  }
  return std::nullopt;
}

}  // namespace

size_t PlySize(PlyType type) {
  constexpr std::array<size_t, 8> kSizes = {1, 1, 2, 2, 4, 4, 4, 8};
  return kSizes.at(static_cast<size_t>(type));
}

int PlyElement::Find(std::initializer_list<std::string_view> names) const {
  for (const std::string_view wanted : names) {
    for (size_t i = 0; i < properties.size(); ++i) {
      if (properties[i].name == wanted) {
        return static_cast<int>(i);
      }
    }
  }
  return -1;
}

uint64_t PlyElement::LeastRowBytes(PlyEncoding encoding) const {
  uint64_t bytes = 0;
  for (const PlyProperty& p : properties) {
    bytes += encoding == PlyEncoding::kAscii ? 2 : PlySize(p.is_list ? p.count_type : p.type);
  }
  return bytes;
}

const PlyElement* PlyHeader::Find(std::string_view name) const {
  const auto found = std::find_if(
      elements.begin(), elements.end(), [&](const PlyElement& e) { return e.name == name; });
  return found == elements.end() ? nullptr : &*found;
}

Result<PlyHeader> ParsePlyHeader(std::string_view bytes, const MeshSource& source) {
  const std::string_view head = bytes.substr(0, kHeaderLimitBytes);
  HeaderParser parser;
  size_t at = 0;
  for (int line_number = 1; at < head.size(); ++line_number) {
    const size_t end = head.find_first_of("\r\n", at);
    if (end == std::string_view::npos) {
      break;
    }
    const std::string_view line = head.substr(at, end - at);
    at = end + (head.substr(end, 2) == "\r\n" ? 2 : 1);
    if (Trimmed(line) == "end_header") {
      parser.header.body_offset = at;
      if (!parser.has_format) {
        return Result<PlyHeader>::Failed(MeshMalformed(source, "format"));
      }
      if (std::optional<Diagnostic> fault = CheckCounts(parser.header, bytes, source)) {
        return Result<PlyHeader>::Failed(*fault);
      }
      return Result<PlyHeader>::Of(std::move(parser.header));
    }
    if (!parser.Take(line)) {
      Diagnostic fault = MeshMalformed(source, line.substr(0, 80));
      fault.line = line_number;
      return Result<PlyHeader>::Failed(fault);
    }
  }
  return Result<PlyHeader>::Failed(MeshTruncated(source));
}

}  // namespace disan
