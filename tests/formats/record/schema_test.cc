// The published schemas are printed from the tables that the reader checks with.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/record/json_schema.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

struct Published {
  const Shape& shape;
  SchemaTitle title;
};

const std::vector<Published>& All() {
  static const std::vector<Published> all = {
      {SiteShape(), kSiteSchema}, {SessionShape(), kSessionSchema}, {TourShape(), kTourSchema}};
  return all;
}

// To publish a change: DISAN_UPDATE_SCHEMAS=1 build/dev/formats_record_test
TEST(Schema, ThePublishedFilesAreWhatTheTablesSay) {
  const std::filesystem::path source = std::getenv("DISAN_SOURCE");
  for (const Published& published : All()) {
    const auto file = source / "formats/record/schemas" / published.title.file;
    const std::string printed = JsonSchema(published.shape, published.title);
    if (std::getenv("DISAN_UPDATE_SCHEMAS") != nullptr) {
      ASSERT_FALSE(WriteFileAtomically(file, printed));
    }
    const Result<std::string> stored = ReadFile(file);
    ASSERT_TRUE(stored) << file;
    EXPECT_EQ(*stored, printed) << file;
  }
}

std::set<std::string> KeysOf(const Shape& shape) {
  std::set<std::string> keys;
  for (const Field& field : shape.fields) {
    keys.insert(field.key);
    keys.merge(KeysOf(*field.shape));
  }
  if (shape.element != nullptr) {
    keys.merge(KeysOf(*shape.element));
  }
  return keys;
}

std::set<std::string> PropertiesOf(const nlohmann::json& schema) {
  std::set<std::string> keys;
  if (schema.is_object()) {
    for (const auto& [key, value] : schema.items()) {
      if (key == "$defs") {
        continue;
      }
      if (key == "properties") {
        for (const auto& [name, unused] : value.items()) {
          keys.insert(name);
        }
      }
      keys.merge(PropertiesOf(value));
    }
  } else if (schema.is_array()) {
    for (const auto& item : schema) {
      keys.merge(PropertiesOf(item));
    }
  }
  return keys;
}

TEST(Schema, EveryKeyOfTheReaderIsInTheSchemaAndTheOtherWayRound) {
  for (const Published& published : All()) {
    const auto schema = nlohmann::json::parse(JsonSchema(published.shape, published.title));
    EXPECT_EQ(PropertiesOf(schema), KeysOf(published.shape)) << published.title.file;
  }
}

TEST(Schema, EveryKeyIsExplainedInBothLanguages) {
  const std::function<void(const Shape&)> check = [&](const Shape& shape) {
    for (const Field& field : shape.fields) {
      EXPECT_STRNE(field.vi, "") << field.key;
      EXPECT_STRNE(field.en, "") << field.key;
      check(*field.shape);
    }
    if (shape.element != nullptr) {
      check(*shape.element);
    }
  };
  for (const Published& published : All()) {
    check(published.shape);
  }
}

}  // namespace
}  // namespace disan
