// The ZIP file that an XLSX workbook is, and the limits under which its parts are read.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct XlsxLimits {
  uint64_t file_bytes = uint64_t{256} << 20;
  uint64_t part_bytes = uint64_t{64} << 20;    // unpacked: about 30,000 rows of 40 columns
  uint64_t total_bytes = uint64_t{256} << 20;  // unpacked, of all parts that are read
  // A sheet packs to a tenth or a thirtieth; what packs further than this is built to explode.
  uint64_t ratio = 200;
  uint64_t ratio_from_bytes = uint64_t{4} << 20;
  uint64_t parts = 10'000;
  size_t cells = 4'000'000;
  size_t text_bytes = size_t{256} << 20;
};

class XlsxPackage {
 public:
  // `bytes` must outlive the package.
  static Result<XlsxPackage> Open(std::string_view bytes,
                                  const std::string& file,
                                  const XlsxLimits& limits);
  ~XlsxPackage();
  XlsxPackage(XlsxPackage&&) noexcept;
  XlsxPackage& operator=(XlsxPackage&&) noexcept;

  bool Has(std::string_view part) const;
  const std::vector<std::string>& parts() const;
  // Nothing when the part cannot be read; the diagnostic says why.
  Result<std::string> Read(std::string_view part);

 private:
  struct State;
  XlsxPackage();
  std::unique_ptr<State> state_;
};

}  // namespace disan
