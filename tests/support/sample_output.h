// What a build leaves behind, made in a moment: tour.json, record, checksums, and files of a few
// bytes in the place of pictures. For tests of what is drawn from outputs.
#pragma once

#include "formats/language/text.h"

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace disan::testing {

struct SampleOutputOptions {
  std::string id = "chua-mau";
  Text name = {"Chùa Mẫu", "Sample Pagoda"};
  Text description = {"Một di tích để thử.", "A site for tests."};
  std::string type = "architecture-art";
  std::string rank = "national";
  double lat = 21.0093;
  double lon = 105.8534;
  int scenes =
      2;  // diem-1, diem-2, ... in a row from south to north, each linked to its neighbours
  bool object = true;  // qua-cau
};

// The tour on its own, as it stands in web/tour.json.
nlohmann::ordered_json SampleTour(const SampleOutputOptions& options = {});

// The record on its own, as JSON.
nlohmann::ordered_json SampleRecord(const SampleOutputOptions& options = {});

// Writes OUT: every file that the tour names (with its own path as content), record/ and checksums.
void WriteSampleOutput(const std::filesystem::path& out, const SampleOutputOptions& options = {});

// The same with a tour and a record that a test has changed.
void WriteSampleOutput(const std::filesystem::path& out,
                       const nlohmann::ordered_json& tour,
                       const nlohmann::ordered_json& record);

// The pages of a built viewer and one of its scripts.
void WriteSampleViewer(const std::filesystem::path& folder);

}  // namespace disan::testing
