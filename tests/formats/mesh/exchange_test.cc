// What Assimp reads for us: Collada here, with pictures beside the file and parts that are used
// twice.
#include "formats/mesh/exchange.h"

#include "formats/files/atomic_write.h"
#include "formats/image/jpeg.h"
#include "formats/mesh/read_mesh.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

// Assimp loses a few nodes of an FBX that it gives up: its own fault, said once to the leak
// checker.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libassimp";
}

namespace disan {
namespace {

// A unit square in z = 0 facing +z with a picture, once as it is and once mirrored in x, 3 cm
// aside.
std::string Collada(const std::string& picture) {
  return R"(<?xml version="1.0" encoding="utf-8"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
<asset><unit name="centimeter" meter="0.01"/><up_axis>Y_UP</up_axis></asset>
<library_images><image id="i"><init_from>)" +
         picture + R"(</init_from></image></library_images>
<library_effects><effect id="e"><profile_COMMON>
<newparam sid="s"><surface type="2D"><init_from>i</init_from></surface></newparam>
<newparam sid="t"><sampler2D><source>s</source></sampler2D></newparam>
<technique sid="c"><lambert><diffuse><texture texture="t" texcoord="UV"/></diffuse></lambert></technique>
</profile_COMMON></effect></library_effects>
<library_materials><material id="m"><instance_effect url="#e"/></material></library_materials>
<library_geometries><geometry id="g"><mesh>
<source id="p"><float_array id="pa" count="12">0 0 0 1 0 0 1 1 0 0 1 0</float_array><technique_common>
<accessor source="#pa" count="4" stride="3"><param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>
<source id="u"><float_array id="ua" count="8">0 0 1 0 1 1 0 1</float_array><technique_common>
<accessor source="#ua" count="4" stride="2"><param name="S" type="float"/><param name="T" type="float"/></accessor></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
<triangles count="2" material="x"><input semantic="VERTEX" source="#v" offset="0"/><input semantic="TEXCOORD" source="#u" offset="1" set="0"/>
<p>0 0 1 1 2 2 0 0 2 2 3 3</p></triangles></mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="w">
<node id="a"><instance_geometry url="#g"><bind_material><technique_common><instance_material symbol="x" target="#m"><bind_vertex_input semantic="UV" input_semantic="TEXCOORD" input_set="0"/></instance_material></technique_common></bind_material></instance_geometry></node>
<node id="b"><matrix>-1 0 0 3 0 1 0 0 0 0 1 0 0 0 0 1</matrix><instance_geometry url="#g"/></node>
</visual_scene></library_visual_scenes><scene><instance_visual_scene url="#w"/></scene></COLLADA>)";
}

void WritePicture(const std::filesystem::path& file) {
  ASSERT_FALSE(WriteFileAtomically(file, *EncodeJpeg(Image8(8, 8, 3), {})));
}

TEST(Exchange, ColladaBringsPicturesUnitsAndPartsUsedTwice) {
  const testing::TemporaryFolder folder;
  WritePicture(folder / "da.jpg");
  // Exporters write the path of their own machine.
  for (const char* picture : {"da.jpg", "./da.jpg", "file:///C:/Users/a/da.jpg"}) {
    ASSERT_FALSE(WriteFileAtomically(folder / "a.dae", Collada(picture)));
    const Result<Mesh> read = ReadMesh(folder / "a.dae");
    ASSERT_TRUE(read.ok()) << Line(read.diagnostics[0], Language::kEnglish);
    EXPECT_EQ(read->metres_per_unit, 1);
    ASSERT_EQ(read->triangles.size(), 4U);
    EXPECT_NEAR(testing::Area(*read), 2e-4, 1e-9);
    for (const Triangle& t : read->triangles) {
      const Float3 a = read->positions[t[0]];
      EXPECT_GT(Cross(read->positions[t[1]] - a, read->positions[t[2]] - a).z, 0) << "turned over";
    }
    ASSERT_EQ(read->textures.size(), 1U) << picture;
    EXPECT_EQ(read->textures[0].name, "da.jpg");
    ASSERT_EQ(read->uvs.size(), read->positions.size());
    for (size_t v = 0; v < read->uvs.size(); ++v) {
      // glTF's v runs down: the corner at y = 0 is the picture's bottom.
      EXPECT_NEAR(read->uvs[v].y, 1 - read->positions[v].y * 100, 1e-4F);
    }
  }
}

