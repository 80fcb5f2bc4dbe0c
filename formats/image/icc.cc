#include "formats/image/icc.h"

#include "formats/language/image_messages.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <lcms2.h>

namespace disan {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

Profile OpenProfile(std::span<const uint8_t> bytes) {
  return Profile(cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
}

// 16 bits go without lcms2's tables, which are off by up to a hundredth near the gamut's edge.
Transform ToSrgb(const Profile& from, cmsUInt32Number from_type, cmsUInt32Number to_type) {
  const cmsUInt32Number exact = T_BYTES(to_type) == 2 ? cmsFLAGS_NOOPTIMIZE : 0;
  const Profile srgb(cmsCreate_sRGBProfile());
  return Transform(cmsCreateTransform(from.get(),
                                      from_type,
                                      srgb.get(),
                                      to_type,
                                      INTENT_RELATIVE_COLORIMETRIC,
                                      cmsFLAGS_BLACKPOINTCOMPENSATION | exact));
}

// Judged by what it does to colours, not by its name: there are many sRGB profiles.
bool IsSrgb(const Profile& profile) {
  const Transform transform = ToSrgb(profile, TYPE_RGB_8, TYPE_RGB_8);
  if (!transform) {
    return false;
  }
  constexpr int kSteps = 9;
  for (int i = 0; i < kSteps * kSteps * kSteps; ++i) {
    const auto level = [](int step) { return static_cast<uint8_t>(step * 255 / (kSteps - 1)); };
    const std::array<uint8_t, 3> in = {
        level(i % kSteps), level(i / kSteps % kSteps), level(i / kSteps / kSteps)};
    std::array<uint8_t, 3> out{};
    cmsDoTransform(transform.get(), in.data(), out.data(), 1);
    for (size_t c = 0; c < 3; ++c) {
      if (std::abs(in[c] - out[c]) > 1) {
        return false;
      }
    }
  }
  return true;
}

template <typename Sample>
std::optional<Diagnostic> Convert(Image<Sample>& image, std::span<const uint8_t> bytes) {
  if (bytes.empty()) {
    return std::nullopt;
  }
  const Diagnostic unusable{.severity = Severity::kWarning,
                            .what = Say(messages::kImageProfileUnusable),
                            .remedy = Say(messages::kImageProfileRemedy)};
  const Profile profile = OpenProfile(bytes);
  if (!profile) {
    return unusable;
  }
  const cmsColorSpaceSignature space = cmsGetColorSpace(profile.get());
  if (space == cmsSigRgbData && IsSrgb(profile)) {
    return std::nullopt;
  }
  constexpr cmsUInt32Number kBytes = BYTES_SH(sizeof(Sample));
  constexpr cmsUInt32Number kRgb = COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | kBytes;
  constexpr cmsUInt32Number kGrey = COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | EXTRA_SH(2) | kBytes;
  if (space != cmsSigRgbData && space != cmsSigGrayData) {
    return unusable;
  }
  const Transform transform = ToSrgb(profile, space == cmsSigRgbData ? kRgb : kGrey, kRgb);
  if (!transform) {
    return unusable;
  }
  std::vector<Sample> row(static_cast<size_t>(image.width) * 3);
  for (int y = 0; y < image.height; ++y) {
    std::copy_n(image.At(0, y), row.size(), row.data());
    cmsDoTransform(
        transform.get(), row.data(), image.At(0, y), static_cast<cmsUInt32Number>(image.width));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> ConvertToSrgb(Image8& image, std::span<const uint8_t> profile) {
  return Convert(image, profile);
}

std::optional<Diagnostic> ConvertToSrgb(Image16& image, std::span<const uint8_t> profile) {
  return Convert(image, profile);
}

bool IsSrgbProfile(std::span<const uint8_t> profile) {
  const Profile opened = profile.empty() ? nullptr : OpenProfile(profile);
  return profile.empty() ||
         (opened && cmsGetColorSpace(opened.get()) == cmsSigRgbData && IsSrgb(opened));
}

std::vector<uint8_t> AdobeRgbProfile() {
  // Adobe RGB (1998) Color Image Encoding, section 4.3.
  const cmsCIExyY white = {0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 563.0 / 256);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  const Profile profile(cmsCreateRGBProfile(&white, &primaries, curves));
  cmsFreeToneCurve(curve);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile.get(), nullptr, &size);
  std::vector<uint8_t> bytes(size);
  cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
  return bytes;
}

struct CmykConverter::State {
  Transform transform;
  bool inverted = false;
};

CmykConverter::CmykConverter(std::span<const uint8_t> profile, bool inverted)
    : state_(std::make_unique<State>()) {
  state_->inverted = inverted;
  const Profile opened = profile.empty() ? nullptr : OpenProfile(profile);
  if (opened && cmsGetColorSpace(opened.get()) == cmsSigCmykData) {
    state_->transform = ToSrgb(opened, inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8, TYPE_RGB_8);
  }
}

CmykConverter::~CmykConverter() = default;
CmykConverter::CmykConverter(CmykConverter&&) noexcept = default;
CmykConverter& CmykConverter::operator=(CmykConverter&&) noexcept = default;

void CmykConverter::Convert(const uint8_t* cmyk, uint8_t* rgb, int count) const {
  if (state_->transform) {
    cmsDoTransform(state_->transform.get(), cmyk, rgb, static_cast<cmsUInt32Number>(count));
    return;
  }
  const int flip = state_->inverted ? 0 : 255;
  for (int i = 0; i < count; ++i, cmyk += 4, rgb += 3) {
    for (int c = 0; c < 3; ++c) {
      rgb[c] = static_cast<uint8_t>(((cmyk[c] ^ flip) * (cmyk[3] ^ flip) + 127) / 255);
    }
  }
}

}  // namespace disan
