// A picture to share: what one sees, and its name in both languages.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/image/image.h"

#include <string>

namespace disan {

inline constexpr int kShareWidth = 1200;
inline constexpr int kShareHeight = 630;
inline constexpr size_t kShareMostBytes = 300000;

struct ShareText {
  Text name;
  Text place;  // the site; empty on the site's own
};

// `view` fills the picture; empty: a plain ground.
Image8 ShareView(const Image8& view, const ShareText& text);

// `poster` stands at the right, the names beside it.
Image8 ShareObject(const Image8& poster, const ShareText& text);

// A JPEG below kShareMostBytes, with `xmp` in it.
Result<std::string> EncodeShare(const Image8& picture, const std::string& xmp);

}  // namespace disan
