// Files that are cut short or damaged: never a crash, never silence about an error.
#include "formats/record/json_schema.h"
#include "formats/record/validate.h"
#include "tests/formats/record/site_fixture.h"

#include <random>

namespace disan {
namespace {

std::vector<Diagnostic> Check(std::string_view text, const Shape& shape) {
  Result<YamlNode> tree = ParseYaml(text, "f.yaml");
  if (tree) {
    Validate(*tree, shape, "f.yaml", tree.diagnostics);
  }
  return std::move(tree.diagnostics);
}

TEST(Fuzz, EveryTruncationOfASessionIsReadOrExplained) {
  const std::string whole = testing::kSessionYaml;
  for (size_t size = 0; size < whole.size(); ++size) {
    for (const Diagnostic& d : Check(whole.substr(0, size), SessionShape())) {
      EXPECT_FALSE(d.what.vi.empty());
      EXPECT_FALSE(d.remedy.vi.empty()) << size << ": " << Line(d, Language::kVietnamese);
    }
  }
  EXPECT_TRUE(HasErrors(Check(whole.substr(0, 5), SessionShape())));
}

TEST(Fuzz, DamagedFilesNeverCrashTheReader) {
  const testing::SiteOnDisk site;
  std::mt19937 random(20260510);
  const std::string seeds[] = {testing::kSiteYaml, testing::kSessionYaml};
  constexpr std::string_view kPieces[] = {":",       "\n",   "- ",   "{",     "}",
                                          "[",       "]",    "\"",   "'",     "&a ",
                                          "*a ",     "!",    "|\n",  ">",     "#",
                                          "? ",      "%",    "@",    "---\n", "...\n",
                                          "\t",      "\xFF", "<<: ", "~",     "\xE2\x80\xAE",
                                          "unknown", "  ",   ","};
  for (int round = 0; round < 3000; ++round) {
    std::string text = seeds[random() % 2];
    for (auto edits = 1 + random() % 6; edits > 0; --edits) {
      const size_t at = random() % text.size();
      if (random() % 3 == 0) {
        text.erase(at, 1 + random() % 12);
      } else {
        text.insert(at, kPieces[random() % std::size(kPieces)]);
      }
      if (text.empty()) {
        text = " ";
      }
    }
    const Shape& shape = round % 2 == 0 ? SiteShape() : SessionShape();
    for (const Diagnostic& d : Check(text, shape)) {
      ASSERT_FALSE(d.what.vi.empty()) << text;
    }
    if (round % 10 == 0) {
      site.Write("sessions/2026-05-10/session.yaml", text);
      site.Read();
    }
  }
}

TEST(Fuzz, RandomBytesNeverCrashTheReader) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 200, ' ');
    for (char& c : text) {
      c = static_cast<char>(random() % 256);
    }
    Check(text, TourShape());
  }
}

}  // namespace
}  // namespace disan
