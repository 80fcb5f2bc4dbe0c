#include "pipeline/model/model.h"

#include "formats/mesh/texture_pixels.h"
#include "pipeline/model/atlas.h"
#include "pipeline/model/bake.h"
#include "pipeline/model/kept_textures.h"
#include "pipeline/model/texture_quality.h"

#include <algorithm>

namespace disan {
namespace {

// Each step towards fewer triangles while an error is to be kept.
constexpr double kStep = 0.7;
constexpr int kMostPositionBits = 16;
constexpr size_t kFewestTriangles = 500;
constexpr double kOcclusionPsnr = 34;
constexpr int kWebpQuality = 90;
constexpr int kSmallestTexturePx = 256;
// Under a normal map: it is baked against the rounded normals and makes up for what they lost.
constexpr int kNormalBitsUnderMap = 6;

// A small page has lost sharpness already: what JPEG takes should be little beside it, not nothing.
double ColourPsnrFor(int texture_px) {
  return texture_px >= 2048 ? 44 : texture_px >= 1024 ? 42 : 40;
}
// Means errors of about one and two degrees.
double NormalPsnrFor(int texture_px) {
  return texture_px >= 2048 ? 39 : 35;
}

// Half a pixel: textures are baked for the rounded coordinates, so rounding costs no sharpness.
int UvBitsFor(int texture_px) {
  int bits = 9;
  while ((1 << (bits - 1)) < texture_px && bits < 16) {
    ++bits;
  }
  return bits;
}

// Bits so that rounding adds little to what simplification has cost: half of it (which
// adds a tenth: errors add in squares), or a hundred thousandth of the diagonal.
int BitsFor(const Mesh& mesh, double rms) {
  const Bounds bounds = BoundsOf(mesh.positions);
  const Double3 extent = bounds.max - bounds.min;
  const double longest = std::max({extent.x, extent.y, extent.z});
  const double allowed = std::max(rms / 2, 1.2e-5 * bounds.Diagonal());
  int bits = 10;
  while (bits < kMostPositionBits &&
         longest / static_cast<double>((1 << bits) - 1) / std::sqrt(12.0) > allowed) {
    ++bits;
  }
  return bits;
}

// Those with two corners on one point show nothing.
void DropCollapsed(Mesh& mesh) {
  const auto collapsed = [&](const Triangle& t) {
    const auto& p = mesh.positions;
    return p[t[0]] == p[t[1]] || p[t[1]] == p[t[2]] || p[t[2]] == p[t[0]];
  };
  size_t kept = 0;
  for (MaterialGroup& group : mesh.groups) {
    const auto first = mesh.triangles.begin() + static_cast<std::ptrdiff_t>(group.first_triangle);
    const auto last = first + static_cast<std::ptrdiff_t>(group.triangle_count);
    group.triangle_count -= static_cast<size_t>(std::count_if(first, last, collapsed));
    group.first_triangle = kept;
    kept += group.triangle_count;
  }
  std::erase_if(mesh.triangles, collapsed);
}

// Where the writer will put them: so that what is measured is what is stored.
void SnapToGrid(Mesh& mesh, int bits) {
  const Bounds bounds = BoundsOf(mesh.positions);
  const Double3 extent = bounds.max - bounds.min;
  const double longest = std::max({extent.x, extent.y, extent.z});
  const double step = longest / static_cast<double>((1 << bits) - 1);
  if (!(step > 0)) {
    return;
  }
  for (Float3& p : mesh.positions) {
    for (int axis = 0; axis < 3; ++axis) {
      const double cells = std::round((static_cast<double>(p[axis]) - bounds.min[axis]) / step);
      p[axis] = static_cast<float>(bounds.min[axis] + cells * step);
    }
  }
  DropCollapsed(mesh);
}

}  // namespace

struct ModelMaker::State {
  Mesh scan;
  Surface surface;
  RayScene scene;
  std::unique_ptr<Simplifier> simplifier;

  State(Mesh mesh, int threads, std::vector<Diagnostic>& diagnostics)
      : scan(std::move(mesh)), surface(scan, diagnostics), scene(scan, threads) {}

