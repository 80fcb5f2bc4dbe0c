// Unicode text as people mean it: the same word typed on two keyboards compares equal, "lien phai"
// finds Liên Phái.
#pragma once

#include <string>
#include <string_view>

namespace disan {

bool IsValidUtf8(std::string_view text);

// Such a text is its own NFC and NFD.
bool IsAscii(std::string_view text);

// Composed form (NFC). Invalid UTF-8 comes back unchanged.
std::string ToNfc(std::string_view text);

// Lower case without diacritics, đ as d: for search and for identifiers.
std::string FoldForSearch(std::string_view text);

// A permanent identifier from a name: "Sân trước" -> "san-truoc". Empty when nothing of it can be
// kept.
std::string ToIdentifier(std::string_view name);

// Columns of a terminal: 2 for Hán-Nôm, 0 for combining marks.
int DisplayWidth(std::string_view text);

// How many single-character edits apart two words are; characters are code points after folding.
int EditDistance(std::string_view a, std::string_view b);

}  // namespace disan
