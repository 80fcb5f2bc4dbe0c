// How large what a visitor's phone fetches may be, in bytes: the one place where that is said.
#pragma once

#include <cstdint>

namespace disan {

// The first picture comes with the page within 300 kB: 40 kB, as tour.schema.json has it.
inline constexpr uint64_t kPreviewBudget = 40'000;
inline constexpr uint64_t kTileBudget = 300'000;        // about 512 x 512
inline constexpr uint64_t kFallbackBudget = 5'000'000;  // 4096 x 2048, for devices without WebGL
inline constexpr uint64_t kPictureBudget = 2'500'000;  // photos, posters, plans, hotspots' pictures
inline constexpr uint64_t kSoundBudget = 15'000'000;   // ten minutes at 192 kbit/s
inline constexpr uint64_t kFilmBudget = 80'000'000;
inline constexpr uint64_t kUsdzBudget = 25'000'000;
// Models by tier: 50,000 triangles and 1024 px; 150,000 and 2048; a million and 4096.
inline constexpr uint64_t kLowModelBudget = 3'000'000;
inline constexpr uint64_t kMediumModelBudget = 10'000'000;
inline constexpr uint64_t kHighModelBudget = 60'000'000;
// tour.json: 100 kB for 50 scenes, and as much more as there are more.
inline constexpr uint64_t kTourBudget = 100'000;
inline constexpr uint64_t kTourBudgetAScene = 2'000;

}  // namespace disan
