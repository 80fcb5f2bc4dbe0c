// Lines of numbers, as text clouds have them: separated by spaces, tabs, commas or semicolons, with
// decimal points or decimal commas.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace disan {

enum class Punctuation {
  kCommaSeparates,  // 1.5,2.5,3.5 and 1.5 2.5 3.5
  kCommaIsDecimal,  // 1,5 2,5 3,5 and 1,5;2,5;3,5
};

// How the line reads best: a comma is a decimal one when something else separates the numbers.
Punctuation GuessPunctuation(std::string_view line);

inline constexpr size_t kNotNumbers = static_cast<size_t>(-1);

// How many numbers the line holds, the first numbers.size() of them written; kNotNumbers when
// something in it is no number.
size_t ParseNumbers(std::string_view line, Punctuation punctuation, std::span<double> numbers);

// The words of a line, separated as its numbers would be. Writes words.size() at most.
size_t SplitWords(std::string_view line, std::span<std::string_view> words);

}  // namespace disan
