#include "formats/cloud/write_e57.h"

#include "formats/cloud/crc32c.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

namespace disan {

namespace {

constexpr size_t kPage = 1024;
constexpr size_t kPayload = kPage - 4;
constexpr size_t kRecordsPerPacket = 1000;  // 24 kB of doubles; a packet holds 64 kB

uint64_t Physical(uint64_t logical) {
  return logical / kPayload * kPage + logical % kPayload;
}

// Values of a few bits, low bit first.
class BitWriter {
 public:
  void Put(uint64_t value, int bits) {
    for (int i = 0; i < bits; ++i) {
      if (used_ == 0) {
        bytes_.push_back('\0');
      }
      if (((value >> i) & 1U) != 0) {
        bytes_.back() = static_cast<char>(bytes_.back() | (1 << used_));
      }
      used_ = (used_ + 1) % 8;
    }
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  int used_ = 0;
};

Pose Inverse(const Pose& pose) {
  Pose inverse;
  const auto& q = pose.rotation_wxyz;
  inverse.rotation_wxyz = {q[0], -q[1], -q[2], -q[3]};
  inverse.translation = inverse.Rotate(pose.translation) * -1.0;
  return inverse;
}

// What one scan's points look like in the file.
struct StoredScan {
  std::vector<size_t> points;   // indices into the cloud
  std::vector<Double3> places;  // in the scanner's frame
  std::array<int64_t, 3> low{};
  std::array<int64_t, 3> high{};
  uint64_t section_at = 0;  // physical
};

StoredScan Store(const Cloud& cloud, size_t scan, const E57Options& options) {
  StoredScan stored;
  const Pose scan_from_world = Inverse(cloud.scans[scan].world_from_scan);
  for (size_t i = 0; i < cloud.size(); ++i) {
    if (cloud.ScanOf(i) == scan) {
      stored.points.push_back(i);
      stored.places.push_back(scan_from_world.Apply(cloud.WorldPoint(i)));
    }
  }
  if (options.step_m > 0.0 && !stored.places.empty()) {
    stored.low.fill(INT64_MAX);
    stored.high.fill(INT64_MIN);
    for (const Double3& place : stored.places) {
      for (int k = 0; k < 3; ++k) {
        const int64_t value = std::llround(place[k] / options.step_m);
        auto& low = stored.low[static_cast<size_t>(k)];
        auto& high = stored.high[static_cast<size_t>(k)];
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  return stored;
}

int Bits(const StoredScan& stored, size_t k) {
  return static_cast<int>(std::bit_width(static_cast<uint64_t>(stored.high[k] - stored.low[k])));
}

// The byte streams of consecutive points. A packet's streams end on whole bytes only after the last
// point, so integers go into one writer for the whole scan.
std::vector<std::string> Streams(const Cloud& cloud,
                                 const StoredScan& stored,
                                 const E57Options& options) {
  std::vector<std::string> streams;
  for (size_t k = 0; k < 3; ++k) {
    BitWriter bits;
    std::string doubles;
    for (const Double3& place : stored.places) {
      const double value = place[static_cast<int>(k)];
      if (options.step_m > 0.0) {
        const int64_t raw = std::llround(value / options.step_m) - stored.low[k];
        bits.Put(static_cast<uint64_t>(raw), Bits(stored, k));
      } else {
        AppendLittle(doubles, value);
      }
    }
    streams.push_back(options.step_m > 0.0 ? bits.bytes() : doubles);
  }
  if (!cloud.colours.empty()) {
    streams.resize(6);
    for (const size_t i : stored.points) {
      const Rgba8& colour = cloud.colours[i];
      streams[3].push_back(static_cast<char>(colour.r));
      streams[4].push_back(static_cast<char>(colour.g));
      streams[5].push_back(static_cast<char>(colour.b));
    }
  }
  if (!cloud.intensities.empty()) {
    streams.emplace_back();
    for (const size_t i : stored.points) {
      AppendLittle(streams.back(), cloud.intensities[i]);
    }
  }
  return streams;
}

std::string Packet(const std::vector<std::string>& streams, size_t part, size_t parts) {
  std::string head;
  std::string body;
  for (const std::string& stream : streams) {
    const size_t from = stream.size() * part / parts;
    const size_t to = stream.size() * (part + 1) / parts;
    AppendLittle(head, static_cast<uint16_t>(to - from));
    body.append(stream, from, to - from);
  }
  const size_t length = (6 + head.size() + body.size() + 3) / 4 * 4;
  std::string packet;
  packet.push_back(1);
  packet.push_back(0);
  AppendLittle(packet, static_cast<uint16_t>(length - 1));
  AppendLittle(packet, static_cast<uint16_t>(streams.size()));
  packet += head;
  packet += body;
  packet.resize(length);
  return packet;
}

// Appends a section to the logical bytes of the file.
void PutSection(const Cloud& cloud,
                const E57Options& options,
                StoredScan& stored,
                std::string& out) {
  const uint64_t at = out.size();
  stored.section_at = Physical(at);
  const std::vector<std::string> streams = Streams(cloud, stored, options);
  std::string packets;
  const size_t parts =
      std::max<size_t>(1, (stored.points.size() + kRecordsPerPacket - 1) / kRecordsPerPacket);
  for (size_t part = 0; part < parts; ++part) {
    packets += Packet(streams, part, parts);
  }
  constexpr uint64_t kHead = 32;
  out.append("\x01\0\0\0\0\0\0\0", 8);
  AppendLittle(out, kHead + packets.size());
  AppendLittle(out, Physical(at + kHead));
  AppendLittle(out, uint64_t{0});  // no index
  out += packets;
}

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string PoseXml(const Pose& pose) {
  const auto& q = pose.rotation_wxyz;
  const Double3& t = pose.translation;
  constexpr const char* kFloat = "<{0} type=\"Float\">{1:.17g}</{0}>";
  std::string xml = "<pose type=\"Structure\"><rotation type=\"Structure\">";
  xml += fmt::format(kFloat, "w", q[0]) + fmt::format(kFloat, "x", q[1]) +
         fmt::format(kFloat, "y", q[2]) + fmt::format(kFloat, "z", q[3]);
  xml += "</rotation><translation type=\"Structure\">";
  xml +=
      fmt::format(kFloat, "x", t.x) + fmt::format(kFloat, "y", t.y) + fmt::format(kFloat, "z", t.z);
  return xml + "</translation></pose>";
}

std::string PrototypeXml(const Cloud& cloud, const StoredScan& stored, const E57Options& options) {
  std::string xml = "<prototype type=\"Structure\">";
  for (size_t k = 0; k < 3; ++k) {
    const char axis = "XYZ"[k];
    xml += options.step_m > 0.0
               ? fmt::format(
                     "<cartesian{} type=\"ScaledInteger\" minimum=\"{}\" maximum=\"{}\" "
                     "scale=\"{:.17g}\"/>",
                     axis,
                     stored.low[k],
                     stored.high[k],
                     options.step_m)
               : fmt::format("<cartesian{} type=\"Float\"/>", axis);
  }
  if (!cloud.colours.empty()) {
    for (const char* name : {"Red", "Green", "Blue"}) {
      xml += fmt::format("<color{} type=\"Integer\" minimum=\"0\" maximum=\"255\"/>", name);
    }
  }
  if (!cloud.intensities.empty()) {
    xml += "<intensity type=\"Integer\" minimum=\"0\" maximum=\"65535\"/>";
  }
  return xml + "</prototype>";
}

std::string Xml(const Cloud& cloud,
                const std::vector<StoredScan>& stored,
                const E57Options& options) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<e57Root type=\"Structure\" xmlns=\"http://www.astm.org/COMMIT/E57/2010-e57-v1.0\">"
      "<formatName type=\"String\">ASTM E57 3D Imaging Data File</formatName>"
      "<guid type=\"String\">{disan}</guid>"
      "<versionMajor type=\"Integer\">1</versionMajor>"
      "<versionMinor type=\"Integer\">0</versionMinor>";
  xml += "<coordinateMetadata type=\"String\">" + Escaped(cloud.crs) + "</coordinateMetadata>";
  xml += "<data3D type=\"Vector\" allowHeterogeneousChildren=\"1\">";
  for (size_t i = 0; i < stored.size(); ++i) {
    const Scan& scan = cloud.scans[i];
    xml +=
        fmt::format("<vectorChild type=\"Structure\"><guid type=\"String\">{{scan-{}}}</guid>", i);
    xml += "<name type=\"String\">" + Escaped(scan.name) + "</name>";
    if (scan.posed) {
      xml += PoseXml(scan.world_from_scan);
    }
    xml += fmt::format("<points type=\"CompressedVector\" fileOffset=\"{}\" recordCount=\"{}\">",
                       stored[i].section_at,
                       stored[i].points.size());
    xml += PrototypeXml(cloud, stored[i], options);
    xml +=
        "<codecs type=\"Vector\" allowHeterogeneousChildren=\"1\"></codecs></points>"
        "</vectorChild>";
  }
  return xml +
         "</data3D><images2D type=\"Vector\" allowHeterogeneousChildren=\"1\"></images2D>"
         "</e57Root>\n";
}

std::string Paged(const std::string& logical) {
  std::string file;
  for (size_t at = 0; at < logical.size(); at += kPayload) {
    std::string page = logical.substr(at, kPayload);
    page.resize(kPayload);
    const uint32_t crc = Crc32c(page);
    for (const int shift : {24, 16, 8, 0}) {
      page.push_back(static_cast<char>(crc >> shift));
    }
    file += page;
  }
  return file;
}

}  // namespace

std::string EncodeE57(const Cloud& cloud, const E57Options& options) {
  std::string logical(48, '\0');
  std::vector<StoredScan> stored;
  for (size_t i = 0; i < cloud.scans.size(); ++i) {
    stored.push_back(Store(cloud, i, options));
    PutSection(cloud, options, stored.back(), logical);
  }
  const uint64_t xml_at = logical.size();
  const std::string xml = Xml(cloud, stored, options);
  logical += xml;
  const uint64_t pages = (logical.size() + kPayload - 1) / kPayload;
  std::string head = "ASTM-E57";
  AppendLittle(head, uint32_t{1});
  AppendLittle(head, uint32_t{0});
  AppendLittle(head, pages * kPage);
  AppendLittle(head, Physical(xml_at));
  AppendLittle(head, uint64_t{xml.size()});
  AppendLittle(head, uint64_t{kPage});
  logical.replace(0, head.size(), head);
  return Paged(logical);
}

}  // namespace disan
