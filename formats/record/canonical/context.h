// The JSON-LD context that every record carries inside, so that it is linked data without a
// network. Private to this folder.
#pragma once

#include <nlohmann/json.hpp>

namespace disan::canonical {

nlohmann::ordered_json RecordContext();

}  // namespace disan::canonical
