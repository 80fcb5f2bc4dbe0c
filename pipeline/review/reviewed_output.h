// The panoramas and models of an output, and what the reviewers said of each.
#pragma once

#include "formats/record/review/approval.h"
#include "pipeline/export/output_folder.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace disan {

enum class ReviewedKind { kScene, kObject };

// A photo that an asset was made from, or that shows it.
struct SourcePhoto {
  std::string path;  // in the site folder, as the record says
  int width_px = 0;
  int height_px = 0;
};

struct ReviewedAsset {
  AssetFacts facts;  // path in the output, checksum of what lies there, operator
  ReviewedKind kind = ReviewedKind::kScene;
  std::string id;
  Text name;
  std::string session;
  std::vector<SourcePhoto> photos;  // in the order of the record
  ReviewState state = ReviewState::kOpen;
};

// Checksums of files that do not change between two looks are taken once. For several threads.
class ChecksumCache {
 public:
  // Empty when the file is not there.
  std::string Of(const std::filesystem::path& file);

 private:
  struct Known {
    std::string stamp;  // size, time, inode
    std::string sha256;
  };
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

// In the order of the record; what was not made is left out.
std::vector<ReviewedAsset> ReviewedAssets(const OutputFolder& output,
                                          const std::vector<ReviewEntry>& entries,
                                          ChecksumCache& checksums);

// What may be published of an output when only what a second person approved may.
struct Approved {
  std::vector<std::string> scenes;  // ids
  std::vector<std::string> objects;
  std::vector<ReviewedAsset> left_out;
  std::vector<Diagnostic> said;  // lines of the log that count nothing
};
Approved ApprovedOf(const OutputFolder& output, const std::filesystem::path& site);

}  // namespace disan
