// The one catalogue of everything the program says. Each table in catalogue/ belongs to one room of
// the house and is declared by a header of its own (image_messages.h, ...), so that a new sentence
// recompiles only that room.
//
// To add a sentence: one line DISAN_MESSAGE(kName, "tiếng Việt {file}", "English {file}") in the
// room's table. Names in braces are filled by Say(); the completeness test checks that both
// languages name the same ones.
#pragma once

#include "formats/language/text.h"

#include <span>

#include <fmt/core.h>

namespace disan {

struct Message {
  const char* name;
  const char* vi;
  const char* en;
};

// Every message of every table, in the order of the tables.
std::span<const Message* const> AllMessages();

Text SayWith(const Message& message, fmt::format_args arguments);

// Say(messages::kPhotoTruncated, fmt::arg("file", name)) fills the named places in both languages.
template <typename... Arguments>
Text Say(const Message& message, const Arguments&... arguments) {
  return SayWith(message, fmt::make_format_args(arguments...));
}

// Fills one place with a text that has its own words in each language; without English ones the
// Vietnamese stand.
Text SayAbout(const Message& message, const char* place, const Text& about);

}  // namespace disan
