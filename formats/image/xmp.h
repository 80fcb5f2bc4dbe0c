// The XMP packet that travels in every JPEG and TIFF the program writes: our own writer (Exiv2 is
// GPL).
#pragma once

#include "formats/image/photo.h"
#include "formats/language/text.h"

#include <optional>
#include <string>
#include <string_view>

namespace disan {

struct Xmp {
  std::optional<Text> title;        // dc:title, x-default is Vietnamese
  std::optional<Text> description;  // dc:description
  std::string creator;              // dc:creator
  std::optional<Text> rights;       // dc:rights
  std::string rights_url;           // xmpRights:WebStatement
  std::string credit;               // photoshop:Credit, the line that visitors see
  std::string identifier;           // dc:identifier
  std::string date;                 // photoshop:DateCreated: the day of the capture
  std::string location;             // Iptc4xmpCore:Location
  std::string city;                 // photoshop:City; with one the country is Việt Nam
  std::optional<GPano> gpano;

  bool operator==(const Xmp&) const = default;
};

std::string EncodeXmp(const Xmp& xmp);

// Anybody's packet, as far as it speaks of these; empty when it is none.
Xmp ParseXmp(std::string_view packet);

// The packet as it is, but for the GPano properties: those of `gpano` stand in it. A packet that
// cannot be mended so (or is empty) gives way to a new one.
std::string WithGPano(std::string_view packet, const GPano& gpano);

// The GPano properties of a packet, written as attributes or as elements.
std::optional<GPano> ParseGPano(std::string_view packet);

}  // namespace disan
