#include "formats/record/yaml_tree.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace disan {
namespace {

// The line of the only error, or 0 when the text is read.
int ErrorLine(std::string_view text) {
  const Result<YamlNode> tree = ParseYaml(text, "f.yaml");
  return tree.ok() ? 0 : tree.diagnostics.front().line;
}

std::string ErrorText(std::string_view text) {
  const Result<YamlNode> tree = ParseYaml(text, "f.yaml");
  return tree.ok() ? "" : Line(tree.diagnostics.front(), Language::kVietnamese);
}

TEST(Yaml, EveryNodeKnowsItsLine) {
  const Result<YamlNode> tree = ParseYaml("a: 1\nb:\n  - x\n  - {c: d}\n", "f.yaml");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->Find("b")->line, 2);
  const YamlNode& list = *tree->Get("b");
  EXPECT_EQ(list.items[0].line, 3);
  EXPECT_EQ(list.items[1].Find("c")->line, 4);
  EXPECT_TRUE(list.items[1].flow);
  EXPECT_FALSE(list.flow);
}

TEST(Yaml, DuplicateKeysAreErrorsAndTheFirstCounts) {
  const Result<YamlNode> tree = ParseYaml("a: 1\nb: 2\na: 3\n", "f.yaml");
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree.diagnostics.size(), 1U);
  EXPECT_EQ(tree.diagnostics[0].line, 3);
  EXPECT_NE(tree.diagnostics[0].what.vi.find("dòng 1"), std::string::npos);
  EXPECT_EQ(tree->Get("a")->scalar, "1");
}

TEST(Yaml, SyntaxErrorsNameTheLineAndTheRemedyInPlainWords) {
  EXPECT_EQ(ErrorLine("a: 1\nname: Chùa: cổ\n"), 2);
  EXPECT_NE(ErrorText("a: 1\nname: Chùa: cổ\n").find("dấu nháy"), std::string::npos);
  EXPECT_EQ(ErrorLine("a: 1\nid:chua\nb: 2\n"), 2);
  EXPECT_NE(ErrorText("a: 1\nid:chua\nb: 2\n").find("dấu cách"), std::string::npos);
  EXPECT_EQ(ErrorLine("a: 1\nb: \"mở\nc: 2\n"), 2);
  EXPECT_NE(ErrorText("a: 1\nb: \"mở\nc: 2\n").find("nháy"), std::string::npos);
  EXPECT_NE(ErrorText("a: {b: 1\nc: 2\n").find("ngoặc"), std::string::npos);
  EXPECT_NE(ErrorText("a: 1\n   b: 2\n  c: 3\n").find("f.yaml:"), std::string::npos);
  EXPECT_NE(ErrorText("a: @home\n").find("@"), std::string::npos);
  EXPECT_NE(ErrorText("a: \"C:\\đ\"\n").find("/"), std::string::npos);
}

TEST(Yaml, EveryTabAtTheStartOfALineIsNamed) {
  const Result<YamlNode> tree = ParseYaml("a:\n\tb: 1\n  c: 2\n\td: 3\n", "f.yaml");
  ASSERT_FALSE(tree);
  ASSERT_EQ(tree.diagnostics.size(), 2U);
  EXPECT_EQ(tree.diagnostics[0].line, 2);
  EXPECT_EQ(tree.diagnostics[1].line, 4);
}

TEST(Yaml, OtherEncodingsAreNamedWithTheRemedy) {
  EXPECT_EQ(ErrorLine("a: 1\nb: Ch\xF9"
                      "a\n"),
            2);
  EXPECT_NE(ErrorText("a: 1\nb: Ch\xF9"
                      "a\n")
                .find("UTF-8"),
            std::string::npos);
  EXPECT_NE(ErrorText(std::string("\xFF\xFE"
                                  "a\0:\0",
                                  6))
                .find("UTF-16"),
            std::string::npos);
  EXPECT_NE(ErrorText(std::string("a\0:\0 \0", 6)).find("UTF-16"), std::string::npos);
  EXPECT_EQ(ErrorLine("a: 1\nb: x\x01y\n"), 2);
}

TEST(Yaml, AByteOrderMarkAndWindowsLineEndsAreFine) {
  const Result<YamlNode> tree = ParseYaml(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: hai\r\n",
      "f.yaml");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->Get("b")->scalar, "hai");
  EXPECT_EQ(tree->Find("b")->line, 2);
}

TEST(Yaml, TextIsComposed) {
  const Result<YamlNode> tree = ParseYaml("a: Lie\xCC\x82n\n", "f.yaml");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->Get("a")->scalar, "Liên");
}

TEST(Yaml, ASecondDocumentIsRefused) {
  EXPECT_EQ(ErrorLine("a: 1\n---\nb: 2\n"), 2);
  EXPECT_EQ(ErrorLine("---\na: 1\n"), 0);
}

TEST(Yaml, BombsAreStoppedBeforeTheyCostMemory) {
  EXPECT_NE(ErrorText("a: &x [1, 2]\nb: *x\n").find("&"), std::string::npos);
  const std::string deep = std::string(10'000, '[');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(ParseYaml(deep, "f.yaml").ok());
  EXPECT_FALSE(ParseYaml(std::string(10'000, '{'), "f.yaml").ok());
  EXPECT_FALSE(ParseYaml(std::string(5'000'000, 'x'), "f.yaml").ok());
  std::string wide = "[";
  for (int i = 0; i < 300'000; ++i) {
    wide += "a,";
  }
  EXPECT_FALSE(ParseYaml(wide + "]", "f.yaml").ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  YamlLimits shallow;
  shallow.depth = 2;
  EXPECT_TRUE(ParseYaml("a: {b: 1}", "f.yaml", shallow).ok());
  EXPECT_FALSE(ParseYaml("a: {b: {c: 1}}", "f.yaml", shallow).ok());
}

}  // namespace
}  // namespace disan
