#include "pipeline/panorama/sequence.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>
#include <string>

namespace disan::panorama {

namespace {

// "IMG_2" before "IMG_10".
bool NameBefore(const std::string& a, const std::string& b) {
  size_t i = 0;
  size_t j = 0;
  const auto digit = [](const std::string& text, size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
  };
  while (i < a.size() && j < b.size()) {
    if (digit(a, i) && digit(b, j)) {
      size_t end_a = i;
      size_t end_b = j;
      while (digit(a, end_a)) {
        ++end_a;
      }
      while (digit(b, end_b)) {
        ++end_b;
      }
      std::string number_a = a.substr(i, end_a - i);
      std::string number_b = b.substr(j, end_b - j);
      const size_t width = std::max(number_a.size(), number_b.size());
      number_a.insert(0, width - number_a.size(), '0');
      number_b.insert(0, width - number_b.size(), '0');
      if (number_a != number_b) {
        return number_a < number_b;
      }
      i = end_a;
      j = end_b;
    } else if (a[i] != b[j]) {
      return a[i] < b[j];
    } else {
      ++i;
      ++j;
    }
  }
  return a.size() - i < b.size() - j;
}

}  // namespace

std::vector<int> SequenceOf(const PhotoSet& photos) {
  std::set<std::string> times;
  for (const InputPhoto& photo : photos) {
    times.insert(photo.captured_at);
  }
  const bool timed = times.size() == photos.size() && !times.contains("");
  std::vector<int> sequence(photos.size());
  std::iota(sequence.begin(), sequence.end(), 0);
  std::stable_sort(sequence.begin(), sequence.end(), [&](int a, int b) {
    const InputPhoto& first = photos[static_cast<size_t>(a)];
    const InputPhoto& second = photos[static_cast<size_t>(b)];
    return timed ? first.captured_at < second.captured_at : NameBefore(first.name, second.name);
  });
  return sequence;
}

}  // namespace disan::panorama
