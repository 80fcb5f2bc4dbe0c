#include "formats/cloud/e57_structure.h"

#include "formats/cloud/cloud_error.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include <pugixml.hpp>

namespace disan {

namespace {

constexpr size_t kMostFields = 256;

template <typename T>
T Number(std::string_view text, T otherwise) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '+')) {
    text.remove_prefix(1);
  }
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end != text.data() ? value : otherwise;
}

// An element without text stands for zero.
double Value(const pugi::xml_node& parent, const char* name) {
  return Number<double>(parent.child(name).text().get(), 0.0);
}

template <typename T>
T Attribute(const pugi::xml_node& node, const char* name, T otherwise) {
  const pugi::xml_attribute attribute = node.attribute(name);
  return attribute ? Number<T>(attribute.value(), otherwise) : otherwise;
}

E57Meaning MeaningOf(std::string_view name) {
  struct Name {
    std::string_view name;
    E57Meaning meaning;
  };
  static constexpr Name kNames[] = {
      {"cartesianX", E57Meaning::kX},
      {"cartesianY", E57Meaning::kY},
      {"cartesianZ", E57Meaning::kZ},
      {"sphericalRange", E57Meaning::kRange},
      {"sphericalAzimuth", E57Meaning::kAzimuth},
      {"sphericalElevation", E57Meaning::kElevation},
      {"cartesianInvalidState", E57Meaning::kInvalid},
      {"sphericalInvalidState", E57Meaning::kInvalid},
      {"colorRed", E57Meaning::kRed},
      {"colorGreen", E57Meaning::kGreen},
      {"colorBlue", E57Meaning::kBlue},
      {"isColorInvalid", E57Meaning::kColourInvalid},
      {"intensity", E57Meaning::kIntensity},
      {"nor:normalX", E57Meaning::kNormalX},
      {"nor:normalY", E57Meaning::kNormalY},
      {"nor:normalZ", E57Meaning::kNormalZ},
  };
  for (const Name& entry : kNames) {
    if (entry.name == name) {
      return entry.meaning;
    }
  }
  return E57Meaning::kOther;
}

bool ReadInteger(const pugi::xml_node& node, bool scaled, E57Field& field) {
  field.minimum = Attribute<int64_t>(node, "minimum", std::numeric_limits<int64_t>::min());
  const auto maximum = Attribute<int64_t>(node, "maximum", std::numeric_limits<int64_t>::max());
  if (maximum < field.minimum) {
    return false;
  }
  const uint64_t span = static_cast<uint64_t>(maximum) - static_cast<uint64_t>(field.minimum);
  field.bits = static_cast<int>(std::bit_width(span));
  if (scaled) {
    field.scale = Attribute<double>(node, "scale", 1.0);
    field.offset = Attribute<double>(node, "offset", 0.0);
  }
  field.low = static_cast<double>(field.minimum) * field.scale + field.offset;
  field.high = static_cast<double>(maximum) * field.scale + field.offset;
  return std::isfinite(field.low) && std::isfinite(field.high);
}

bool ReadField(const pugi::xml_node& node, E57Field& field) {
  const std::string_view type = node.attribute("type").value();
  field.meaning = MeaningOf(node.name());
  if (type == "Integer" || type == "ScaledInteger") {
    return ReadInteger(node, type == "ScaledInteger", field);
  }
  if (type == "Float") {
    const bool is_single = std::string_view(node.attribute("precision").value()) == "single";
    field.storage = is_single ? E57Field::Storage::kFloat : E57Field::Storage::kDouble;
    field.bits = is_single ? 32 : 64;
    field.low = Attribute<double>(node, "minimum", 0.0);
    field.high = Attribute<double>(node, "maximum", 0.0);
    return true;
  }
  field.storage = E57Field::Storage::kText;
  field.meaning = E57Meaning::kOther;
  return type == "String";
}

// The leaves of a prototype, in the order of the file, are the byte streams.
bool ReadFields(const pugi::xml_node& prototype, int depth, std::vector<E57Field>& fields) {
  for (const pugi::xml_node& node : prototype.children()) {
    if (node.type() != pugi::node_element) {
      continue;
    }
    const std::string_view type = node.attribute("type").value();
    if (type == "Structure" || type == "Vector") {
      const size_t before = fields.size();
      if (depth > 8 || !ReadFields(node, depth + 1, fields)) {
        return false;
      }
      for (size_t i = before; i < fields.size(); ++i) {
        fields[i].meaning = E57Meaning::kOther;  // only the top level has names of the standard
      }
      continue;
    }
    E57Field field;
    if (fields.size() >= kMostFields || !ReadField(node, field)) {
      return false;
    }
    fields.push_back(field);
  }
  return true;
}

