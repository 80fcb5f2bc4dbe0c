#include "formats/mesh/off.h"

#include "formats/mesh/polygon.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>

namespace disan {
namespace {

struct OffKind {
  bool uvs = false;
  bool colours = false;
  bool normals = false;
  bool homogeneous = false;
};

std::optional<OffKind> ParseKind(std::string_view word) {
  OffKind kind;
  const auto take = [&](std::string_view prefix) {
    const bool has = word.rfind(prefix, 0) == 0;
    word.remove_prefix(has ? prefix.size() : 0);
    return has;
  };
  kind.uvs = take("ST");
  kind.colours = take("C");
  kind.normals = take("N");
  kind.homogeneous = take("4");
  return word == "OFF" ? std::optional(kind) : std::nullopt;
}

class OffReader {
 public:
  OffReader(std::string_view bytes, const MeshSource& source) : cursor_(bytes), source_(source) {}

  Result<Mesh> Read() {
    if (!ReadHead() || !ReadVertices() || !ReadFaces()) {
      fault_->line = cursor_.line_number();
      return Result<Mesh>::Failed(*fault_);
    }
    SetPositions(mesh_, positions_);
    return Result<Mesh>::Of(std::move(mesh_));
  }

 private:
  bool Fail(Diagnostic fault) {
    fault_ = std::move(fault);
    return false;
  }

  // The next line that holds anything but a comment.
  bool NextLine(std::string_view& line) {
    while (cursor_.NextLine(line)) {
      line = TrimmedText(line.substr(0, line.find('#')));
      if (!line.empty()) {
        return true;
      }
    }
    return Fail(MeshTruncated(source_));
  }

  bool ReadHead() {
    std::string_view line;
    if (!NextLine(line)) {
      return false;
    }
    const std::optional<OffKind> kind = ParseKind(TakeWord(line));
    if (!kind || TrimmedText(line) == "BINARY") {
      return Fail(MeshMalformed(source_, "OFF"));
    }
    kind_ = *kind;
    if (TrimmedText(line).empty() && !NextLine(line)) {
      return false;
    }
    const auto vertices = TakeNumber(line);
    const auto faces = TakeNumber(line);
    if (!vertices || !faces || !(*vertices >= 0) || !(*faces >= 0)) {
      return Fail(MeshMalformed(source_, "OFF"));
    }
    // A vertex takes at least "0 0 0\n", a face "3 0 0 0\n"; the last end may be missing.
    if (*vertices * 6 + *faces * 4 > static_cast<double>(cursor_.left()) + 1) {
      return Fail(MeshTruncated(source_));
    }
    vertex_count_ = static_cast<size_t>(*vertices);
    face_count_ = static_cast<size_t>(*faces);
    return true;
  }

  bool ReadVertices() {
    positions_.reserve(vertex_count_);
    std::string_view line;
    for (size_t i = 0; i < vertex_count_; ++i) {
      if (!NextLine(line)) {
        return false;
      }
      std::vector<double> row;
      while (const auto value = TakeNumber(line)) {
        row.push_back(*value);
      }
      if (!TakeVertex(row)) {
        return Fail(MeshMalformed(source_, "vertex"));
      }
    }
    return true;
  }

  bool TakeVertex(const std::vector<double>& row) {
    const size_t lead = 3 + (kind_.homogeneous ? 1U : 0U);
    const size_t normals = lead + (kind_.normals ? 3U : 0U);
    const size_t uvs = kind_.uvs ? 2 : 0;
    if (row.size() < normals + uvs || (kind_.colours && row.size() < normals + uvs + 3)) {
      return false;
    }
    const double w = kind_.homogeneous ? row[3] : 1;
    positions_.push_back({row[0] / w, row[1] / w, row[2] / w});
    if (kind_.normals) {
      mesh_.normals.push_back(Double3{row[lead], row[lead + 1], row[lead + 2]}.To<float>());
    }
    if (kind_.colours) {
      TakeColour({row.begin() + static_cast<std::ptrdiff_t>(normals),
                  row.end() - static_cast<std::ptrdiff_t>(uvs)});
    }
    if (kind_.uvs) {
      mesh_.uvs.push_back(
          {static_cast<float>(row[row.size() - 2]), static_cast<float>(1 - row[row.size() - 1])});
    }
    return true;
  }

  // Whole numbers up to 255, or parts of one: told apart by the first colour above one.
  void TakeColour(std::vector<double> rgba) {
    rgba.resize(4, -1);
    raw_colours_.push_back({rgba[0], rgba[1], rgba[2], rgba[3]});
  }

  bool ReadFaces() {
    std::string_view line;
    std::vector<uint32_t> corners;
    std::vector<Double3> places;
    std::vector<Triangle> pieces;
    for (size_t i = 0; i < face_count_; ++i) {
      if (!NextLine(line)) {
        return false;
      }
      const auto count = TakeNumber(line);
      if (!count || !(*count >= 0) || *count > static_cast<double>(line.size())) {
        return Fail(MeshMalformed(source_, "face"));
      }
      corners.clear();
      places.clear();
      for (size_t k = 0; k < static_cast<size_t>(*count); ++k) {
        const auto index = TakeNumber(line);
        if (!index) {
          return Fail(MeshTruncated(source_));
        }
        if (!(*index >= 0) || *index >= static_cast<double>(positions_.size())) {
          const double named = *index >= 0 ? std::min(*index, 1e15) : 0;  // no count holds more
          return Fail(
              MeshIndexOutOfRange(source_, static_cast<uint64_t>(named), positions_.size()));
        }
        corners.push_back(static_cast<uint32_t>(*index));
        places.push_back(positions_[corners.back()]);
      }
      pieces.clear();
      TriangulatePolygon(places, pieces);
      for (const Triangle& t : pieces) {
        mesh_.triangles.push_back({corners[t[0]], corners[t[1]], corners[t[2]]});
      }
    }
    FinishColours();
    return true;
  }

  void FinishColours() {
    double most = 0;
    for (const auto& c : raw_colours_) {
      most = std::max({most, c[0], c[1], c[2], c[3]});
    }
    const double scale = most > 1 ? 1 : 255;
    const auto byte = [&](double value) {
      return value < 0 ? uint8_t{255} : ByteFrom(value * scale);
    };
    for (const auto& c : raw_colours_) {
      mesh_.colours.push_back({byte(c[0]), byte(c[1]), byte(c[2]), byte(c[3])});
    }
  }

  TextCursor cursor_;
  const MeshSource& source_;
  OffKind kind_;
  size_t vertex_count_ = 0;
  size_t face_count_ = 0;
  Mesh mesh_;
  std::vector<Double3> positions_;
  std::vector<std::array<double, 4>> raw_colours_;
  std::optional<Diagnostic> fault_;
};

}  // namespace

Result<Mesh> ReadOff(std::string_view bytes, const MeshSource& source) {
  return OffReader(bytes, source).Read();
}

}  // namespace disan
