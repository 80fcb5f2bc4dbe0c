#include "pipeline/portal/page.h"

#include "formats/exchange/markup.h"
#include "pipeline/web_app/web_manifest.h"

#include <fmt/format.h>

namespace disan {
namespace {

constexpr size_t kDescriptionLength = 300;  // bytes; networks show about 200 letters

// The first paragraph, cut at a word.
std::string Brief(const std::string& text) {
  std::string brief = text.substr(0, text.find('\n'));
  if (brief.size() > kDescriptionLength) {
    const size_t space = brief.rfind(' ', kDescriptionLength);
    brief.resize(space == std::string::npos ? 0 : space);
    brief += "…";
  }
  return brief;
}

// JSON inside a script element: nothing in it may end the element or start a comment.
std::string ForScript(const std::string& json) {
  std::string safe;
  for (const char c : json) {
    switch (c) {
      case '<':
        safe += "\\u003c";
        break;
      case '>':
        safe += "\\u003e";
        break;
      case '&':
        safe += "\\u0026";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

class Head {
 public:
  explicit Head(const PageFacts& facts) : facts_(facts) {}

  std::string Text() {
    Line("<title>{}</title>", EscapeMarkup(facts_.title.vi));
    Meta("name", "description", Brief(facts_.description.vi));
    if (facts_.draft) {
      Meta("name", "robots", "noindex");
    }
    Addresses();
    Meta("property", "og:type", "website");
    Meta("property", "og:title", facts_.title.vi);
    Meta("property", "og:description", Brief(facts_.description.vi));
    Meta("property", "og:locale", "vi_VN");
    Meta("property", "og:locale:alternate", "en_US");
    Picture();
    if (facts_.app) {
      Line("<link rel=\"manifest\" href=\"./manifest.webmanifest\" />");
      Line("<link rel=\"apple-touch-icon\" href=\"./{}\" />", kIconSmall);
    }
    if (!facts_.portal.empty()) {
      Meta("name", "disan-portal", facts_.portal);
    }
    if (!facts_.json_ld.empty()) {
      Line("<script type=\"application/ld+json\">{}</script>", ForScript(facts_.json_ld));
    }
    return std::move(head_);
  }

 private:
  template <typename... Values>
  void Line(fmt::format_string<Values...> line, Values&&... values) {
    head_ += (head_.empty() ? "" : "\n    ") + fmt::format(line, std::forward<Values>(values)...);
  }

  void Meta(const char* kind, const char* name, const std::string& content) {
    if (!content.empty()) {
      Line("<meta {}=\"{}\" content=\"{}\" />", kind, name, EscapeMarkup(content));
    }
  }

  void Addresses() {
    if (facts_.address.empty()) {
      return;
    }
    const std::string address = EscapeMarkup(facts_.address);
    Line("<link rel=\"canonical\" href=\"{}\" />", address);
    Line("<link rel=\"alternate\" hreflang=\"vi\" href=\"{}\" />", address);
    Line("<link rel=\"alternate\" hreflang=\"en\" href=\"{}?lang=en\" />", address);
    Meta("property", "og:url", facts_.address);
  }

  void Picture() {
    if (facts_.picture.path.empty()) {
      return;
    }
    Meta("property", "og:image", facts_.address + EscapeUrlPath(facts_.picture.path));
    if (facts_.picture.width_px > 0) {
      Meta("property", "og:image:width", std::to_string(facts_.picture.width_px));
      Meta("property", "og:image:height", std::to_string(facts_.picture.height_px));
    }
    Meta("property", "og:image:alt", facts_.title.vi);
    Meta("name", "twitter:card", "summary_large_image");
  }

  const PageFacts& facts_;
  std::string head_;
};

void ReplaceAll(std::string& text, std::string_view what, const std::string& with) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

// What remains when scripts do not run.
std::string WithoutScript(const PageFacts& facts) {
  std::string text;
  const std::pair<const char*, const disan::Text*> parts[] = {{"h1", &facts.title},
                                                              {"p", &facts.description}};
  for (const auto& [tag, words] : parts) {
    for (const Language language : {Language::kVietnamese, Language::kEnglish}) {
      if (!words->In(language).empty()) {
        text += fmt::format("\n      <{0} lang=\"{1}\">{2}</{0}>",
                            tag,
                            language == Language::kVietnamese ? "vi" : "en",
                            EscapeMarkup(words->In(language)));
      }
    }
  }
  return text;
}

}  // namespace

std::string MakePage(std::string_view page, const PageFacts& facts) {
  std::string made(page);
  if (facts.parts != "./") {
    for (const char* attribute : {"src=\"./", "href=\"./"}) {
      const std::string name = std::string(attribute).substr(0, std::string(attribute).size() - 2);
      ReplaceAll(made, attribute, name + facts.parts);
    }
  }
  constexpr std::string_view kTitleEnd = "</title>";
  const size_t title = made.find("<title>");
  const size_t end = made.find(kTitleEnd);
  if (title != std::string::npos && end != std::string::npos && title < end) {
    made.replace(title, end + kTitleEnd.size() - title, Head(facts).Text());
  }
  constexpr std::string_view kNoScript = "<noscript>";
  if (const size_t at = made.find(kNoScript); at != std::string::npos) {
    made.insert(at + kNoScript.size(), WithoutScript(facts));
  }
  return made;
}

std::string MakeSitemap(const std::vector<std::string>& addresses) {
  std::string map =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
  for (const std::string& address : addresses) {
    const std::string vi = EscapeMarkup(address);
    const std::string en = EscapeMarkup(address + "?lang=en");
    for (const std::string& page : {vi, en}) {
      map += fmt::format(
          "  <url><loc>{}</loc><xhtml:link rel=\"alternate\" hreflang=\"vi\" href=\"{}\"/>"
          "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"{}\"/></url>\n",
          page,
          vi,
          en);
    }
  }
  return map + "</urlset>\n";
}

}  // namespace disan
