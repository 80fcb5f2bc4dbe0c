// The names of the months, for dates in words. Vietnamese numbers them.
#pragma once

#include <array>

namespace disan {

inline constexpr std::array<const char*, 12> kEnglishMonths = {"January",
                                                               "February",
                                                               "March",
                                                               "April",
                                                               "May",
                                                               "June",
                                                               "July",
                                                               "August",
                                                               "September",
                                                               "October",
                                                               "November",
                                                               "December"};

}  // namespace disan
