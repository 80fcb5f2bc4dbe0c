#include "pipeline/steps/object_scan.h"

#include "formats/cloud/ply_cloud.h"
#include "formats/cloud/write_e57.h"
#include "formats/diagnostics/failure.h"
#include "formats/files/atomic_write.h"
#include "formats/mesh/ply.h"
#include "formats/mesh/read_mesh.h"
#include "pipeline/steps/model_files.h"
#include "tests/pipeline/cloud/synthetic_scan.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>

namespace disan::steps {
namespace {

using disan::testing::TemporaryFolder;
using ::testing::HasSubstr;

const Execution kTwo{.threads = 2};
const ObjectScanOptions kMetres{.units = {.metres_per_unit = 1.0, .up = SourceUp::kY},
                                .on_stage = {}};

ScanFile Written(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
  EXPECT_FALSE(WriteFileAtomically(folder / name, bytes).has_value());
  return {folder / name, name};
}

double RmsTo(const disan::testing::Solid& solid, const Mesh& mesh) {
  double squares = 0;
  for (const Float3& p : mesh.positions) {
    const double d = disan::testing::DistanceTo(solid, p.To<double>() + mesh.origin);
    squares += d * d;
  }
  return std::sqrt(squares / static_cast<double>(mesh.positions.size()));
}

Failure FailureOf(const std::vector<ScanFile>& files) {
  try {
    ReadObjectScan(files, kMetres, kTwo);
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "no failure";
  return Failure(Diagnostic{});
}

TEST(ObjectScan, AMeshStaysAsItIs) {
  const TemporaryFolder folder;
  const Mesh sphere = disan::testing::Sphere(1, 4);
  const ObjectScan scan =
      ReadObjectScan({Written(folder, "a.ply", EncodePly(sphere))}, kMetres, kTwo);
  EXPECT_EQ(scan.mesh.triangles.size(), sphere.triangles.size());
  EXPECT_EQ(scan.input_points, 0U);
  EXPECT_FALSE(scan.together.has_value());
  ASSERT_EQ(scan.sources.size(), 1U);
  EXPECT_EQ(scan.sources[0].second.size(), 64U);
}

TEST(ObjectScan, ACloudBecomesASurfaceInMetres) {
  const TemporaryFolder folder;
  Cloud cloud = disan::testing::ScanAllAround(disan::testing::WavyTorus(), 40000, 0.001);
  for (Float3& p : cloud.points) {
    p = p * 1000.0F;
  }
  cloud.scans.resize(1);
  cloud.scan_of_points.clear();
  cloud.scans[0].sensor_position.reset();
  const ObjectScan scan =
      ReadObjectScan({Written(folder, "cloud.ply", EncodePlyCloud(cloud))},
                     {.units = {.metres_per_unit = 0.001, .up = SourceUp::kY}, .on_stage = {}},
                     kTwo);
  EXPECT_EQ(scan.input_points, cloud.size());
  EXPECT_GT(scan.mesh.triangles.size(), 5000U);
  EXPECT_EQ(scan.mesh.colours.size(), scan.mesh.positions.size());
  EXPECT_LT(RmsTo(disan::testing::WavyTorus(), scan.mesh), 0.003);
}

TEST(ObjectScan, ScansOfOneFrameAreBroughtTogether) {
  const TemporaryFolder folder;
  std::vector<ScanFile> files;
  uint32_t seed = 1;
  for (const Double3& sensor : {Double3{4, 0, 0}, Double3{2, 3.4, 0}, Double3{-2, 3.4, 0}}) {
    const Cloud scan =
        disan::testing::ScanFrom(disan::testing::Boulder(),
                                 {.sensor = sensor, .points = 15000, .noise = 0.001, .seed = seed});
    files.push_back(
        Written(folder, "scan-" + std::to_string(seed++) + ".ply", EncodePlyCloud(scan)));
  }
  const ObjectScan scan = ReadObjectScan(files, kMetres, kTwo);
  ASSERT_TRUE(scan.together.has_value());
  EXPECT_EQ(scan.together->registration.placed, std::vector<bool>(3, true));
  EXPECT_EQ(scan.together->names[1], "scan-2.ply");
  EXPECT_LT(RmsTo(disan::testing::Boulder(), scan.mesh), 0.01);
  const nlohmann::ordered_json report = TogetherJson(scan);
  EXPECT_EQ(report["scans"].size(), 3U);
  EXPECT_LT(report["rms_mm"].get<double>(), 10);
}

TEST(ObjectScan, PosesOfAnE57AreUsed) {
  const TemporaryFolder folder;
  Cloud cloud = disan::testing::ScanAllAround(disan::testing::Boulder(), 30000, 0.001);
  for (size_t i = 0; i < cloud.scans.size(); ++i) {
    cloud.scans[i].posed = true;
    cloud.scans[i].name = "tram " + std::to_string(i);
  }
  const ObjectScan scan =
      ReadObjectScan({Written(folder, "bia.e57", EncodeE57(cloud))}, kMetres, kTwo);
  ASSERT_TRUE(scan.together.has_value());
  EXPECT_TRUE(scan.together->registration.used_given_poses);
  EXPECT_EQ(scan.together->names[2], "tram 2");
  EXPECT_LT(RmsTo(disan::testing::Boulder(), scan.mesh), 0.01);
}

TEST(ObjectScan, ScansThatDoNotFitAreSaidAndNotMerged) {
  const TemporaryFolder folder;
  const Cloud boulder =
      disan::testing::ScanFrom(disan::testing::Boulder(), {.points = 8000, .noise = 0.001});
  const Cloud ball =
      disan::testing::ScanFrom(disan::testing::Sphere(0.4), {.points = 8000, .noise = 0.001});
  const Failure failure = FailureOf({Written(folder, "a.ply", EncodePlyCloud(boulder)),
                                     Written(folder, "b.ply", EncodePlyCloud(ball))});
  EXPECT_EQ(failure.exit(), Exit::kUnusableInput);
  ASSERT_FALSE(failure.diagnostics().empty());
  EXPECT_FALSE(failure.diagnostics().front().remedy.vi.empty());
}

TEST(ObjectScan, AThreeKilometreSteleIsRefused) {
  const TemporaryFolder folder;
  const Failure failure =
      FailureOf({Written(folder, "bia.ply", EncodePly(disan::testing::Cube(3000)))});
  EXPECT_EQ(failure.exit(), Exit::kUnusableInput);
  EXPECT_THAT(failure.diagnostics().front().what.vi, HasSubstr("km"));
}

TEST(ObjectScan, EmptyAndPointlessFilesAreRefused) {
  const TemporaryFolder folder;
  for (const auto& [name, bytes] :
       std::vector<std::pair<std::string, std::string>>{{"empty.ply", ""},
                                                        {"empty.e57", ""},
                                                        {"no-points.xyz", "X Y Z\n"},
                                                        {"few.xyz", "0 0 0\n1 0 0\n0 1 0\n"},
                                                        {"what.bin", "no scan at all"}}) {
    const Failure failure = FailureOf({Written(folder, name, bytes)});
    EXPECT_EQ(failure.exit(), Exit::kUnusableInput) << name;
    EXPECT_THAT(failure.diagnostics().front().what.vi, HasSubstr(name));
  }
}

TEST(ModelFiles, TheArchiveIsTheScanToTheLastDigit) {
  Mesh sphere = disan::testing::Sphere(0.3, 4);
  sphere.positions[7].x += 1.2345e-6F;
  sphere.positions[8].y = -0.0F;
  const std::string glb = EncodeArchive(sphere, {});
  const Result<Mesh> again = ReadMeshBytes(glb, MeshFormat::kGltf, {"a.glb", "."});
  ASSERT_TRUE(again.ok());
  for (size_t t = 0; t < sphere.triangles.size(); ++t) {
    for (size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(again->positions[again->triangles[t][k]], sphere.positions[sphere.triangles[t][k]]);
    }
  }
}

}  // namespace
}  // namespace disan::steps
