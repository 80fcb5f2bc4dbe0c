#include "formats/language/messages.h"

#include <fmt/format.h>

namespace disan {

namespace messages {
#define DISAN_MESSAGE(name, vi, en) extern const Message name{#name, vi, en};
#include "formats/language/catalogue/all.def"
#undef DISAN_MESSAGE
}  // namespace messages

namespace {
// An array whose length is counted, not deduced: clang takes no deduction of a thousand arguments.
constexpr const Message* kAll[] = {
#define DISAN_MESSAGE(name, vi, en) &messages::name,
#include "formats/language/catalogue/all.def"
#undef DISAN_MESSAGE
};
}  // namespace

std::span<const Message* const> AllMessages() {
  return kAll;
}

Text SayWith(const Message& message, fmt::format_args arguments) {
  return {fmt::vformat(message.vi, arguments), fmt::vformat(message.en, arguments)};
}

Text SayAbout(const Message& message, const char* place, const Text& about) {
  const std::string& english = about.en.empty() ? about.vi : about.en;
  return {Say(message, fmt::arg(place, about.vi)).vi, Say(message, fmt::arg(place, english)).en};
}

}  // namespace disan
