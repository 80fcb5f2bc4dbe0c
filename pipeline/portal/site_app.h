// A published tour as an app that installs and opens without network (pipeline/web_app).
#pragma once

#include "pipeline/portal/published_folder.h"
#include "pipeline/portal/tour_json.h"
#include "pipeline/web_app/offline_list.h"

#include <filesystem>
#include <string>
#include <vector>

namespace disan {

// The icons of the output, unless they show a scene that is not published.
void PlanIcons(const std::filesystem::path& web,
               const TourJson& built,
               const TourJson& shown,
               FilesToPublish& files);

bool HasIcons(const FilesToPublish& files);

// What stands in the list for a planned file.
OfflineFile OfflineFileOf(const std::string& path, const FileToPublish& file);

// The viewer's files, and where they lie seen from the tour: "" or "../viewer/".
struct ViewerFiles {
  std::string folder;
  std::vector<OfflineFile> files;  // paths begin with the folder
};

// Adds manifest, list and service worker to the files of a site that has icons and its page.
void AddApp(const TourJson& tour, const ViewerFiles& viewer, FilesToPublish& files);

}  // namespace disan
