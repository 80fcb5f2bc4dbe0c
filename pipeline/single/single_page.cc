// Nothing of a site stands in the markup but the escaped title and name: paths and types are in a
// list that is itself base64, and base64 can neither end a script block nor open a comment.
#include "pipeline/single/single_page.h"

#include "formats/exchange/markup.h"
#include "formats/files/base64.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 4> kPlaces = {
    "{{title}}", "{{name}}", "{{first}}", "{{rest}}"};

constexpr char kBlock[] = "<script type=\"text/plain\" id=\"{}\">";
constexpr char kBlockEnd[] = "</script>\n";

std::string ListOf(const SinglePage& page) {
  Json list = Json::array();
  for (const std::vector<SinglePart>* parts : {&page.first, &page.rest}) {
    for (const SinglePart& part : *parts) {
      list.push_back({part.path, part.type, part.bytes});
    }
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void WritePart(const SinglePart& part, size_t number, const ReadPart& read, const PutBytes& put) {
  put(fmt::format(kBlock, fmt::format("part-{}", number)));
  Base64 encoder;
  read(part, [&](std::string_view bytes) { put(encoder.Add(bytes)); });
  put(encoder.Finish());
  put(kBlockEnd);
}

}  // namespace

std::optional<PageTemplate> PageTemplate::Of(std::string html) {
  PageTemplate cut;
  size_t from = 0;
  for (const std::string_view place : kPlaces) {
    const size_t at = html.find(place);
    if (at == std::string::npos || at < from || html.rfind(place) != at) {
      return std::nullopt;
    }
    cut.pieces_.push_back(html.substr(from, at - from));
    from = at + place.size();
  }
  cut.pieces_.push_back(html.substr(from));
  return cut;
}

void PageTemplate::Write(const SinglePage& page, const ReadPart& read, const PutBytes& put) const {
  put(pieces_[0]);
  put(EscapeMarkup(page.title));
  put(pieces_[1]);
  put(EscapeMarkup(page.name));
  put(pieces_[2]);
  put(fmt::format(kBlock, "part-list") + Base64Of(ListOf(page)) + kBlockEnd);
  size_t number = 0;
  for (const SinglePart& part : page.first) {
    WritePart(part, number++, read, put);
  }
  put(pieces_[3]);
  for (const SinglePart& part : page.rest) {
    WritePart(part, number++, read, put);
  }
  put(pieces_[4]);
}

}  // namespace disan
