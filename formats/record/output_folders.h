// Where an output has what is shown of it.
#pragma once

#include <string_view>

namespace disan {

// For everyone: published as it is, so that nothing sensitive may lie there.
inline constexpr std::string_view kWebFolder = "web/";

// The same of sensitive scenes and objects, for those who work on the site.
inline constexpr std::string_view kKeptFolder = "masters/kept/";

}  // namespace disan
