#include "formats/cloud/write_las.h"

#include "formats/cloud/little_endian.h"

#include <algorithm>
#include <cmath>

namespace disan {

namespace {

void AppendText(std::string& out, std::string text, size_t width) {
  text.resize(width);
  out += text;
}

struct LasLayout {
  bool extended;
  bool coloured;
  uint16_t header_bytes;
  uint16_t record_bytes;
  uint8_t format;

  LasLayout(const Cloud& cloud, const LasOptions& options)
      : extended(options.minor_version >= 4), coloured(!cloud.colours.empty()) {
    header_bytes = extended ? 375 : 227;
    format = static_cast<uint8_t>(extended ? (coloured ? 7 : 6) : (coloured ? 2 : 0));
    record_bytes = static_cast<uint16_t>((extended ? 30 : 20) + (coloured ? 6 : 0));
  }
};

std::string WktRecord(const std::string& wkt) {
  std::string record;
  AppendLittle(record, uint16_t{0});
  AppendText(record, "LASF_Projection", 16);
  AppendLittle(record, uint16_t{2112});
  AppendLittle(record, static_cast<uint16_t>(wkt.size() + 1));
  AppendText(record, "", 32);
  return record + wkt + '\0';
}

std::string Header(const Cloud& cloud,
                   const LasOptions& options,
                   const LasLayout& layout,
                   const std::string& records) {
  const Bounds bounds = BoundsOf(cloud);
  const auto count = static_cast<uint32_t>(cloud.size());
  std::string out = "LASF";
  AppendLittle(out, uint16_t{0});
  AppendLittle(out, static_cast<uint16_t>(records.empty() ? 0 : 16));  // bit 4: WKT
  AppendText(out, "", 16);
  out.push_back(1);
  out.push_back(static_cast<char>(options.minor_version));
  AppendText(out, "disan", 32);
  AppendText(out, "disan", 32);
  AppendLittle(out, uint16_t{1});  // a day and a year that are nobody's: outputs know no clock
  AppendLittle(out, uint16_t{2000});
  AppendLittle(out, layout.header_bytes);
  AppendLittle(out, static_cast<uint32_t>(layout.header_bytes + records.size()));
  AppendLittle(out, static_cast<uint32_t>(records.empty() ? 0 : 1));
  AppendLittle(out, layout.format);
  AppendLittle(out, layout.record_bytes);
  AppendLittle(out, layout.extended ? uint32_t{0} : count);
  for (int i = 0; i < 5; ++i) {
    AppendLittle(out, i == 0 && !layout.extended ? count : uint32_t{0});
  }
  for (int k = 0; k < 3; ++k) {
    AppendLittle(out, options.step);
  }
  for (int k = 0; k < 3; ++k) {
    AppendLittle(out, cloud.origin[k]);
  }
  for (int k = 0; k < 3; ++k) {
    AppendLittle(out, bounds.max[k]);
    AppendLittle(out, bounds.min[k]);
  }
  if (layout.extended) {
    AppendLittle(out, uint64_t{0});
    AppendLittle(out, uint64_t{0});
    AppendLittle(out, uint32_t{0});
    AppendLittle(out, uint64_t{cloud.size()});
    for (int i = 0; i < 15; ++i) {
      AppendLittle(out, i == 0 ? uint64_t{cloud.size()} : uint64_t{0});
    }
  }
  return out;
}

void AppendRecord(const Cloud& cloud,
                  size_t i,
                  const LasOptions& options,
                  const LasLayout& layout,
                  std::string& out) {
  const size_t end = out.size() + layout.record_bytes;
  const Float3& point = cloud.points[i];
  for (int k = 0; k < 3; ++k) {
    AppendLittle(out,
                 static_cast<int32_t>(std::llround(static_cast<double>(point[k]) / options.step)));
  }
  AppendLittle(out, cloud.intensities.empty() ? uint16_t{0} : cloud.intensities[i]);
  out.push_back(layout.extended ? 0x11 : 0x09);  // the first return of one
  out.resize(end - (layout.coloured ? 6U : 0U));
  if (layout.coloured) {
    const Rgba8& colour = cloud.colours[i];
    for (const uint8_t part : {colour.r, colour.g, colour.b}) {
      AppendLittle(out, static_cast<uint16_t>(part * 257));
    }
  }
}

}  // namespace

std::string EncodeLas(const Cloud& cloud, const LasOptions& options) {
  const LasLayout layout(cloud, options);
  const std::string records = cloud.crs.empty() ? std::string() : WktRecord(cloud.crs);
  std::string out = Header(cloud, options, layout, records);
  out += records;
  out.reserve(out.size() + cloud.size() * layout.record_bytes);
  for (size_t i = 0; i < cloud.size(); ++i) {
    AppendRecord(cloud, i, options, layout, out);
  }
  return out;
}

}  // namespace disan
