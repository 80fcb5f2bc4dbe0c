#include "formats/record/canonical/context.h"

namespace disan::canonical {
namespace {

using Json = nlohmann::ordered_json;

Json LanguageMap(const char* term) {
  return {{"@id", term}, {"@container", "@language"}};
}

}  // namespace

Json RecordContext() {
  Json context{{"@version", 1.1},
               {"disan", "urn:disan:ns:1:"},
               {"dcterms", "http://purl.org/dc/terms/"},
               {"schema", "http://schema.org/"},
               {"geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
               {"prov", "http://www.w3.org/ns/prov#"},
               {"@vocab", "urn:disan:ns:1:"}};
  for (const auto& [key, term] : {std::pair{"name", "schema:name"},
                                  {"other_names", "schema:alternateName"},
                                  {"description", "schema:description"},
                                  {"material", "schema:material"},
                                  {"text", "schema:text"},
                                  {"notes", "disan:notes"},
                                  {"restrictions", "disan:restrictions"},
                                  {"technique", "disan:technique"},
                                  {"translation", "disan:translation"}}) {
    context[key] = LanguageMap(term);
  }
  for (const auto& [key, term] : {std::pair{"lat", "geo:lat"},
                                  {"lon", "geo:long"},
                                  {"holder", "dcterms:rightsHolder"},
                                  {"date", "dcterms:date"},
                                  {"operator", "dcterms:creator"},
                                  {"mime", "dcterms:format"},
                                  {"bytes", "dcterms:extent"},
                                  {"registration", "dcterms:identifier"}}) {
    context[key] = term;
  }
  context["statement"] = {{"@id", "dcterms:rights"}, {"@type", "@id"}};
  // Free words under free keys: kept whole, not taken apart into statements.
  context["unknown"] = {{"@id", "disan:unknown"}, {"@type", "@json"}};
  context["options"] = {{"@id", "disan:options"}, {"@type", "@json"}};
  return context;
}

}  // namespace disan::canonical
