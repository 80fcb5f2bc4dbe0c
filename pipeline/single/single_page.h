// One HTML page that holds a whole tour. Everything is handed on as it comes: memory grows with the
// number of parts, not with their size.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct SinglePart {
  std::string path;  // as tour.json names it
  std::string type;  // MIME
  uint64_t bytes = 0;
};

struct SinglePage {
  std::string title;
  std::string name;
  std::vector<SinglePart> first;
  std::vector<SinglePart> rest;
};

using PutBytes = std::function<void(std::string_view)>;
// Hands the bytes of a part on, in as many pieces as it likes.
using ReadPart = std::function<void(const SinglePart& part, const PutBytes& put)>;

// The page without its parts, cut at the places that are filled in.
class PageTemplate {
 public:
  // Nothing when a place is missing, stands twice or out of order.
  static std::optional<PageTemplate> Of(std::string html);

  void Write(const SinglePage& page, const ReadPart& read, const PutBytes& put) const;

 private:
  // Before the title, the name, the first parts, the other parts, and the end.
  std::vector<std::string> pieces_;
};

}  // namespace disan
