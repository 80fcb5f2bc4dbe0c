// Embedded colour profiles, turned into sRGB with Little CMS.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace disan {

// The 3-channel pixels, which are in the profile's colours, become sRGB (relative colorimetric with
// black point compensation). Nothing is touched when the profile is sRGB already or is empty, nor
// when it cannot be used: then the answer warns. A grey profile takes the first channel.
std::optional<Diagnostic> ConvertToSrgb(Image8& image, std::span<const uint8_t> profile);
std::optional<Diagnostic> ConvertToSrgb(Image16& image, std::span<const uint8_t> profile);

// Whether the pixels may be taken as sRGB as they are; no profile counts as sRGB.
bool IsSrgbProfile(std::span<const uint8_t> profile);

// Adobe RGB (1998), for cameras that say so in EXIF only.
std::vector<uint8_t> AdobeRgbProfile();

// Rows of CMYK to rows of sRGB, through the profile or, without one, as plain inks.
class CmykConverter {
 public:
  // `inverted`: 255 is no ink, as Adobe writes it.
  CmykConverter(std::span<const uint8_t> profile, bool inverted);
  ~CmykConverter();
  CmykConverter(CmykConverter&&) noexcept;
  CmykConverter& operator=(CmykConverter&&) noexcept;

  void Convert(const uint8_t* cmyk, uint8_t* rgb, int count) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace disan
