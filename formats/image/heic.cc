#include "formats/image/heic.h"

#include "formats/files/read_file.h"
#include "formats/image/damaged.h"
#include "formats/image/plausible_size.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <libheif/heif.h>

namespace disan {
namespace {

struct FreeHeif {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(heif_image* image) const { heif_image_release(image); }
};
template <typename T>
using Heif = std::unique_ptr<T, FreeHeif>;

// The container and its primary picture; the bytes have to outlive it.
struct Opened {
  Heif<heif_context> context;
  Heif<heif_image_handle> picture;
};

Result<Opened> Open(std::span<const uint8_t> bytes) {
  Opened opened{.context = Heif<heif_context>(heif_context_alloc())};
  heif_error error = heif_context_read_from_memory_without_copy(
      opened.context.get(), bytes.data(), bytes.size(), nullptr);
  heif_image_handle* picture = nullptr;
  if (error.code == heif_error_Ok) {
    error = heif_context_get_primary_image_handle(opened.context.get(), &picture);
  }
  if (error.code != heif_error_Ok) {
    return Result<Opened>::Failed(DamagedPicture("HEIC", error.message));
  }
  opened.picture.reset(picture);
  return Result<Opened>::Of(std::move(opened));
}

std::vector<uint8_t> MetadataOf(heif_image_handle* picture, const char* type) {
  heif_item_id id = 0;
  std::vector<uint8_t> bytes;
  if (heif_image_handle_get_list_of_metadata_block_IDs(picture, type, &id, 1) == 1) {
    bytes.resize(heif_image_handle_get_metadata_size(picture, id));
    if (bytes.empty() ||
        heif_image_handle_get_metadata(picture, id, bytes.data()).code != heif_error_Ok) {
      bytes.clear();
    }
  }
  return bytes;
}

std::vector<uint8_t> ProfileOf(heif_image_handle* picture) {
  std::vector<uint8_t> profile(heif_image_handle_get_raw_color_profile_size(picture));
  if (profile.empty() ||
      heif_image_handle_get_raw_color_profile(picture, profile.data()).code != heif_error_Ok) {
    profile.clear();
  }
  return profile;
}

// The EXIF block begins with the distance from its fifth byte to the TIFF structure.
Exif ExifOf(heif_image_handle* picture) {
  const std::vector<uint8_t> block = MetadataOf(picture, "Exif");
  if (block.size() < 4) {
    return {};
  }
  const size_t skip =
      size_t{block[0]} << 24 | size_t{block[1]} << 16 | size_t{block[2]} << 8 | size_t{block[3]};
  return skip > block.size() - 4 ? Exif{} : ParseExif(std::span(block).subspan(4 + skip));
}

std::string XmpOf(heif_image_handle* picture) {
  const std::vector<uint8_t> block = MetadataOf(picture, "mime");
  return {block.begin(), block.end()};
}

// Rows may be padded; 16-bit samples hold `bits` of use and are spread over the whole range.
template <typename Sample>
Image<Sample> Unpacked(const heif_image* image, int bits) {
  int stride = 0;
  const uint8_t* plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  Image<Sample> out(heif_image_get_width(image, heif_channel_interleaved),
                    heif_image_get_height(image, heif_channel_interleaved),
                    3);
  const size_t row = static_cast<size_t>(out.width) * 3;
  for (int y = 0; y < out.height; ++y) {
    std::memcpy(out.At(0, y),
                plane + static_cast<size_t>(y) * static_cast<size_t>(stride),
                row * sizeof(Sample));
  }
  if constexpr (sizeof(Sample) == 2) {
    const uint32_t top = (1U << bits) - 1;
    for (Sample& sample : out.pixels) {
      sample = static_cast<Sample>((std::min<uint32_t>(sample, top) * 65535U + top / 2) / top);
    }
  }
  return out;
}

}  // namespace

Result<DecodedPicture> DecodeHeic(std::span<const uint8_t> bytes, uint64_t limit_pixels) {
  Result<Opened> opened = Open(bytes);
  if (!opened) {
    return Result<DecodedPicture>::Failed(std::move(opened.diagnostics));
  }
  heif_image_handle* picture = opened->picture.get();
  const ClaimedSize claimed{static_cast<uint64_t>(heif_image_handle_get_width(picture)),
                            static_cast<uint64_t>(heif_image_handle_get_height(picture)),
                            bytes.size()};
  if (auto refused = RefuseImplausibleSize(claimed, limit_pixels)) {
    return Result<DecodedPicture>::Failed(std::move(*refused));
  }
  const int bits = heif_image_handle_get_luma_bits_per_pixel(picture);
  const bool deep = bits > 8 && bits <= 16;
  heif_image* raw = nullptr;
  const heif_error error =
      heif_decode_image(picture,
                        &raw,
                        heif_colorspace_RGB,
                        deep ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB,
                        nullptr);
  const Heif<heif_image> image(raw);
  if (error.code != heif_error_Ok) {
    return Result<DecodedPicture>::Failed(DamagedPicture("HEIC", error.message));
  }
  DecodedPicture decoded{.icc = ProfileOf(picture)};
  if (deep) {
    decoded.pixels = Unpacked<uint16_t>(raw, bits);
  } else {
    decoded.pixels = Unpacked<uint8_t>(raw, bits);
  }
  return Result<DecodedPicture>::Of(std::move(decoded));
}

Result<PhotoFacts> ReadHeicFacts(const std::filesystem::path& file) {
  const Result<std::string> content = ReadFile(file);
  if (!content) {
    return Result<PhotoFacts>::Failed(content.diagnostics);
  }
  Result<Opened> opened =
      Open({reinterpret_cast<const uint8_t*>(content->data()), content->size()});
  if (!opened) {
    return Result<PhotoFacts>::Failed(std::move(opened.diagnostics));
  }
  heif_image_handle* picture = opened->picture.get();
  return Result<PhotoFacts>::Of(
      {.format = PhotoFormat::kHeic,
       .width_px = heif_image_handle_get_width(picture),
       .height_px = heif_image_handle_get_height(picture),
       .bits = heif_image_handle_get_luma_bits_per_pixel(picture) > 8 ? 16 : 8,
       .exif = ExifOf(picture),
       .xmp = XmpOf(picture),
       .stored_upright = true});
}

}  // namespace disan
