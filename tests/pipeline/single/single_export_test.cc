#include "pipeline/single/single_export.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/base64.h"
#include "pipeline/single/single_page.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr char kPage[] =
    "<title>{{title}}</title><h1>{{name}}</h1>{{first}}<script>app</script>{{rest}}end";
// What site text may try: to end a block, to open one that swallows the rest, to be a place of
// ours.
constexpr char kHostile[] = "</script><!--<script>x=1</script> {{rest}} \"&'";

void Put(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

std::string ReadAll(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string Decoded(const std::string& text) {
  static const std::string kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') {
      break;
    }
    bits = bits << 6 | static_cast<uint32_t>(kAlphabet.find(c));
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 255);
    }
  }
  return bytes;
}

class SingleExportTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ =
        fs::path(testing::TempDir()) /
        ("single-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    Put(root_ / "page/single.html", kPage);
    Put(root_ / "page/parts/decoders/draco/a.wasm", std::string("\0asm", 4));
    std::string picture;
    for (int i = 0; i < 1'000'000; ++i) {
      picture += static_cast<char>(i * 7 + i / 251);
    }
    Put(root_ / "web/scenes/a/fallback.jpg", picture);
    Put(root_ / "web/scenes/a/preview.jpg", "small");
    Put(root_ / "web/objects/o/low.glb", "glTF");
    Put(root_ / "secret.txt", "kept at home");
  }
  void TearDown() override { fs::remove_all(root_); }

  void PutTour(const Json& tour) { Put(root_ / "web/tour.json", tour.dump()); }
  SingleExport Export() {
    return ExportSingleFile({.web = root_ / "web", .page = root_ / "page"}, root_ / "to");
  }

  static Json Tour() {
    return {{"disan_tour", 1},
            {"id", "chua-mau"},
            {"name", {{"vi", kHostile}, {"en", kHostile}}},
            {"scenes",
             {{{"id", "a"},
               {"hotspots", Json::array()},
               {"panorama",
                {{"width", 8192},
                 {"height", 4096},
                 {"preview", "scenes/a/preview.jpg"},
                 {"fallback", "scenes/a/fallback.jpg"},
                 {"tiles", nullptr}}}}}},
            {"objects",
             {{{"id", "o"},
               {"models",
                {{{"src", "objects/o/low.glb"},
                  {"bytes", 4},
                  {"extensions", {"KHR_draco_mesh_compression"}}}}}}}},
            {"stops", Json::array()}};
  }

  // The blocks of the page by their ids.
  static std::map<std::string, std::string> Blocks(const std::string& html) {
    std::map<std::string, std::string> blocks;
    const std::string open = "<script type=\"text/plain\" id=\"";
    for (size_t at = html.find(open); at != std::string::npos; at = html.find(open, at + 1)) {
      const size_t id = at + open.size();
      const size_t text = html.find('>', at) + 1;
      blocks[html.substr(id, html.find('"', id) - id)] =
          html.substr(text, html.find("</script>", text) - text);
    }
    return blocks;
  }

  fs::path root_;
};

TEST_F(SingleExportTest, EveryPartComesBackByteForByte) {
  PutTour(Tour());
  const SingleExport made = Export();
  EXPECT_EQ(made.file, root_ / "to/chua-mau.html");
  EXPECT_TRUE(made.said.empty());
  const std::string html = ReadAll(made.file);
  EXPECT_EQ(html.size(), made.bytes);
  const auto blocks = Blocks(html);
  const Json list = Json::parse(Decoded(blocks.at("part-list")));
  std::map<std::string, std::string> parts;
  for (size_t i = 0; i < list.size(); ++i) {
    parts[list[i][0]] = Decoded(blocks.at("part-" + std::to_string(i)));
    EXPECT_EQ(parts[list[i][0]].size(), list[i][2].get<size_t>());
  }
  EXPECT_EQ(parts.at("scenes/a/fallback.jpg"), ReadAll(root_ / "web/scenes/a/fallback.jpg"));
  EXPECT_EQ(parts.at("objects/o/low.glb"), "glTF");
  EXPECT_EQ(parts.at("decoders/draco/a.wasm"), std::string("\0asm", 4));
  EXPECT_EQ(Json::parse(parts.at("tour.json")).at("name").at("vi"), kHostile);
}

