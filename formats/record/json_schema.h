// The published JSON Schemas (draft 2020-12), printed from the shapes that the reader checks with.
#pragma once

#include "formats/record/shape.h"

#include <string>
#include <string_view>

namespace disan {

struct SchemaTitle {
  std::string_view file;  // site.schema.json
  std::string_view vi;
  std::string_view en;
};

// Titles and descriptions are Vietnamese, then English; editors show them as one types.
std::string JsonSchema(const Shape& shape, const SchemaTitle& title);

inline constexpr SchemaTitle kSiteSchema{"site.schema.json", "Di tích (site.yaml)", "Site"};
inline constexpr SchemaTitle kSessionSchema{
    "session.schema.json", "Phiên chụp (session.yaml)", "Session"};
inline constexpr SchemaTitle kTourSchema{
    "tour.schema.json", "Chuyến tham quan (tour.yaml)", "Tour"};

}  // namespace disan
