// Sites and relics for tests of the progress report.
#pragma once

#include "pipeline/progress/tally.h"

namespace disan::testing {

// Everything is there.
inline SiteProgress FullSite(const std::string& id, const std::string& rank = "national") {
  SiteProgress site{.id = id, .output = id + "/out"};
  site.facts = {{"id", id},
                {"name.vi", "Di tích " + id},
                {"name.en", "Site " + id},
                {"type", "history"},
                {"rank", rank},
                {"decision.number", "1"},
                {"address.ward", "Bạch Mai"},
                {"location.lat", "21"},
                {"description.vi", "Mô tả"},
                {"description.en", "Text"},
                {"rights.holder", "UBND"}};
  site.scenes = {{.id = "san", .name = {"Sân", "Court"}, .made = true, .approved = true}};
  site.objects = {{.id = "bia", .name = {"Bia", "Stele"}, .made = true, .approved = true}};
  site.qr = true;
  site.fixity = Fixity::kIntact;
  return site;
}

}  // namespace disan::testing
