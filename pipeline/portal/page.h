// The page of a tour or a portal, as the web team puts it on a host: the viewer's own page with
// what search engines and social networks read in its head. What a person wrote stands there as
// text, never as markup.
#pragma once

#include "formats/language/text.h"
#include "pipeline/portal/tour_json.h"

#include <string>
#include <string_view>

namespace disan {

struct PageFacts {
  Text title;
  Text description;
  TourPicture picture;  // its path is below the page's folder
  std::string address;  // of the page, ends in "/"; empty: not known, links stay relative
  std::string json_ld;  // schema.org, as JSON text
  std::string parts;    // where the viewer's files lie, seen from the page: "./", "../viewer/"
  std::string portal;   // the way back from a tour to its portal; empty: there is none
  bool app = false;     // a manifest and icons lie beside the page (pipeline/web_app)
  bool draft = false;   // search engines are asked to pass it over
};

// `page` is the built viewer's own index.html.
std::string MakePage(std::string_view page, const PageFacts& facts);

// A map of the site for search engines (sitemaps.org), each page in both languages.
std::string MakeSitemap(const std::vector<std::string>& addresses);

}  // namespace disan
