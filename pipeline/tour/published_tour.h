// A tour.json as it was published, for whatever is made from it: short addresses, pictures to
// share, print, clips. It may have been edited or come from elsewhere, so it is judged like any
// file from outside.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "pipeline/tour/tour_finish.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct PublishedScene {
  std::string id;
  std::string code;  // empty: made before there were any
  Text name;
  Text description;
  double yaw_deg = 0;  // of the first view
  double pitch_deg = 0;
  TourPanorama panorama;
  std::optional<double> plan_x;  // fractions of the plan
  std::optional<double> plan_y;
};

struct PublishedObject {
  std::string id;
  std::string code;
  Text name;
  Text description;
  std::string poster;  // paths below web/
  std::vector<TourModel> models;
  std::vector<std::string> photos;
};

struct PublishedTour {
  std::string id;
  std::string code;
  Text name;
  Text description;
  std::string rank;  // as in site.yaml; empty: not known
  std::string type;
  Text address;
  std::optional<double> latitude_deg;
  std::optional<double> longitude_deg;
  std::string start;  // id of a scene; empty when there is none
  std::vector<PublishedScene> scenes;
  std::vector<PublishedObject> objects;
  std::string plan;  // path below web/
  int plan_width = 0;
  int plan_height = 0;
  std::string rights_holder;
  std::string credit;

  const PublishedScene* Start() const;  // null: no scenes
};

// Text is NFC, ids are ids, paths are relative and lead nowhere else (whoever opens one still
// resolves it inside its folder). What is not so is left out, or the whole refused when it is the
// tour itself.
Result<PublishedTour> ReadPublishedTour(std::string_view json, const std::string& name);

}  // namespace disan
