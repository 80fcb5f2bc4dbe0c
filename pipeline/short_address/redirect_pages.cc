#include "pipeline/short_address/redirect_pages.h"

#include "formats/exchange/markup.h"
#include "formats/language/tour_messages.h"
#include "pipeline/short_address/code.h"

namespace disan {
namespace {

struct Destination {
  std::string code;
  Text name;
  std::string fragment;  // of the tour's address
};

std::vector<Destination> DestinationsOf(const PublishedTour& tour) {
  std::vector<Destination> all;
  const auto add = [&](const std::string& code, const Text& name, const std::string& fragment) {
    if (!code.empty()) {
      all.push_back({code, name, fragment});
    }
  };
  add(tour.code, tour.name, "");
  for (const PublishedScene& scene : tour.scenes) {
    add(scene.code, scene.name, "#/" + EscapeUrlPath(scene.id));
  }
  for (const PublishedObject& object : tour.objects) {
    add(object.code, object.name, "#/?object=" + EscapeUrlPath(object.id));
  }
  return all;
}

std::string Head(const std::string& title, const std::string& more) {
  return "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n" +
         more + "<title>" + EscapeMarkup(title) + "</title>\n</head>\n<body>\n";
}

std::string Titled(const Text& name, const PublishedTour& tour) {
  return name == tour.name ? name.vi : name.vi + " – " + tour.name.vi;
}

// index.html by name: it opens from a disk as well as from a server.
std::string PageOf(const Destination& to, const PublishedTour& tour, const std::string& folder) {
  const std::string target = EscapeMarkup("../../" + folder + "index.html" + to.fragment);
  const Text open = SayAbout(messages::kShortOpen, "name", to.name);
  std::string html = Head(Titled(to.name, tour),
                          "<meta http-equiv=\"refresh\" content=\"0; url=" + target + "\">\n");
  html += "<p><a href=\"" + target + "\">" + EscapeMarkup(open.vi) + "</a></p>\n";
  html += "<p lang=\"en\"><a href=\"" + target + "\">" + EscapeMarkup(open.en) + "</a></p>\n";
  html += "<p>" + EscapeMarkup(ReadableCode(to.code)) + "</p>\n</body>\n</html>\n";
  return html;
}

std::string Both(const Text& text) {
  return EscapeMarkup(text.vi) +
         (text.en.empty() || text.en == text.vi
              ? ""
              : " · <span lang=\"en\">" + EscapeMarkup(text.en) + "</span>");
}

std::string ListOf(const std::vector<Destination>& all, const PublishedTour& tour) {
  const Text title = Say(messages::kShortTitle);
  std::string html = Head(title.vi + " – " + tour.name.vi, "");
  html += "<h1>" + Both(title) + "</h1>\n<p>" + Both(Say(messages::kShortIntro)) +
          "</p>\n<table>\n<thead><tr><th scope=\"col\">" + Both(Say(messages::kShortCode)) +
          "</th><th scope=\"col\">" + Both(Say(messages::kShortName)) +
          "</th></tr></thead>\n<tbody>\n";
  for (const Destination& to : all) {
    html += "<tr><td><code>" + EscapeMarkup(ReadableCode(to.code)) + "</code></td><td><a href=\"" +
            EscapeMarkup(to.code) + "/index.html\">" + Both(to.name) + "</a></td></tr>\n";
  }
  return html + "</tbody>\n</table>\n</body>\n</html>\n";
}

}  // namespace

std::vector<RedirectPage> RedirectPages(const PublishedTour& tour, const std::string& tour_folder) {
  const std::vector<Destination> all = DestinationsOf(tour);
  std::vector<RedirectPage> pages;
  for (const Destination& to : all) {
    pages.push_back({to.code + "/index.html", PageOf(to, tour, tour_folder)});
  }
  pages.push_back({"index.html", ListOf(all, tour)});
  return pages;
}

}  // namespace disan
