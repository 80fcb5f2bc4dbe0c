#include "formats/language/messages.h"

#include "formats/language/unicode.h"

#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace disan {
namespace {

std::set<std::string> PlacesIn(const std::string& text) {
  static const std::regex kPlace(R"(\{([a-z_0-9]+)[^}]*\})");
  std::set<std::string> places;
  for (std::sregex_iterator it(text.begin(), text.end(), kPlace), end; it != end; ++it) {
    places.insert((*it)[1]);
  }
  return places;
}

TEST(Messages, EveryMessageIsSaidInBothLanguages) {
  for (const Message* message : AllMessages()) {
    EXPECT_STRNE(message->vi, "") << message->name;
    EXPECT_STRNE(message->en, "") << message->name;
  }
}

TEST(Messages, BothLanguagesNameTheSamePlaces) {
  for (const Message* message : AllMessages()) {
    EXPECT_EQ(PlacesIn(message->vi), PlacesIn(message->en)) << message->name;
  }
}

TEST(Messages, NamesAreUnique) {
  std::set<std::string> names;
  for (const Message* message : AllMessages()) {
    EXPECT_TRUE(names.insert(message->name).second) << message->name;
  }
}

TEST(Messages, TextIsComposedUtf8) {
  for (const Message* message : AllMessages()) {
    EXPECT_TRUE(IsValidUtf8(message->vi)) << message->name;
    EXPECT_EQ(ToNfc(message->vi), message->vi) << message->name;
    EXPECT_EQ(ToNfc(message->en), message->en) << message->name;
  }
}

}  // namespace
}  // namespace disan
