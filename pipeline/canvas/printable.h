// A person's text as it may stand on a page.
#pragma once

#include <string>
#include <string_view>

namespace disan {

// NFC; control characters become spaces (a line feed stays), marks that turn the direction of
// writing are dropped, as are the noncharacters; runs of spaces become one; what is no UTF-8
// becomes U+FFFD. More than three combining marks in a row are dropped.
std::string Printable(std::string_view text);

// The same in one line.
std::string PrintableLine(std::string_view text);

}  // namespace disan
