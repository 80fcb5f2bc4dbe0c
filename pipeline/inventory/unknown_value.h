// “Chưa rõ: lý do” of a workbook, `{unknown: "lý do"}` of site.yaml: known to be unknown, with a
// reason.
#pragma once

#include "formats/record/yaml_tree.h"
#include "pipeline/inventory/columns.h"

#include <string>
#include <string_view>

namespace disan {

// Such a value between the two: "unknown: lý do".
std::string UnknownValue(std::string_view reason);
// The reason; empty for any other value.
std::string UnknownReason(const InventoryColumn& column, std::string_view value);

// Not what needs a value (ids), what has languages beneath it, and what is half of a pair.
bool MayBeUnknown(const InventoryColumn& column);

// The reason that a cell gives; empty when it says something else.
std::string ReasonInCell(const InventoryColumn& column, const std::string& text);
// As a cell has it.
std::string UnknownInCell(std::string_view reason);

// The value of a node that says `unknown`; empty for any other node.
std::string UnknownValueOf(const YamlNode& node);

}  // namespace disan
