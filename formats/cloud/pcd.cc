#include "formats/cloud/pcd.h"

#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/intensity_range.h"
#include "formats/cloud/little_endian.h"
#include "formats/cloud/lzf.h"
#include "formats/cloud/pcd_header.h"
#include "formats/cloud/text_numbers.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace disan {

namespace {

class PcdTaker {
 public:
  PcdTaker(const PcdHeader& header, Cloud& cloud)
      : x_(header.Find("x")),
        y_(header.Find("y")),
        z_(header.Find("z")),
        nx_(header.Find("normal_x")),
        ny_(header.Find("normal_y")),
        nz_(header.Find("normal_z")),
        rgb_(header.Find("rgb") != nullptr ? header.Find("rgb") : header.Find("rgba")),
        intensity_(header.Find("intensity")),
        cloud_(cloud),
        builder_(cloud) {}

  bool complete() const { return x_ != nullptr && y_ != nullptr && z_ != nullptr; }
  uint64_t left_out() const { return builder_.left_out(); }

  template <typename Value>
  void Take(Value&& value) {
    if (!builder_.Add({value(*x_), value(*y_), value(*z_)})) {
      return;
    }
    if (nx_ != nullptr && ny_ != nullptr && nz_ != nullptr) {
      cloud_.normals.push_back(Unit({value(*nx_), value(*ny_), value(*nz_)}));
    }
    if (rgb_ != nullptr) {
      const uint32_t packed = Packed(value(*rgb_));
      cloud_.colours.push_back({static_cast<uint8_t>(packed >> 16),
                                static_cast<uint8_t>(packed >> 8),
                                static_cast<uint8_t>(packed)});
    }
    if (intensity_ != nullptr) {
      intensities_.push_back(static_cast<float>(value(*intensity_)));
    }
  }

  void Finish() { cloud_.intensities = SpreadIntensities(intensities_); }

 private:
  // Colours are packed into four bytes that some call a float. As text such a float is a tiny
  // number, an integer a large one.
  uint32_t Packed(double value) const {
    if (rgb_->type == 'F') {
      return std::bit_cast<uint32_t>(static_cast<float>(value));
    }
    return value >= 0.0 && value <= 4294967295.0 ? static_cast<uint32_t>(value) : 0;
  }

  static Float3 Unit(const Double3& n) {
    return IsFinite(n) ? Normalized(n).To<float>() : Float3{};
  }

