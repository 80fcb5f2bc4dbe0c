// PTX: blocks of ten header lines and a line for each cell of the scanner's grid.
#include "formats/cloud/cloud_builder.h"
#include "formats/cloud/cloud_error.h"
#include "formats/cloud/intensity_range.h"
#include "formats/cloud/rotation.h"
#include "formats/cloud/text_cloud.h"
#include "formats/cloud/text_numbers.h"
#include "formats/mesh/text_cursor.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace disan {

namespace {

constexpr uint64_t kShortestLine = 8;  // "0 0 0 0\n"

struct Block {
  uint64_t columns = 0;
  uint64_t rows = 0;
  Pose pose;
  bool rigid = false;
};

bool ReadCount(TextCursor& lines, uint64_t& count) {
  std::string_view line;
  std::array<double, 1> number{};
  if (!lines.NextLine(line) || ParseNumbers(line, Punctuation::kCommaSeparates, number) != 1 ||
      !(number[0] >= 1.0) || number[0] > 1e9 || number[0] != std::floor(number[0])) {
    return false;
  }
  count = static_cast<uint64_t>(number[0]);
  return true;
}

template <size_t N>
bool ReadRow(TextCursor& lines, std::array<double, N>& numbers) {
  std::string_view line;
  return lines.NextLine(line) && ParseNumbers(line, Punctuation::kCommaSeparates, numbers) == N;
}

// The header: columns, rows, the scanner's place, its three axes, and the matrix that moves points
// (as rows, from the left) into the world.
bool ReadHeader(TextCursor& lines, Block& block) {
  std::array<double, 3> skipped{};
  if (!ReadCount(lines, block.columns) || !ReadCount(lines, block.rows)) {
    return false;
  }
  for (int i = 0; i < 4; ++i) {
    if (!ReadRow(lines, skipped)) {
      return false;
    }
  }
  std::array<std::array<double, 4>, 4> matrix{};
  for (auto& row : matrix) {
    if (!ReadRow(lines, row)) {
      return false;
    }
  }
  Rotation rotation{};
  for (size_t r = 0; r < 3; ++r) {
    for (size_t c = 0; c < 3; ++c) {
      rotation[r][c] = matrix[c][r];
    }
  }
  block.rigid = IsRotation(rotation) && std::isfinite(matrix[3][0] + matrix[3][1] + matrix[3][2]);
  if (block.rigid) {
    block.pose.rotation_wxyz = QuaternionOf(rotation);
    block.pose.translation = {matrix[3][0], matrix[3][1], matrix[3][2]};
  }
  return true;
}

struct PtxCloud {
  Cloud cloud;
  CloudBuilder builder{cloud};
  std::vector<float> intensities;
  bool coloured = true;
  uint64_t empty_cells = 0;

  void Take(const Block& block, const std::array<double, 7>& row, size_t count) {
    if (row[0] == 0.0 && row[1] == 0.0 && row[2] == 0.0) {
      ++empty_cells;
      return;
    }
    if (!builder.Add(block.pose.Apply({row[0], row[1], row[2]}))) {
      return;
    }
    cloud.scan_of_points.push_back(static_cast<uint16_t>(cloud.scans.size()));
    intensities.push_back(static_cast<float>(row[3]));
    coloured = coloured && count == 7;
    if (coloured) {
      const auto part = [&](size_t k) {
        return static_cast<uint8_t>(std::lround(std::clamp(row[4 + k], 0.0, 255.0)));
      };
      cloud.colours.push_back({part(0), part(1), part(2)});
    }
  }

  void EndBlock(const Block& block, size_t number) {
    Scan scan;
    scan.name = std::to_string(number);
    scan.world_from_scan = block.pose;
    scan.posed = true;
    scan.sensor_position = block.pose.translation;
    scan.rows = static_cast<uint32_t>(block.rows);
    scan.columns = static_cast<uint32_t>(block.columns);
    cloud.scans.push_back(std::move(scan));
  }

  void Finish() {
    if (!coloured) {
      cloud.colours.clear();
    }
    if (cloud.scans.size() == 1) {
      cloud.scan_of_points.clear();
    }
    cloud.intensities = SpreadIntensities(intensities);
  }
};

Diagnostic Damaged(const std::string& file, int line) {
  Diagnostic wrong = CloudError(file, messages::kPtxDamaged, messages::kCloudCopyAgain);
  wrong.line = line;
  return wrong;
}

std::optional<Diagnostic> ReadBlock(TextCursor& lines, PtxCloud& to, const std::string& file) {
  Block block;
  if (!ReadHeader(lines, block) || to.cloud.scans.size() >= kMostScans) {
    return Damaged(file, lines.line_number());
  }
  if (!block.rigid) {
    return CloudError(file,
                      messages::kPtxMatrix,
                      messages::kPtxMatrixRemedy,
                      fmt::arg("scan", to.cloud.scans.size() + 1));
  }
  const uint64_t cells = block.columns * block.rows;
  const uint64_t room = (lines.left() + 1) / kShortestLine;
  if (cells > room) {
    return CloudError(file,
                      messages::kCloudFewerPoints,
                      messages::kCloudCopyAgain,
                      fmt::arg("said", cells),
                      fmt::arg("there", room));
  }
  std::string_view line;
  std::array<double, 7> row{};
  for (uint64_t cell = 0; cell < cells; ++cell) {
    if (!lines.NextLine(line)) {
      return Damaged(file, lines.line_number());
    }
    const size_t count = ParseNumbers(line, Punctuation::kCommaSeparates, row);
    if (count != 4 && count != 7) {
      return Damaged(file, lines.line_number());
    }
    to.Take(block, row, count);
  }
  to.EndBlock(block, to.cloud.scans.size() + 1);
  return std::nullopt;
}

}  // namespace

bool LooksLikePtx(std::string_view bytes) {
  constexpr size_t kStart = 4096;
  TextCursor lines(bytes.substr(0, kStart));
  Block block;
  return ReadHeader(lines, block);
}

Result<Cloud> ReadPtx(std::string_view bytes, const std::string& file) {
  TextCursor lines(bytes);
  PtxCloud read;
  // Blank lines at the end are no block.
  const size_t end = bytes.find_last_not_of(" \t\r\n");
  while (end != std::string_view::npos && lines.left() > bytes.size() - end - 1) {
    if (auto wrong = ReadBlock(lines, read, file)) {
      return Result<Cloud>::Failed(std::move(*wrong));
    }
  }
  read.Finish();
  return CloudWithNotes(std::move(read.cloud), LeftOutNotes(read.builder.left_out(), file), file);
}

}  // namespace disan
