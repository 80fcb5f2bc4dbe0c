#include "pipeline/canvas/page_boxes.h"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace disan {
namespace {

std::optional<size_t> NumberAt(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) {
    ++at;
  }
  size_t value = 0;
  const auto read = std::from_chars(text.data() + at, text.data() + text.size(), value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<size_t> NumberAfter(std::string_view text, std::string_view key) {
  const size_t found = text.rfind(key);
  return found == std::string_view::npos ? std::nullopt : NumberAt(text, found + key.size());
}

struct Structure {
  size_t xref = 0;
  size_t size = 0;
  size_t root = 0;
  size_t info = 0;
  std::map<size_t, size_t> offsets;  // of each object
};

// One table of cross references, as Cairo writes it: "xref\n0 N\n", then 20 bytes an object.
std::optional<Structure> StructureOf(std::string_view pdf) {
  const auto xref = NumberAfter(pdf, "startxref");
  const size_t trailer = pdf.rfind("trailer");
  if (!xref || trailer == std::string_view::npos || *xref > trailer) {
    return std::nullopt;
  }
  const std::string_view end = pdf.substr(trailer);
  const auto size = NumberAfter(end, "/Size");
  const auto root = NumberAfter(end, "/Root");
  const auto info = NumberAfter(end, "/Info");
  const std::string start = size ? fmt::format("xref\n0 {}\n", *size) : "";
  if (!size || !root || !info || pdf.substr(*xref, start.size()) != start ||
      *size > pdf.size() / 20 || *xref + start.size() + *size * 20 > pdf.size()) {
    return std::nullopt;
  }
  Structure structure{.xref = *xref, .size = *size, .root = *root, .info = *info, .offsets = {}};
  for (size_t i = 1; i < *size; ++i) {
    const auto offset =
        NumberAt(pdf.substr(0, *xref + start.size() + i * 20 + 10), *xref + start.size() + i * 20);
    if (offset && *offset < *xref) {
      structure.offsets[i] = *offset;
    }
  }
  return structure;
}

// "N 0 obj ... endobj\n"; empty when it is not there.
std::string ObjectAt(std::string_view pdf, size_t number, size_t offset) {
  const std::string_view from = pdf.substr(offset);
  const size_t end = from.find("endobj\n");
  const bool starts = from.starts_with(fmt::format("{} 0 obj\n", number));
  return starts && end != std::string_view::npos ? std::string(from.substr(0, end + 7)) : "";
}

std::optional<std::array<double, 4>> MediaBoxOf(std::string_view page) {
  constexpr std::string_view kKey = "/MediaBox [";
  size_t at = page.find(kKey);
  std::array<double, 4> box{};
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  at += kKey.size();
  for (double& edge : box) {
    while (at < page.size() && page[at] == ' ') {
      ++at;
    }
    const auto read = std::from_chars(page.data() + at, page.data() + page.size(), edge);
    if (read.ec != std::errc()) {
      return std::nullopt;
    }
    at = static_cast<size_t>(read.ptr - page.data());
  }
  return box;
}

std::string BoxText(const char* key, const std::array<double, 4>& media, double inset_mm) {
  const double inset = inset_mm * kPointsPerMillimetre;
  return fmt::format("   {} [ {:.3f} {:.3f} {:.3f} {:.3f} ]\n",
                     key,
                     media[0] + inset,
                     media[1] + inset,
                     media[2] - inset,
                     media[3] - inset);
}

std::string PageWithBoxes(std::string page, const PageBoxes& boxes) {
  const auto media = MediaBoxOf(page);
  const size_t place = page.find("   /Contents");
  if (!media || place == std::string::npos) {
    return "";
  }
  page.insert(place,
              BoxText("/BleedBox", *media, boxes.bleed_inset_mm) +
                  BoxText("/TrimBox", *media, boxes.trim_inset_mm));
  return page;
}

std::string InfoWithDate(std::string info) {
  constexpr std::string_view kKey = "/CreationDate (";
  const size_t found = info.find(kKey);
  if (found == std::string::npos || info.compare(found + kKey.size(), 2, "D:") == 0) {
    return "";
  }
  return info.insert(found + kKey.size(), "D:");
}

}  // namespace

std::string WithPageBoxes(std::string pdf, const PageBoxes& boxes) {
  const std::optional<Structure> structure = StructureOf(pdf);
  if (!structure) {
    return pdf;
  }
  std::vector<std::pair<size_t, std::string>> changed;
  for (const auto& [number, offset] : structure->offsets) {
    std::string object = ObjectAt(pdf, number, offset);
    object = object.find("<< /Type /Page %") != std::string::npos ? PageWithBoxes(object, boxes)
             : number == structure->info                          ? InfoWithDate(object)
                                                                  : "";
    if (!object.empty()) {
      changed.emplace_back(number, std::move(object));
    }
  }
  std::string table = "xref\n";
  for (const auto& [number, object] : changed) {
    table += fmt::format("{} 1\n{:010} 00000 n \n", number, pdf.size());
    pdf += object;
  }
  const size_t start = pdf.size();
  pdf += table + fmt::format(
                     "trailer\n<< /Size {} /Root {} 0 R /Info {} 0 R /Prev {} >>\n"
                     "startxref\n{}\n%%EOF\n",
                     structure->size,
                     structure->root,
                     structure->info,
                     structure->xref,
                     start);
  return pdf;
}

}  // namespace disan