  const PcdField* x_;
  const PcdField* y_;
  const PcdField* z_;
  const PcdField* nx_;
  const PcdField* ny_;
  const PcdField* nz_;
  const PcdField* rgb_;
  const PcdField* intensity_;
  Cloud& cloud_;
  CloudBuilder builder_;
  std::vector<float> intensities_;
};

double LoadField(const PcdField& field, const char* at) {
  switch (field.type) {
    case 'F':
      return field.bytes == 8 ? LoadLittle<double>(at) : static_cast<double>(LoadLittle<float>(at));
    case 'U':
      switch (field.bytes) {
        case 1:
          return LoadLittle<uint8_t>(at);
        case 2:
          return LoadLittle<uint16_t>(at);
        case 4:
          return LoadLittle<uint32_t>(at);
        default:
          return static_cast<double>(LoadLittle<uint64_t>(at));
      }
    default:
      switch (field.bytes) {
        case 1:
          return LoadLittle<int8_t>(at);
        case 2:
          return LoadLittle<int16_t>(at);
        case 4:
          return LoadLittle<int32_t>(at);
        default:
          return static_cast<double>(LoadLittle<int64_t>(at));
      }
  }
}

std::optional<Diagnostic> TooFew(const std::string& file, uint64_t said, uint64_t there) {
  return CloudError(file,
                    messages::kCloudFewerPoints,
                    messages::kCloudCopyAgain,
                    fmt::arg("said", said),
                    fmt::arg("there", there));
}

std::optional<Diagnostic> TakeBinary(std::string_view data,
                                     const PcdHeader& header,
                                     const std::string& file,
                                     PcdTaker& taker) {
  if (const uint64_t room = data.size() / header.point_bytes; header.points > room) {
    return TooFew(file, header.points, room);
  }
  for (uint64_t i = 0; i < header.points; ++i) {
    const char* point = data.data() + i * header.point_bytes;
    taker.Take([&](const PcdField& field) { return LoadField(field, point + field.at); });
  }
  return std::nullopt;
}

// All values of the first field, then all of the second, and so on, packed with LZF.
std::optional<Diagnostic> TakeCompressed(std::string_view data,
                                         const PcdHeader& header,
                                         const std::string& file,
                                         PcdTaker& taker) {
  const Diagnostic damaged = CloudError(file, messages::kPcdDamaged, messages::kCloudCopyAgain);
  if (data.size() < 8) {
    return damaged;
  }
  const auto packed_bytes = LoadLittle<uint32_t>(data, 0);
  const auto bytes = LoadLittle<uint32_t>(data, 4);
  if (!Lies(8, packed_bytes, data.size()) || header.points > bytes / header.point_bytes) {
    return damaged;
  }
  std::string unpacked;
  if (!UnpackLzf(data.substr(8, packed_bytes), bytes, unpacked)) {
    return damaged;
  }
  for (uint64_t i = 0; i < header.points; ++i) {
    taker.Take([&](const PcdField& field) {
      const uint64_t stride = field.bytes * field.count;
      return LoadField(field, unpacked.data() + field.at * header.points + i * stride);
    });
  }
  return std::nullopt;
}

std::optional<Diagnostic> TakeText(std::string_view data,
                                   const PcdHeader& header,
                                   const std::string& file,
                                   PcdTaker& taker) {
  TextCursor lines(data);
  std::string_view line;
  std::vector<double> row(header.values);
  uint64_t taken = 0;
  while (taken < header.points && lines.NextLine(line)) {
    const size_t count = ParseNumbers(line, Punctuation::kCommaSeparates, row);
    if (count == 0) {
      continue;
    }
    if (count != header.values) {
      Diagnostic damaged = CloudError(file, messages::kPcdDamaged, messages::kCloudCopyAgain);
      damaged.line = header.lines + lines.line_number();
      return damaged;
    }
    taker.Take([&](const PcdField& field) { return row[field.value]; });
    ++taken;
  }
  return taken < header.points ? TooFew(file, header.points, taken) : std::nullopt;
}

std::optional<Diagnostic> TakePoints(std::string_view bytes,
                                     const PcdHeader& header,
                                     const std::string& file,
                                     PcdTaker& taker) {
  const std::string_view data = bytes.substr(header.data_at);
  switch (header.data) {
    case PcdHeader::Data::kText:
      return TakeText(data, header, file, taker);
    case PcdHeader::Data::kBinary:
      return TakeBinary(data, header, file, taker);
    default:
      return TakeCompressed(data, header, file, taker);
  }
}

}  // namespace

bool LooksLikePcd(std::string_view bytes) {
  PcdHeader header;
  return ReadPcdHeader(bytes, header);
}

Result<Cloud> ReadPcd(std::string_view bytes, const std::string& file) {
  const auto fail = [&](const Message& what, const Message& remedy) {
    return Result<Cloud>::Failed(CloudError(file, what, remedy));
  };
  PcdHeader header;
  if (!ReadPcdHeader(bytes, header)) {
    return fail(messages::kPcdDamaged, messages::kCloudCopyAgain);
  }
  if (header.points == 0) {
    return fail(messages::kCloudEmpty, messages::kCloudEmptyRemedy);
  }
  Cloud cloud;
  PcdTaker taker(header, cloud);
  if (!taker.complete()) {
    return fail(messages::kPcdNoPosition, messages::kPcdNoPositionRemedy);
  }
  if (auto wrong = TakePoints(bytes, header, file, taker)) {
    return Result<Cloud>::Failed(std::move(*wrong));
  }
  taker.Finish();
  Scan scan;
  scan.rows = header.height > 1 ? header.height : 0;
  scan.columns = header.height > 1 ? header.width : 0;
  scan.sensor_position = header.viewpoint;
  cloud.scans.push_back(std::move(scan));
  return CloudWithNotes(std::move(cloud), LeftOutNotes(taker.left_out(), file), file);
}

}  // namespace disan
