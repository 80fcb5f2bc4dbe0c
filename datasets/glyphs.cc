#include "datasets/glyphs.h"

#include "formats/language/world_messages.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

#include <ft2build.h>
#include FT_FREETYPE_H

namespace disan::world {
namespace {

constexpr const char* kFonts[] = {
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
};

std::vector<char32_t> Characters(std::string_view text) {
  std::vector<char32_t> out;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t character = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      character = character << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    out.push_back(character);
    i += length;
  }
  return out;
}

class Font {
 public:
  static Result<std::unique_ptr<Font>> Open(int cell_px) {
    auto font = std::make_unique<Font>();
    if (FT_Init_FreeType(&font->library_) == 0) {
      for (const char* file : kFonts) {
        if (std::filesystem::exists(file) &&
            FT_New_Face(font->library_, file, 0, &font->face_) == 0) {
          FT_Set_Pixel_Sizes(font->face_, 0, static_cast<FT_UInt>(cell_px * 9 / 10));
          return Result<std::unique_ptr<Font>>::Of(std::move(font));
        }
      }
    }
    return Result<std::unique_ptr<Font>>::Failed(
        Diagnostic{.file = kFonts[0],
                   .what = Say(messages::kWorldFontMissing, fmt::arg("file", kFonts[0])),
                   .remedy = Say(messages::kWorldFontMissingRemedy)});
  }
  Font() = default;
  ~Font() {
    if (face_ != nullptr) {
      FT_Done_Face(face_);
    }
    if (library_ != nullptr) {
      FT_Done_FreeType(library_);
    }
  }
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;

  void Draw(char32_t character, ImageFloat& image, int left, int top, int cell_px) {
    if (character == U' ' || FT_Load_Char(face_, character, FT_LOAD_RENDER) != 0) {
      return;
    }
    const FT_Bitmap& bitmap = face_->glyph->bitmap;
    const int x0 = left + (cell_px - static_cast<int>(bitmap.width)) / 2;
    const int y0 = top + (cell_px - static_cast<int>(bitmap.rows)) / 2;
    for (int y = 0; y < static_cast<int>(bitmap.rows); ++y) {
      for (int x = 0; x < static_cast<int>(bitmap.width); ++x) {
        if (x0 + x >= 0 && x0 + x < image.width && y0 + y >= 0 && y0 + y < image.height) {
          *image.At(x0 + x, y0 + y) = static_cast<float>(bitmap.buffer[y * bitmap.pitch + x]) / 255;
        }
      }
    }
  }

 private:
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

}  // namespace

Result<ImageFloat> RenderColumns(const TextBlock& block) {
  auto font = Font::Open(block.cell_px);
  if (!font) {
    return Result<ImageFloat>::Failed(std::move(font.diagnostics));
  }
  int rows = block.rows;
  std::vector<std::vector<char32_t>> columns;
  for (const std::string& column : block.columns) {
    columns.push_back(Characters(column));
    rows = block.rows > 0 ? rows : std::max(rows, static_cast<int>(columns.back().size()));
  }
  const int count = static_cast<int>(columns.size());
  ImageFloat image(count * block.cell_px, rows * block.cell_px, 1);
  for (int c = 0; c < count; ++c) {
    const auto& column = columns[static_cast<size_t>(c)];
    for (int r = 0; r < std::min(rows, static_cast<int>(column.size())); ++r) {
      (*font)->Draw(column[static_cast<size_t>(r)],
                    image,
                    (count - 1 - c) * block.cell_px,
                    r * block.cell_px,
                    block.cell_px);
    }
  }
  return Result<ImageFloat>::Of(std::move(image));
}

Result<ImageFloat> RenderLine(std::string_view text, int cell_px, bool right_to_left) {
  TextBlock block{.cell_px = cell_px};
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    block.columns.emplace_back(text.substr(i, length));
    i += length;
  }
  if (!right_to_left) {
    std::reverse(block.columns.begin(), block.columns.end());
  }
  return RenderColumns(block);
}

float Coverage(const ImageFloat& image, float u, float v) {
  const float x = u * static_cast<float>(image.width) - 0.5F;
  const float y = v * static_cast<float>(image.height) - 0.5F;
  const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
  const float fx = x - std::floor(x), fy = y - std::floor(y);
  const auto at = [&](int px, int py) {
    return px < 0 || py < 0 || px >= image.width || py >= image.height ? 0.0F : *image.At(px, py);
  };
  return (at(ix, iy) * (1 - fx) + at(ix + 1, iy) * fx) * (1 - fy) +
         (at(ix, iy + 1) * (1 - fx) + at(ix + 1, iy + 1) * fx) * fy;
}

ImageFloat Chiselled(const ImageFloat& coverage, int radius_px) {
  ImageFloat out = coverage;
  for (int pass = 0; pass < 4; ++pass) {  // two box blurs each way come close to a Gaussian
    const ImageFloat from = out;
    const bool across = pass % 2 == 0;
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        float sum = 0;
        for (int k = -radius_px; k <= radius_px; ++k) {
          const int px = std::clamp(across ? x + k : x, 0, out.width - 1);
          const int py = std::clamp(across ? y : y + k, 0, out.height - 1);
          sum += *from.At(px, py);
        }
        *out.At(x, y) = sum / static_cast<float>(2 * radius_px + 1);
      }
    }
  }
  return out;
}

}  // namespace disan::world
