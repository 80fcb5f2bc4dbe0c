// Text from people into HTML and XML: always as text, never as markup.
#pragma once

#include <string>
#include <string_view>

namespace disan {

// & < > " ' become entities; control characters that XML forbids are dropped; invalid UTF-8 becomes
// U+FFFD.
std::string EscapeMarkup(std::string_view text);

// A relative path as a URL: every byte that is not a plain letter, digit or -._~/ becomes %XX.
std::string EscapeUrlPath(std::string_view path);

}  // namespace disan
