#include "pipeline/session/yaml_append.h"

#include "formats/record/yaml_tree.h"

#include <random>

#include <gtest/gtest.h>

namespace disan {
namespace {

const std::vector<ListAddition>& Additions() {
  static const std::vector<ListAddition> additions = {
      {"scenes", {{"id: new", "# CẦN TRẢ LỜI: tên?", "photos: photos/new"}}, {"{id: new}"}},
      {"objects", {{"id: vat"}}, {"{id: vat}"}}};
  return additions;
}

std::string Append(const std::string& text) {
  const Result<std::string> edited = AppendToLists(text, "session.yaml", Additions());
  EXPECT_TRUE(edited.ok()) << text;
  return edited.value.value_or("");
}

// Whether every byte of `text` is in `edited` in the same order.
bool IsKept(const std::string& text, const std::string& edited) {
  size_t at = 0;
  for (const char c : edited) {
    at += at < text.size() && text[at] == c ? 1U : 0U;
  }
  return at == text.size();
}

TEST(YamlAppend, ANewEntryStandsAtTheEndOfItsListAndCommentsStayWithTheirKeys) {
  EXPECT_EQ(Append("disan: 1\nscenes:\n  - id: a   # của tôi\n    # ghi chú của a\n\n# Hiện vật\n"
                   "objects:\n- id: b\n"),
            "disan: 1\nscenes:\n  - id: a   # của tôi\n    # ghi chú của a\n"
            "  - id: new\n    # CẦN TRẢ LỜI: tên?\n    photos: photos/new\n\n# Hiện vật\n"
            "objects:\n- id: b\n- id: vat\n");
}

TEST(YamlAppend, EveryWayToWriteAListIsUnderstood) {
  for (const char* text : {
           "disan: 1\n",
           "disan: 1",
           "disan: 1\nscenes:\nobjects:\n",
           "disan: 1\nscenes: # chưa có\nrights: {holder: x}\n",
           "disan: 1\nscenes: []  # trống\n",
           "disan: 1\nscenes: [{id: a}, {id: \"b]\"}]\nobjects: [\n  {id: c},\n  ]\n",
           "disan: 1\r\nscenes:\r\n  - id: a\r\n",
           "disan: 1\nscenes:\n    - id: a\n      name: |\n        # không phải ghi chú\n",
           "---\ndisan: 1\nscenes:\n- id: a\n...\n",
           "\xEF\xBB\xBF"
           "disan: 1\nscenes:\n- id: a",
           "objects:\n  - id: a\n    inscriptions:\n      - {original: 〇〇}\ndisan: 1\n",
       }) {
    const std::string edited = Append(text);
    const std::string kept =
        std::string(text).find("[]") == std::string::npos ? text : "disan: 1\nscenes: ";
    EXPECT_TRUE(IsKept(kept, edited)) << text << "\n=>\n" << edited;
    const Result<YamlNode> tree = ParseYaml(edited, "f");
    ASSERT_TRUE(tree.ok()) << edited;
    EXPECT_EQ(tree->Get("scenes")->items.back().Get("id")->scalar, "new") << edited;
    EXPECT_EQ(tree->Get("objects")->items.back().Get("id")->scalar, "vat") << edited;
  }
}

TEST(YamlAppend, WhatCannotBeAddedToSafelyIsRefused) {
  EXPECT_FALSE(AppendToLists("disan: [1\n", "f", Additions()).ok());
  EXPECT_FALSE(AppendToLists("disan: 1\nscenes: x\n", "f", Additions()).ok());
  EXPECT_FALSE(AppendToLists("", "f", Additions()).ok());
  EXPECT_FALSE(AppendToLists("- a\n", "f", Additions()).ok());
}

TEST(YamlAppend, RandomHandEditsSurviveByteForByte) {
  std::mt19937 random(11);
  const std::string lines[] = {"# ghi chú\n",
                               "\n",
                               "  # thụt\n",
                               "notes: \"a: b # c\"\n",
                               "rights: {holder: 'x ] y'}\n",
                               "# CẦN TRẢ LỜI: gì?\n"};
  const std::string fields[] = {"    north_deg: 1   # sửa\n",
                                "    # riêng\n",
                                "\n",
                                "    name: {vi: \"a\", en: \"b\"}\n",
                                "    description: |\n      dòng\n\n      dòng # 2\n",
                                "      # sâu hơn\n"};
  for (int round = 0; round < 400; ++round) {
    std::string text = "disan: 1\n";
    bool notes = false;
    bool rights = false;
    const auto noise = [&] {
      for (auto n = random() % 3; n > 0; --n) {
        const size_t which = random() % std::size(lines);
        bool& used = which == 3 ? notes : rights;
        if ((which != 3 && which != 4) || !std::exchange(used, true)) {
          text += lines[which];
        }
      }
    };
    noise();
    for (const char* key : {"scenes", "objects"}) {
      if (random() % 4 == 0) {
        continue;
      }
      text += std::string(key) + ":\n";
      for (auto entries = random() % 3; entries > 0; --entries) {
        text += "  - id: a" + std::to_string(random() % 1000) + "\n";
        const size_t field = random() % std::size(fields);
        text += fields[field];
      }
      noise();
    }
    if (random() % 2 == 0 && text.back() == '\n') {
      text.pop_back();
    }
    if (!ParseYaml(text, "f").ok()) {
      continue;
    }
    const Result<std::string> edited = AppendToLists(text, "f", Additions());
    ASSERT_TRUE(edited.ok()) << text;
    EXPECT_TRUE(IsKept(text, *edited)) << text << "\n=>\n" << *edited;
  }
}

}  // namespace
}  // namespace disan
