// Vietnamese texts from before Unicode: TCVN3 ("ABC", .VnTime) and VNI (VNI-Times).
#pragma once

#include <string>
#include <string_view>

namespace disan {

enum class TextEncoding { kUnicode, kTcvn3, kVni };

// One byte a letter, TCVN 5712:1993 VN3. Capital letters with tone marks do not exist in it: texts
// set in the capital font .VnTimeH come out in lower case where they bear one.
std::string FromTcvn3(std::string_view bytes);

// A letter and, after it, a byte for its marks.
std::string FromVni(std::string_view bytes);

// The same for a text whose bytes became the characters U+0000 to U+00FF, as in workbooks that were
// typed with such a font. A text with other characters is Unicode already and comes back unchanged.
std::string FromLegacyText(std::string_view text, TextEncoding encoding);

}  // namespace disan