  int TexturePx(const ModelOptions& options) const;
  bool HasTextures() const { return !scan.textures.empty() && !scan.uvs.empty(); }
  Mesh Reduced(const ModelOptions& options, const Execution& execution);
  void ColourVertices(Mesh& mesh, const Execution& execution) const;
  void Dress(Model& model, const ModelOptions& options, const Execution& execution) const;
  void AddTextures(Model& model, const ModelOptions& options, const BakedTextures& baked) const;
  void PutOnGrid(Model& model,
                 const ModelOptions& options,
                 bool light,
                 const Execution& execution) const;
};

// As few triangles as the options allow.
Mesh ModelMaker::State::Reduced(const ModelOptions& options, const Execution& execution) {
  if (!simplifier) {
    simplifier = std::make_unique<Simplifier>(scan, execution);
  }
  simplifier->ReduceTo(options.triangles, execution);
  Mesh best = simplifier->Take();
  if (options.most_error <= 0) {
    return best;
  }
  const double limit = options.most_error * BoundsOf(scan.positions).Diagonal();
  // Never below what the next lighter tier asks for: the simplifier cannot go back.
  const size_t floor = kTiers[1].triangles;
  while (best.triangles.size() > floor) {
    const auto fewer = static_cast<size_t>(static_cast<double>(best.triangles.size()) * kStep);
    simplifier->ReduceTo(std::max(fewer, floor), execution);
    Mesh tried = simplifier->Take();
    const SurfaceDeviation found =
        MeasureDeviation(scan, scene, tried, execution, options.deviation);
    if (found.max > limit || tried.triangles.size() >= best.triangles.size()) {
      break;
    }
    best = std::move(tried);
  }
  return best;
}

// A page that does not take all charts: the colours go to the vertices, so that none is lost.
void ModelMaker::State::ColourVertices(Mesh& mesh, const Execution& execution) const {
  if (!surface.has_colour()) {
    return;
  }
  mesh.colours.resize(mesh.positions.size());
  constexpr size_t kChunk = 4096;
  ParallelFor(execution, (mesh.positions.size() + kChunk - 1) / kChunk, [&](size_t chunk) {
    const size_t end = std::min(mesh.positions.size(), (chunk + 1) * kChunk);
    for (size_t v = chunk * kChunk; v < end; ++v) {
      SurfacePoint point;
      if (scene.Closest(mesh.positions[v], point)) {
        const Float3 colour = surface.Colour(point);
        mesh.colours[v] = {
            ByteFromLinear(colour.x), ByteFromLinear(colour.y), ByteFromLinear(colour.z), 255};
      }
    }
  });
}

// A page as large as the scan's own pictures, or as its vertices need, is enough: two pixels
// between neighbours, on a page that is two thirds full.
int ModelMaker::State::TexturePx(const ModelOptions& options) const {
  constexpr double kPixelsPerTriangle = 12;
  if (!options.texture_may_shrink) {
    return options.texture_px;
  }
  double enough = std::sqrt(kPixelsPerTriangle * static_cast<double>(scan.triangles.size()));
  if (HasTextures()) {
    enough = std::max(enough, static_cast<double>(surface.widest_picture_px()));
  }
  int px = options.texture_px;
  while (px > kSmallestTexturePx && px / std::sqrt(2.0) > enough) {
    px /= 2;
  }
  return px;
}

void ModelMaker::State::Dress(Model& model,
                              const ModelOptions& asked,
                              const Execution& execution) const {
  ModelOptions options = asked;
  options.texture_px = TexturePx(asked);
  Mesh& mesh = model.mesh;
  mesh.normals = ComputeNormals(mesh);
  AtlasResult atlas;
  // What mip level 4 mixes; the smallest page has no room for so much.
  const int widest_px = std::clamp(options.texture_px / 64, 4, 8);
  for (const int margin_px : {widest_px, widest_px / 2, 1}) {
    atlas = MakeAtlas(mesh, {.size_px = options.texture_px, .margin_px = margin_px}, execution);
    if (!atlas.mesh.uvs.empty()) {
      break;
    }
  }
  if (atlas.mesh.uvs.empty()) {
    ColourVertices(mesh, execution);
    return;
  }
  model.charts = atlas.charts;
  model.atlas_coverage = atlas.coverage;
  mesh = atlas.mesh;
  model.uv_bits = UvBitsFor(options.texture_px);
  model.normal_bits = kNormalBitsUnderMap;
  const GlbOptions stored{.normal_bits = model.normal_bits, .uv_bits = model.uv_bits};
  SnapToStored(mesh, stored);
  // At right angles to the normals as they are now.
  mesh.tangents = ComputeTangents(mesh);
  SnapToStored(mesh, stored);
  const double reach =
      std::max(4 * model.deviation.max, 0.002 * BoundsOf(scan.positions).Diagonal());
  const BakedTextures baked =
      Bake(mesh,
           surface,
           scene,
           execution,
           {.size_px = options.texture_px, .reach = reach, .colour = surface.has_colour()});
  AddTextures(model, options, baked);
}

// The coarsest grid that leaves the error what it is, and the maximum that was asked for kept.
void ModelMaker::State::PutOnGrid(Model& model,
                                  const ModelOptions& options,
                                  bool light,
                                  const Execution& execution) const {
  const auto measure = [&] {
    return MeasureDeviation(scan, scene, model.mesh, execution, options.deviation);
  };
  model.deviation = light ? SurfaceDeviation{} : measure();
  const bool may_choose = options.position_bits <= 0;
  model.position_bits =
      may_choose ? BitsFor(model.mesh, model.deviation.rms) : options.position_bits;
  const bool bounded = may_choose && options.max_error && !light;
  const Mesh exact = bounded ? model.mesh : Mesh{};
  SnapToGrid(model.mesh, model.position_bits);
  model.deviation = measure();
  while (bounded && model.deviation.max > *options.max_error &&
         model.position_bits < kMostPositionBits) {
    ++model.position_bits;
    model.mesh = exact;
    SnapToGrid(model.mesh, model.position_bits);
    model.deviation = measure();
  }
}

void ModelMaker::State::AddTextures(Model& model,
                                    const ModelOptions& options,
                                    const BakedTextures& baked) const {
  Mesh& mesh = model.mesh;
  Material material{.name = "scan", .roughness = 0.85F};
  const auto add =
      [&](const char* name, const Image8& image, TextureUse use, const TextureGoal& goal) {
        if (image.empty()) {
          return kNoTexture;
        }
        if (options.encoder) {
          EncodedTexture encoded = options.encoder(name, image, use, goal);
          mesh.textures.push_back(std::move(encoded.texture));
          model.shown.push_back(std::move(encoded.shown));
          return static_cast<int>(mesh.textures.size() - 1);
        }
        mesh.textures.push_back(JpegTexture(name, image, goal));
        const auto jpeg = static_cast<int>(mesh.textures.size() - 1);
        Result<Texture> webp;
        if (options.webp) {
          webp = EncodeWebpTexture(image, std::string(name) + ".webp", kWebpQuality);
        }
        if (!webp) {
          return jpeg;
        }
        mesh.textures.push_back(std::move(*webp));
        model.texture_fallbacks.emplace_back(jpeg + 1, jpeg);
        return jpeg + 1;
      };
  material.base_colour_texture =
      add("colour",
          baked.colour,
          TextureUse::kColour,
          {.psnr_db = options.colour_psnr_db > 0 ? options.colour_psnr_db
                                                 : ColourPsnrFor(options.texture_px),
           .covered = baked.covered});
  material.normal_texture =
      add("normal",
          baked.normals,
          TextureUse::kNormals,
          {.psnr_db = NormalPsnrFor(options.texture_px), .covered = baked.covered});
  material.occlusion_texture =
      add("occlusion", baked.occlusion, TextureUse::kData, {.psnr_db = kOcclusionPsnr});
  if (baked.colour.empty()) {
    material.base_colour = {Surface::kPlain.x, Surface::kPlain.y, Surface::kPlain.z, 1};
  }
  mesh.materials = {std::move(material)};
  mesh.groups.clear();
  model.texture_px = options.texture_px;
}

ModelMaker::ModelMaker(Mesh scan, const Execution& execution, std::vector<Diagnostic>& diagnostics)
    : state_(std::make_unique<State>(std::move(scan), execution.threads, diagnostics)) {}
ModelMaker::~ModelMaker() = default;

const Mesh& ModelMaker::scan() const {
  return state_->scan;
}
const Surface& ModelMaker::surface() const {
  return state_->surface;
}
const RayScene& ModelMaker::scene() const {
  return state_->scene;
}

Model ModelMaker::Make(const ModelOptions& options, const Execution& execution) {
  State& state = *state_;
  Model model;
  const size_t triangles = state.scan.triangles.size();
  // Within an error that the tier allows, even a scan below its number sheds what it does not need.
  const bool could_shed = options.most_error > 0 && triangles > kTiers[1].triangles;
  bool light = triangles <= options.triangles && !options.max_error && !could_shed;
  if (!light) {
    model.mesh = state.Reduced(options, execution);
    // Nothing could go: then the scan's own pictures need not be baked again either.
    light = triangles <= options.triangles && !options.max_error &&
            model.mesh.triangles.size() * 10 > triangles * 9;
  }
  if (light) {
    model.mesh = state.scan;
  }
  if (options.max_error && !light) {
    // Coarser as long as the measured maximum allows.
    for (Mesh tried = model.mesh; tried.triangles.size() > kFewestTriangles;) {
      if (MeasureDeviation(state.scan, state.scene, tried, execution, options.deviation).max >
          *options.max_error) {
        break;
      }
      model.mesh = tried;
      const size_t before = tried.triangles.size();
      state.simplifier->ReduceTo(static_cast<size_t>(static_cast<double>(before) * kStep),
                                 execution);
      tried = state.simplifier->Take();
      if (tried.triangles.size() >= before) {
        break;
      }
    }
  }
  const bool kept = light && (state.HasTextures() || !state.surface.has_colour());
  state.PutOnGrid(model, options, light, execution);
  if (!kept) {
    model.mesh.colours.clear();
    model.mesh.uvs.clear();
    model.mesh.textures.clear();
    state.Dress(model, options, execution);
  } else {
    if (model.mesh.normals.empty()) {
      model.mesh.normals = ComputeNormals(model.mesh);
    }
    if (options.encoder) {
      EncodeKeptTextures(model, options.encoder);
    }
  }
  model.look = MeasureLook(state.surface, model.mesh, execution, model.shown);
  return model;
}

Deviation Certificate(const SurfaceDeviation& deviation, bool scaled) {
  const double factor = scaled ? 1000 : 1;
  return {.unit = scaled ? "mm" : "unscaled",
          .rms = deviation.rms * factor,
          .p95 = deviation.p95 * factor,
          .max = deviation.max * factor,
          .normal_p95_deg = deviation.normal_p95_deg};
}

}  // namespace disan