void ReadPose(const pugi::xml_node& node, Scan& scan) {
  const pugi::xml_node pose = node.child("pose");
  if (!pose) {
    return;
  }
  const pugi::xml_node turn = pose.child("rotation");
  const pugi::xml_node shift = pose.child("translation");
  std::array<double, 4> q{Value(turn, "w"), Value(turn, "x"), Value(turn, "y"), Value(turn, "z")};
  const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const Double3 t{Value(shift, "x"), Value(shift, "y"), Value(shift, "z")};
  if (!IsFinite(t)) {
    return;
  }
  if (std::isfinite(length) && length > 1e-6) {
    for (double& part : q) {
      part /= length;
    }
    scan.world_from_scan.rotation_wxyz = q;
  }
  scan.world_from_scan.translation = t;
  scan.posed = true;
}

std::optional<E57Limits> ReadLimits(const pugi::xml_node& node,
                                    const char* minimum,
                                    const char* maximum) {
  if (!node.child(minimum) || !node.child(maximum)) {
    return std::nullopt;
  }
  const E57Limits limits{Value(node, minimum), Value(node, maximum)};
  if (!std::isfinite(limits.low) || !std::isfinite(limits.high) || limits.high <= limits.low) {
    return std::nullopt;
  }
  return limits;
}

uint32_t Extent(const pugi::xml_node& bounds, const char* minimum, const char* maximum) {
  const double extent = Value(bounds, maximum) - Value(bounds, minimum) + 1;
  return bounds && extent >= 1 && extent < 1e6 ? static_cast<uint32_t>(extent) : 0;
}

bool ReadScan(const pugi::xml_node& node, E57Scan& scan) {
  scan.scan.name = node.child("name").text().get();
  ReadPose(node, scan.scan);
  const pugi::xml_node colours = node.child("colorLimits");
  scan.colour_limits = {ReadLimits(colours, "colorRedMinimum", "colorRedMaximum"),
                        ReadLimits(colours, "colorGreenMinimum", "colorGreenMaximum"),
                        ReadLimits(colours, "colorBlueMinimum", "colorBlueMaximum")};
  scan.intensity_limits =
      ReadLimits(node.child("intensityLimits"), "intensityMinimum", "intensityMaximum");
  const pugi::xml_node grid = node.child("indexBounds");
  scan.scan.rows = Extent(grid, "rowMinimum", "rowMaximum");
  scan.scan.columns = Extent(grid, "columnMinimum", "columnMaximum");
  const pugi::xml_node points = node.child("points");
  scan.section_at = Attribute<uint64_t>(points, "fileOffset", 0);
  scan.record_count = Attribute<uint64_t>(points, "recordCount", 0);
  return points && ReadFields(points.child("prototype"), 0, scan.fields);
}

void ReadImages(const pugi::xml_node& root, std::vector<EmbeddedImage>& images) {
  for (const pugi::xml_node& node : root.child("images2D").children()) {
    for (const pugi::xml_node& representation : node.children()) {
      for (const char* kind : {"jpeg", "png"}) {
        const std::string name = std::string(kind) + "Image";
        if (const pugi::xml_node blob = representation.child(name.c_str())) {
          images.push_back(
              {node.child("name").text().get(), kind, Attribute<uint64_t>(blob, "length", 0)});
        }
      }
    }
  }
}

}  // namespace

Result<E57Structure> ReadE57Structure(std::string_view xml, const std::string& file) {
  // pugixml resolves no entities but the five of XML itself, and follows no external ones.
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default);
  const pugi::xml_node root = document.child("e57Root");
  if (!parsed || !root) {
    return Result<E57Structure>::Failed(
        CloudError(file, messages::kE57XmlDamaged, messages::kCloudCopyAgain));
  }
  E57Structure structure;
  structure.crs = root.child("coordinateMetadata").text().get();
  for (const pugi::xml_node& node : root.child("data3D").children()) {
    if (node.type() != pugi::node_element) {
      continue;
    }
    E57Scan scan;
    if (structure.scans.size() >= kMostScans || !ReadScan(node, scan)) {
      return Result<E57Structure>::Failed(CloudError(file,
                                                     messages::kE57ScanUnreadable,
                                                     messages::kE57ExportRemedy,
                                                     fmt::arg("scan", scan.scan.name)));
    }
    structure.scans.push_back(std::move(scan));
  }
  ReadImages(root, structure.images);
  return Result<E57Structure>::Of(std::move(structure));
}

}  // namespace disan