TEST_F(SingleExportTest, TextOfASiteNeverBecomesMarkup) {
  PutTour(Tour());
  std::string html = ReadAll(Export().file);
  // Every element of the page is one of the template's or of our blocks.
  size_t blocks = 0;
  for (size_t at = html.find("<script"); at != std::string::npos;
       at = html.find("<script", at + 1)) {
    const std::string_view tag = std::string_view(html).substr(at, 12);
    EXPECT_TRUE(tag == "<script type" || tag == "<script>app<") << tag;
    ++blocks;
  }
  EXPECT_EQ(blocks, Blocks(html).size() + 1);
  EXPECT_EQ(html.find("<!--"), std::string::npos);
  EXPECT_NE(html.find("&lt;/script&gt;"), std::string::npos);
  EXPECT_EQ(html.substr(html.size() - 3), "end");
}

TEST_F(SingleExportTest, TheSameTourGivesTheSameBytes) {
  PutTour(Tour());
  const std::string once = ReadAll(Export().file);
  EXPECT_EQ(once, ReadAll(Export().file));
}

TEST_F(SingleExportTest, APathThatLeavesTheFolderIsLeftOutAndNamed) {
  Json tour = Tour();
  tour["scenes"][0]["panorama"]["preview"] = "../secret.txt";
  fs::create_symlink(root_ / "secret.txt", root_ / "web/scenes/a/link.jpg");
  tour["plan"] = {{"src", "scenes/a/link.jpg"}};
  tour["objects"][0]["poster"] = "objects/o/gone.jpg";
  PutTour(tour);
  const SingleExport made = Export();
  EXPECT_EQ(made.said.size(), 3U);
  EXPECT_EQ(ReadAll(made.file).find(Base64Of("kept at home")), std::string::npos);
}

TEST_F(SingleExportTest, ADamagedViewerPageIsRefusedAndNothingIsWritten) {
  PutTour(Tour());
  for (const char* page : {"",
                           "{{title}}{{name}}{{first}}",
                           "{{name}}{{title}}{{first}}{{rest}}",
                           "{{title}}{{title}}{{name}}{{first}}{{rest}}"}) {
    Put(root_ / "page/single.html", page);
    EXPECT_THROW(Export(), Failure) << page;
  }
  EXPECT_FALSE(fs::exists(root_ / "to/chua-mau.html"));
}

TEST_F(SingleExportTest, WhoStopsItLeavesNothingBehind) {
  PutTour(Tour());
  const SingleExportOptions options{
      .web = root_ / "web", .page = root_ / "page", .progress = [](uint64_t done, uint64_t total) {
        if (done > total / 2) {
          throw Interrupted();
        }
      }};
  EXPECT_THROW(ExportSingleFile(options, root_ / "to"), Interrupted);
  EXPECT_TRUE(!fs::exists(root_ / "to") || fs::is_empty(root_ / "to"));
}

TEST(Base64, PiecesOfAnyLengthGiveTheTextOfTheWhole) {
  EXPECT_EQ(Base64Of(""), "");
  EXPECT_EQ(Base64Of("f"), "Zg==");
  EXPECT_EQ(Base64Of("fo"), "Zm8=");
  EXPECT_EQ(Base64Of("foo"), "Zm9v");
  EXPECT_EQ(Base64Of("foobar"), "Zm9vYmFy");
  const std::string whole("\0\xff\x10 a base64 text in pieces \xfe", 28);
  for (size_t piece = 1; piece <= whole.size(); ++piece) {
    Base64 encoder;
    std::string text;
    for (size_t at = 0; at < whole.size(); at += piece) {
      text += encoder.Add(std::string_view(whole).substr(at, piece));
    }
    text += encoder.Finish();
    EXPECT_EQ(text, Base64Of(whole));
    EXPECT_EQ(text.size(), Base64Length(whole.size()));
    EXPECT_EQ(Decoded(text), whole);
  }
}

}  // namespace
}  // namespace disan
