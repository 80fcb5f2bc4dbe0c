#include "formats/mesh/ply.h"

#include <cstring>

#include <fmt/format.h>

namespace disan {
namespace {

std::string Header(const Mesh& mesh, bool ascii, bool doubles) {
  std::string head = fmt::format("ply\nformat {} 1.0\n", ascii ? "ascii" : "binary_little_endian");
  for (const Texture& texture : mesh.textures) {
    head += fmt::format("comment TextureFile {}\n", texture.name);
  }
  head += fmt::format("element vertex {}\n", mesh.positions.size());
  for (const char axis : {'x', 'y', 'z'}) {
    head += fmt::format("property {} {}\n", doubles ? "double" : "float", axis);
  }
  if (!mesh.normals.empty()) {
    head += "property float nx\nproperty float ny\nproperty float nz\n";
  }
  if (!mesh.uvs.empty()) {
    head += "property float s\nproperty float t\n";
  }
  if (!mesh.colours.empty()) {
    head += "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar alpha\n";
  }
  return head +
         fmt::format("element face {}\nproperty list uchar uint vertex_indices\nend_header\n",
                     mesh.triangles.size());
}

class Row {
 public:
  Row(std::string& out, bool ascii) : out_(out), ascii_(ascii) {}

  template <typename T>
  void Put(T value) {
    if (ascii_) {
      fmt::format_to(std::back_inserter(out_), "{} ", value);
    } else {
      char bytes[sizeof(T)];
      std::memcpy(bytes, &value, sizeof(T));
      out_.append(bytes, sizeof(T));
    }
  }
  void End() {
    if (ascii_) {
      out_.back() = '\n';
    }
  }

 private:
  std::string& out_;
  bool ascii_;
};

}  // namespace

std::string EncodePly(const Mesh& mesh, const PlyOptions& options) {
  const bool doubles = mesh.origin != Double3{};
  std::string out = Header(mesh, options.ascii, doubles);
  Row row(out, options.ascii);
  for (size_t v = 0; v < mesh.positions.size(); ++v) {
    for (int axis = 0; axis < 3; ++axis) {
      if (doubles) {
        row.Put(static_cast<double>(mesh.positions[v][axis]) + mesh.origin[axis]);
      } else {
        row.Put(mesh.positions[v][axis]);
      }
    }
    if (!mesh.normals.empty()) {
      row.Put(mesh.normals[v].x);
      row.Put(mesh.normals[v].y);
      row.Put(mesh.normals[v].z);
    }
    if (!mesh.uvs.empty()) {
      row.Put(mesh.uvs[v].x);
      row.Put(1 - mesh.uvs[v].y);
    }
    if (!mesh.colours.empty()) {
      for (const uint8_t byte :
           {mesh.colours[v].r, mesh.colours[v].g, mesh.colours[v].b, mesh.colours[v].a}) {
        row.Put(byte);
      }
    }
    row.End();
  }
  for (const Triangle& t : mesh.triangles) {
    row.Put(uint8_t{3});
    for (const uint32_t v : t) {
      row.Put(v);
    }
    row.End();
  }
  return out;
}

}  // namespace disan
