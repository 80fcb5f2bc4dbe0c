// The points of one scan of an E57 file: packets of byte streams, decoded batch by batch.
#pragma once

#include "formats/cloud/e57_pages.h"
#include "formats/cloud/e57_structure.h"

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace disan {

// The decoded numbers of consecutive points, one column for each meaning; empty where the scan has
// none.
struct E57Batch {
  size_t count = 0;
  std::array<std::vector<double>, static_cast<size_t>(E57Meaning::kCount)> columns;

  const std::vector<double>& Of(E57Meaning meaning) const {
    return columns[static_cast<size_t>(meaning)];
  }
  bool Has(E57Meaning meaning) const { return !Of(meaning).empty(); }
};

enum class E57Reading { kDone, kBadSection, kBadPage, kTooFew };

// The most points that the scan's bytes could hold; what it says may not exceed it.
uint64_t MostRecords(const E57Pages& pages, const E57Scan& scan);

// Calls `take` with one batch after the other until scan.record_count points were given.
E57Reading ReadE57Points(const E57Pages& pages,
                         const E57Scan& scan,
                         const std::function<void(const E57Batch&)>& take);

}  // namespace disan