TEST(Exchange, PicturesOutsideTheFolderAreNotRead) {
  const testing::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "in");
  WritePicture(folder / "secret.jpg");
  ASSERT_FALSE(WriteFileAtomically(folder / "in/a.dae", Collada("../secret.jpg")));
  const Result<Mesh> read = ReadMesh(folder / "in/a.dae");
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->textures.empty());
  ASSERT_FALSE(read.diagnostics.empty());
  EXPECT_THAT(read.diagnostics[0].what.vi, ::testing::HasSubstr("nằm ngoài thư mục"));
}

// A tetrahedron in FBX's own text form.
std::string Fbx(int up_axis, int up_sign, const char* centimetres) {
  return fmt::format(R"(; FBX 7.4.0 project file
FBXHeaderExtension:  {{
	FBXHeaderVersion: 1003
	FBXVersion: 7400
}}
GlobalSettings:  {{
	Version: 1000
	Properties70:  {{
		P: "UpAxis", "int", "Integer", "",{}
		P: "UpAxisSign", "int", "Integer", "",{}
		P: "UnitScaleFactor", "double", "Number", "",{}
	}}
}}
Definitions:  {{
	Version: 100
	Count: 2
}}
Objects:  {{
	Geometry: 1000, "Geometry::tet", "Mesh" {{
		Vertices: *12 {{
			a: 0,0,0,1,0,0,0,2,0,0,0,3
		}}
		PolygonVertexIndex: *12 {{
			a: 0,2,-2,0,1,-4,0,3,-3,1,2,-4
		}}
		GeometryVersion: 124
	}}
	Model: 2000, "Model::tet", "Mesh" {{
		Version: 232
		Properties70:  {{
		}}
	}}
}}
Connections:  {{
	C: "OO",2000,0
	C: "OO",1000,2000
}}
)",
                     up_axis,
                     up_sign,
                     centimetres);
}

Result<Mesh> ReadFbx(const std::string& text) {
  return ReadExchange(text, "fbx", {"a.fbx", {}});
}

TEST(Exchange, FbxSaysItsUnitAndItsUpAxis) {
  const Result<Mesh> metres = ReadFbx(Fbx(2, 1, "100"));
  ASSERT_TRUE(metres.ok()) << Line(metres.diagnostics[0], Language::kEnglish);
  EXPECT_EQ(metres->triangles.size(), 4U);
  EXPECT_EQ(metres->metres_per_unit, 1);
  EXPECT_EQ(metres->up, SourceUp::kZ);
  EXPECT_EQ(BoundsOf(metres->positions).max.z, 3) << "turned by the reader";
  const Result<Mesh> inches = ReadFbx(Fbx(1, 1, "2.54"));
  ASSERT_TRUE(inches.ok());
  EXPECT_NEAR(*inches->metres_per_unit, 0.0254, 1e-9);
  EXPECT_EQ(inches->up, SourceUp::kY);
}

TEST(Exchange, AnFbxThatStandsOnItsHeadLeavesTheUpAxisToAPerson) {
  for (const auto& [axis, sign] : {std::pair(1, -1), std::pair(0, 1)}) {
    const Result<Mesh> read = ReadFbx(Fbx(axis, sign, "1"));
    ASSERT_TRUE(read.ok());
    EXPECT_FALSE(read->up.has_value()) << axis << " " << sign;
  }
}

TEST(Exchange, TruncationAtAnyLengthNeverCrashes) {
  for (const auto& [extension, whole] :
       {std::pair("dae", Collada("da.jpg")), std::pair("fbx", Fbx(1, 1, "1"))}) {
    for (size_t n = 0; n < whole.size(); n += 37) {
      const Result<Mesh> read =
          ReadExchange(std::string_view(whole).substr(0, n), extension, {"a", {}});
      EXPECT_TRUE(read.ok() || HasErrors(read.diagnostics)) << extension << " " << n;
    }
  }
}

}  // namespace
}  // namespace disan
