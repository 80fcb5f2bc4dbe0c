// libtiff's handles, owned, and its messages kept from standard error: what went wrong is said by
// who called. Only for .cc files.
#pragma once

#include <cstdarg>
#include <memory>

#include <tiffio.h>

namespace disan {

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

struct FreeTiffOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};
using TiffOpenOptions = std::unique_ptr<TIFFOpenOptions, FreeTiffOptions>;

inline TiffOpenOptions QuietTiff() {
  constexpr auto kSilence = [](TIFF*, void*, const char*, const char*, va_list) { return 1; };
  TiffOpenOptions options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), kSilence, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), kSilence, nullptr);
  return options;
}

}  // namespace disan
