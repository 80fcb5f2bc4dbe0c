#include "formats/image/xmp.h"
#include "formats/language/unicode.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace disan {
namespace {

// XML 1.0 has no place for most control characters: they are left out.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : IsValidUtf8(text) ? text : std::string()) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<uint8_t>(c) >= 0x20 || c == '\n' || c == '\t') {
          out += c;
        }
    }
  }
  return out;
}

std::string Alternatives(const char* name, const std::optional<Text>& text) {
  if (!text || (text->vi.empty() && text->en.empty())) {
    return "";
  }
  std::string out = fmt::format("   <{}>\n    <rdf:Alt>\n", name);
  const auto item = [&](const char* language, const std::string& value) {
    if (!value.empty()) {
      out += fmt::format("     <rdf:li xml:lang=\"{}\">{}</rdf:li>\n", language, Escaped(value));
    }
  };
  item("x-default", text->vi.empty() ? text->en : text->vi);
  item("vi", text->vi);
  item("en", text->en);
  return out + fmt::format("    </rdf:Alt>\n   </{}>\n", name);
}

std::string Element(const char* name, const std::string& value) {
  return value.empty() ? "" : fmt::format("   <{0}>{1}</{0}>\n", name, Escaped(value));
}

std::string Panorama(const GPano& pano) {
  std::string out = Element("GPano:UsePanoramaViewer", "True");
  out += Element("GPano:ProjectionType", pano.projection);
  const auto number = [&](const char* name, int value) {
    out += Element(name, fmt::format("{}", value));
  };
  number("GPano:CroppedAreaImageWidthPixels", pano.cropped_width_px);
  number("GPano:CroppedAreaImageHeightPixels", pano.cropped_height_px);
  number("GPano:FullPanoWidthPixels", pano.full_width_px);
  number("GPano:FullPanoHeightPixels", pano.full_height_px);
  number("GPano:CroppedAreaLeftPixels", pano.cropped_left_px);
  number("GPano:CroppedAreaTopPixels", pano.cropped_top_px);
  const auto angle = [&](const char* name, std::optional<double> value) {
    if (value && std::isfinite(*value)) {
      out += Element(name, fmt::format("{}", std::round(*value * 1e6) / 1e6));
    }
  };
  angle("GPano:PoseHeadingDegrees", pano.heading_deg);
  angle("GPano:PosePitchDegrees", pano.pitch_deg);
  angle("GPano:PoseRollDegrees", pano.roll_deg);
  return out;
}

constexpr std::array kGPanoProperties = {"ProjectionType",
                                         "UsePanoramaViewer",
                                         "CroppedAreaImageWidthPixels",
                                         "CroppedAreaImageHeightPixels",
                                         "FullPanoWidthPixels",
                                         "FullPanoHeightPixels",
                                         "CroppedAreaLeftPixels",
                                         "CroppedAreaTopPixels",
                                         "PoseHeadingDegrees",
                                         "PosePitchDegrees",
                                         "PoseRollDegrees"};

void TakeOutElement(std::string& packet, const std::string& name) {
  const std::string close = "</" + name + ">";
  for (size_t at = packet.find("<" + name + ">"); at != std::string::npos;
       at = packet.find("<" + name + ">", at)) {
    const size_t end = packet.find(close, at);
    if (end == std::string::npos) {
      return;
    }
    packet.erase(at, end + close.size() - at);
  }
}

void TakeOutAttribute(std::string& packet, const std::string& name) {
  for (size_t at = packet.find(name + "="); at != std::string::npos;
       at = packet.find(name + "=", at)) {
    const size_t open = at + name.size() + 1;
    const char quote = open < packet.size() ? packet[open] : ' ';
    const size_t end =
        quote == '"' || quote == '\'' ? packet.find(quote, open + 1) : std::string::npos;
    if (end == std::string::npos) {
      return;
    }
    packet.erase(at, end + 1 - at);
  }
}

}  // namespace

std::string EncodeXmp(const Xmp& xmp) {
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"disan\">\n"
      " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "  <rdf:Description rdf:about=\"\"\n"
      "    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
      "    xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"\n"
      "    xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\"\n"
      "    xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\"\n"
      "    xmlns:GPano=\"http://ns.google.com/photos/1.0/panorama/\">\n";
  out += Alternatives("dc:title", xmp.title);
  out += Alternatives("dc:description", xmp.description);
  if (!xmp.creator.empty()) {
    out += fmt::format("   <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
                       Escaped(xmp.creator));
  }
  out += Alternatives("dc:rights", xmp.rights);
  out += Element("dc:identifier", xmp.identifier);
  if (xmp.rights) {
    out += Element("xmpRights:Marked", "True");
    out += fmt::format(
        "   <xmpRights:Owner><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></xmpRights:Owner>\n",
        Escaped(xmp.rights->vi.empty() ? xmp.rights->en : xmp.rights->vi));
  }
  out += Element("xmpRights:WebStatement", xmp.rights_url);
  out += Element("photoshop:Credit", xmp.credit);
  out += Element("photoshop:DateCreated", xmp.date);
  out += Element("Iptc4xmpCore:Location", xmp.location);
  if (!xmp.city.empty()) {
    out += Element("photoshop:City", xmp.city);
    out += Element("photoshop:Country", "Việt Nam");
    out += Element("Iptc4xmpCore:CountryCode", "VN");
  }
  if (xmp.gpano) {
    out += Panorama(*xmp.gpano);
  }
  return out + "  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

std::string WithGPano(std::string_view packet, const GPano& gpano) {
  std::string kept(packet);
  for (const char* name : kGPanoProperties) {
    TakeOutElement(kept, std::string("GPano:") + name);
    TakeOutAttribute(kept, std::string("GPano:") + name);
  }
  const size_t end = kept.rfind("</rdf:RDF>");
  // Under another prefix, or with text that is no packet, nothing is sure.
  if (end == std::string::npos || ParseGPano(kept)) {
    return EncodeXmp({.gpano = gpano});
  }
  kept.insert(end,
              "<rdf:Description rdf:about=\"\" "
              "xmlns:GPano=\"http://ns.google.com/photos/1.0/panorama/\">\n" +
                  Panorama(gpano) + "  </rdf:Description>\n ");
  return kept;
}

}  // namespace disan
