// What an XMP packet says in words: whose the picture is, and of what.
#include "formats/image/xmp.h"
#include "formats/language/unicode.h"

#include <pugixml.hpp>

namespace disan {
namespace {

constexpr size_t kMostBytes = size_t{1} << 20;  // a packet in a JPEG has at most 64 kB
constexpr size_t kMostLetters = 4000;           // of one property: what is longer is no credit

std::string Plain(const char* text) {
  const std::string value(text);
  const size_t first = value.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || value.size() > kMostLetters || !IsValidUtf8(value)) {
    return "";
  }
  return value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
}

// The properties of all descriptions in the packet, under the prefixes that every writer gives
// them.
class Descriptions {
 public:
  explicit Descriptions(const pugi::xml_document& packet) {
    pugi::xml_node rdf = packet.child("rdf:RDF");
    if (!rdf) {
      rdf = packet.child("x:xmpmeta").child("rdf:RDF");
    }
    for (const pugi::xml_node one : rdf.children("rdf:Description")) {
      all_.push_back(one);
    }
  }

  // Of a list its entries, each behind the last.
  std::string Words(const char* name) const {
    for (const pugi::xml_node one : all_) {
      if (const pugi::xml_attribute attribute = one.attribute(name)) {
        return Plain(attribute.value());
      }
      if (const pugi::xml_node element = one.child(name)) {
        return ListOf(element);
      }
    }
    return "";
  }

  // x-default counts as Vietnamese where nothing else does.
  std::optional<Text> Alternatives(const char* name) const {
    for (const pugi::xml_node one : all_) {
      const pugi::xml_node choices = one.child(name).child("rdf:Alt");
      if (!choices) {
        continue;
      }
      Text text;
      std::string by_default;
      for (const pugi::xml_node choice : choices.children("rdf:li")) {
        const std::string_view language = choice.attribute("xml:lang").value();
        (language.starts_with("vi")   ? text.vi
         : language.starts_with("en") ? text.en
                                      : by_default) = Plain(choice.text().get());
      }
      if (text.vi.empty() && text.en != by_default) {
        text.vi = by_default;
      }
      if (text != Text{}) {
        return text;
      }
    }
    const std::string plain = Words(name);
    return plain.empty() ? std::nullopt : std::optional(Text{plain, ""});
  }

 private:
  static std::string ListOf(const pugi::xml_node& element) {
    std::string joined;
    for (const char* list : {"rdf:Seq", "rdf:Bag", "rdf:Alt"}) {
      for (const pugi::xml_node entry : element.child(list).children("rdf:li")) {
        const std::string word = Plain(entry.text().get());
        if (!word.empty() && joined.size() + word.size() < kMostLetters) {
          joined += (joined.empty() ? "" : "; ") + word;
        }
      }
    }
    return joined.empty() ? Plain(element.text().get()) : joined;
  }

  std::vector<pugi::xml_node> all_;
};

}  // namespace

Xmp ParseXmp(std::string_view packet) {
  pugi::xml_document document;
  if (packet.size() > kMostBytes || !document.load_buffer(packet.data(), packet.size())) {
    return {};
  }
  const Descriptions descriptions(document);
  return {.title = descriptions.Alternatives("dc:title"),
          .description = descriptions.Alternatives("dc:description"),
          .creator = descriptions.Words("dc:creator"),
          .rights = descriptions.Alternatives("dc:rights"),
          .rights_url = descriptions.Words("xmpRights:WebStatement"),
          .credit = descriptions.Words("photoshop:Credit"),
          .identifier = descriptions.Words("dc:identifier"),
          .date = descriptions.Words("photoshop:DateCreated"),
          .location = descriptions.Words("Iptc4xmpCore:Location"),
          .city = descriptions.Words("photoshop:City"),
          .gpano = ParseGPano(packet)};
}

}  // namespace disan
