#include "pipeline/steps/model_files.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/model_messages.h"
#include "formats/mesh/read_mesh.h"

namespace disan::steps {
namespace {

using OrderedJson = nlohmann::ordered_json;

// Corner by corner, in the order in which the writer takes them: by material.
bool SameGeometry(const Mesh& a, const Mesh& b) {
  if (a.triangles.size() != b.triangles.size()) {
    return false;
  }
  size_t next = 0;
  for (const MaterialGroup& group : GroupsOf(a)) {
    for (size_t t = 0; t < group.triangle_count; ++t, ++next) {
      for (size_t k = 0; k < 3; ++k) {
        // Numbers, not bits: a reader may make 0 of -0.
        if (a.positions[a.triangles[group.first_triangle + t][k]] !=
            b.positions[b.triangles[next][k]]) {
          return false;
        }
      }
    }
  }
  return true;
}

}  // namespace

std::string EncodeModel(const Model& model, GeometryCodec codec, GlbMetadata metadata) {
  GlbOptions options{.codec = codec,
                     .position_bits = model.position_bits,
                     .normal_bits = model.normal_bits,
                     .uv_bits = model.uv_bits,
                     .texture_fallbacks = model.texture_fallbacks,
                     .metadata = std::move(metadata)};
  options.metadata.deviation = Certificate(model.deviation, true);
  return ValueOrThrow(EncodeGlb(model.mesh, options));
}

std::string EncodeArchive(const Mesh& scan, GlbMetadata metadata) {
  const GlbOptions options{
      .codec = GeometryCodec::kNone, .position_bits = 0, .metadata = std::move(metadata)};
  std::string glb = ValueOrThrow(EncodeGlb(scan, options));
  const Result<Mesh> again = ReadMeshBytes(glb, MeshFormat::kGltf, {"archive.glb", "."});
  if (!again || !SameGeometry(scan, *again)) {
    throw Failure({.what = Say(messages::kModelArchiveDiffers),
                   .remedy = Say(messages::kModelArchiveDiffersRemedy)});
  }
  return glb;
}

OrderedJson InputJson(const ObjectScan& scan) {
  OrderedJson input = {{"vertices", scan.input_vertices}, {"triangles", scan.input_triangles}};
  if (scan.input_points > 0) {
    input["points"] = scan.input_points;
    input["surface_triangles"] = scan.mesh.triangles.size();
  }
  return input;
}

OrderedJson RepairsJson(const ObjectScan& scan) {
  OrderedJson repairs = OrderedJson::array();
  for (const RepairAction& action : scan.repairs) {
    repairs.push_back({{"kind", action.kind},
                       {"count", action.count},
                       {"vi", action.text.vi},
                       {"en", action.text.en}});
  }
  return repairs;
}

OrderedJson DeviationJson(const Deviation& deviation) {
  return {{"unit", deviation.unit},
          {"rms", deviation.rms},
          {"p95", deviation.p95},
          {"max", deviation.max}};
}

OrderedJson TogetherJson(const ObjectScan& scan) {
  if (!scan.together) {
    return nullptr;
  }
  const Registration& registration = scan.together->registration;
  OrderedJson scans = OrderedJson::array();
  for (size_t i = 0; i < scan.together->names.size(); ++i) {
    scans.push_back({{"name", scan.together->names[i]}, {"placed", bool{registration.placed[i]}}});
  }
  OrderedJson pairs = OrderedJson::array();
  for (const ScanPair& pair : registration.pairs) {
    pairs.push_back({{"a", scan.together->names[pair.a]},
                     {"b", scan.together->names[pair.b]},
                     {"overlap", pair.overlap},
                     {"rms_mm", pair.rms * 1000},
                     {"accepted", pair.accepted}});
  }
  return {{"poses", registration.used_given_poses ? "of the file" : "computed"},
          {"rms_mm", registration.rms * 1000},
          {"scans", std::move(scans)},
          {"pairs", std::move(pairs)}};
}

}  // namespace disan::steps
