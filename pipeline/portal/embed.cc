#include "pipeline/portal/embed.h"

#include "formats/exchange/markup.h"

#include <fmt/format.h>

namespace disan {

std::string EmbedSnippet(const TourJson& tour,
                         const std::string& folder,
                         const std::string& viewer) {
  std::string html = fmt::format("<script type=\"module\" src=\"{}disan-tour.js\"></script>\n",
                                 EscapeMarkup(viewer));
  const std::string source = EscapeMarkup(folder + kTourFile);
  const auto add = [&](const std::string& more) {
    html +=
        fmt::format("<disan-tour src=\"{}\"{} lang=\"vi\" style=\"height: 70vh\"></disan-tour>\n",
                    source,
                    more);
  };
  add("");
  if (const TourJson* scene = StartScene(tour)) {
    add(fmt::format(" scene=\"{}\" no-intro", scene->at("id").get<std::string>()));
  }
  if (!tour.at("objects").empty()) {
    add(fmt::format(" object=\"{}\" no-intro",
                    tour.at("objects").front().at("id").get<std::string>()));
  }
  return html;
}

}  // namespace disan
