// The options' "metadata" as the packet that travels in a picture.
#pragma once

#include "formats/image/xmp.h"

#include <nlohmann/json.hpp>

namespace disan::steps {

Xmp XmpOf(const nlohmann::json& metadata);

}  // namespace disan::steps
