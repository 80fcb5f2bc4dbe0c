// What a reviewer's page asks and sends. For several threads at once.
#pragma once

#include "pipeline/review/photo_previews.h"
#include "pipeline/review/reviewed_output.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace disan {

struct ReviewAnswer {
  int status = 200;  // as in HTTP
  std::string json;
};

class ReviewDesk {
 public:
  // `output` was made from the site folder `site`, to whose review/ entries are added.
  ReviewDesk(OutputFolder output, std::filesystem::path site);

  // {"site", "assets": [{"asset", "kind", "id", "name", "sha256", "state", "operator", "session",
  // "photos"}], "log": [entries], "said": [{vi, en}]}
  std::string State();

  // "scenes/san-truoc.json": the asset's report and photos with their poses.
  std::optional<std::string> About(std::string_view path);

  // "scenes/san-truoc/photos/3.jpg", ".../photos/3.large.jpg", ".../sheet.png", ".../master.jpg",
  // "objects/bia-1/master.glb", ".../deviation.png": a file to send. Numbers count from 1.
  std::optional<std::filesystem::path> Find(std::string_view path);

  // {"asset", "sha256", "verdict", "reviewer", "text"?, "at"?} into the log; `time` as the log
  // writes it. 201 with the entry, 400 for what is no entry, 404 for an asset that is not here, 409
  // when its bytes are others by now, 422 when a word is missing, 500 when it cannot be written;
  // then {"error": {vi, en}}.
  ReviewAnswer Add(std::string_view body, const std::string& time);

 private:
  std::vector<ReviewedAsset> Assets(const std::vector<ReviewEntry>& entries);
  std::shared_ptr<const OutputFolder> Output();
  std::optional<ReviewedAsset> FindAsset(std::string_view folder, std::string_view id);

  std::filesystem::path site_;
  ChecksumCache checksums_;
  PhotoPreviews previews_;
  std::mutex mutex_;  // of what follows
  std::shared_ptr<const OutputFolder> output_;
  std::filesystem::file_time_type record_time_;
};

}  // namespace disan
