#include "formats/exchange/oai/oai_provider.h"

#include "formats/exchange/markup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <regex>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

using Arguments = std::map<std::string, std::string>;

struct OaiError {
  const char* code;
  std::string text;
};

struct Verb {
  const char* name;
  std::set<std::string> required;
  std::set<std::string> optional;
};

const std::array<Verb, 6>& Verbs() {
  static const std::array<Verb, 6> verbs = {
      Verb{"Identify", {}, {}},
      Verb{"ListMetadataFormats", {}, {"identifier"}},
      Verb{"ListSets", {}, {"resumptionToken"}},
      Verb{"GetRecord", {"identifier", "metadataPrefix"}, {}},
      Verb{"ListIdentifiers", {"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}},
      Verb{"ListRecords", {"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}}};
  return verbs;
}

std::string Value(const Arguments& arguments, const std::string& key) {
  const auto found = arguments.find(key);
  return found == arguments.end() ? "" : found->second;
}

bool IsDay(const std::string& text) {
  static const std::regex kDay("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
  return std::regex_match(text, kDay);
}

// Where a list goes on, and what it was asked for.
struct Position {
  size_t offset = 0;
  std::string from;
  std::string until;
};

class Provider {
 public:
  Provider(const OaiRepository& repository, const Arguments& arguments)
      : repository_(repository), arguments_(arguments) {}

  // The element of the verb, or the error.
  std::string Body() {
    const std::string name = Value(arguments_, "verb");
    const auto verb = std::find_if(
        Verbs().begin(), Verbs().end(), [&](const Verb& known) { return name == known.name; });
    if (verb == Verbs().end()) {
      bad_request_ = true;
      return Error({"badVerb", "the verb is missing or unknown"});
    }
    if (const std::optional<OaiError> wrong = CheckArguments(*verb)) {
      bad_request_ = true;
      return Error(*wrong);
    }
    if (name == "Identify") {
      return Identify();
    }
    if (name == "ListMetadataFormats") {
      return Formats();
    }
    if (name == "ListSets") {
      return Error({"noSetHierarchy", "this repository has no sets"});
    }
    return name == "GetRecord" ? GetRecord() : List(name);
  }

  // Arguments stand in the response unless they are themselves the fault.
  std::string Request() const {
    std::string request = "<request";
    if (!bad_request_) {
      for (const auto& [key, value] : arguments_) {
        request += " " + key + "=\"" + EscapeMarkup(value) + "\"";
      }
    }
    return request + ">" + EscapeMarkup(repository_.base_url) + "</request>\n";
  }

 private:
  static std::string Error(const OaiError& error) {
    return fmt::format("<error code=\"{}\">{}</error>\n", error.code, EscapeMarkup(error.text));
  }

  std::optional<OaiError> CheckArguments(const Verb& verb) const {
    const bool resumes = arguments_.count("resumptionToken") > 0;
    for (const auto& [key, value] : arguments_) {
      if (key != "verb" && verb.required.count(key) == 0 && verb.optional.count(key) == 0) {
        return OaiError{"badArgument", "not an argument of " + std::string(verb.name)};
      }
    }
    if (resumes) {
      return arguments_.size() == 2
                 ? std::nullopt
                 : std::optional(OaiError{"badArgument", "resumptionToken stands alone"});
    }
    for (const std::string& key : verb.required) {
      if (Value(arguments_, key).empty()) {
        return OaiError{"badArgument", key + " is missing"};
      }
    }
    for (const char* key : {"from", "until"}) {
      const std::string day = Value(arguments_, key);
      if (arguments_.count(key) > 0 && !IsDay(day)) {
        return OaiError{"badArgument", std::string(key) + " is no day like 2026-05-10"};
      }
    }
    return std::nullopt;
  }

  std::string Identify() const {
    std::string earliest = "9999-12-31";
    for (const OaiRecord& record : repository_.records) {
      earliest = std::min(earliest, record.datestamp);
    }
    return fmt::format(
        "<Identify><repositoryName>{}</repositoryName><baseURL>{}</baseURL>"
        "<protocolVersion>2.0</protocolVersion><adminEmail>{}</adminEmail>"
        "<earliestDatestamp>{}</earliestDatestamp><deletedRecord>no</deletedRecord>"
        "<granularity>YYYY-MM-DD</granularity></Identify>\n",
        EscapeMarkup(repository_.name),
        EscapeMarkup(repository_.base_url),
        EscapeMarkup(repository_.admin_email),
        repository_.records.empty() ? "1970-01-01" : earliest);
  }

  const OaiRecord* Find(const std::string& identifier) const {
    const auto& all = repository_.records;
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const OaiRecord& r) { return r.identifier == identifier; });
    return found == all.end() ? nullptr : &*found;
  }

  std::string Formats() const {
    const std::string identifier = Value(arguments_, "identifier");
    if (!identifier.empty() && Find(identifier) == nullptr) {
      return Error({"idDoesNotExist", identifier});
    }
    return "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
           "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
           "<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>"
           "</metadataFormat></ListMetadataFormats>\n";
  }

  static std::string Header(const OaiRecord& record) {
    return fmt::format("<header><identifier>{}</identifier><datestamp>{}</datestamp></header>\n",
                       EscapeMarkup(record.identifier),
                       record.datestamp);
  }

  static std::string Whole(const OaiRecord& record) {
    return "<record>" + Header(record) + "<metadata>" + record.dublin_core +
           "</metadata></record>\n";
  }

  bool KnowsPrefix() const { return Value(arguments_, "metadataPrefix") == "oai_dc"; }

  std::string GetRecord() const {
    const OaiRecord* record = Find(Value(arguments_, "identifier"));
    if (record == nullptr) {
      return Error({"idDoesNotExist", Value(arguments_, "identifier")});
    }
    if (!KnowsPrefix()) {
      return Error({"cannotDisseminateFormat", Value(arguments_, "metadataPrefix")});
    }
    return "<GetRecord>" + Whole(*record) + "</GetRecord>\n";
  }

  // offset_records_from_until; a day may be empty.
  std::string Token(const Position& position) const {
    return fmt::format(
        "{}_{}_{}_{}", position.offset, repository_.records.size(), position.from, position.until);
  }

  std::optional<Position> FromToken(const std::string& token) const {
    static const std::regex kToken("([0-9]{1,9})_([0-9]{1,9})_([0-9-]{0,10})_([0-9-]{0,10})");
    std::smatch parts;
    if (!std::regex_match(token, parts, kToken) ||
        std::stoull(parts[2]) != repository_.records.size()) {
      return std::nullopt;
    }
    return Position{std::stoull(parts[1]), parts[3], parts[4]};
  }

  std::vector<const OaiRecord*> Matching(const Position& position) const {
    std::vector<const OaiRecord*> matching;
    for (const OaiRecord& record : repository_.records) {
      if ((position.from.empty() || record.datestamp >= position.from) &&
          (position.until.empty() || record.datestamp <= position.until)) {
        matching.push_back(&record);
      }
    }
    return matching;
  }

  std::string List(const std::string& verb) {
    Position position{0, Value(arguments_, "from"), Value(arguments_, "until")};
    if (const std::string token = Value(arguments_, "resumptionToken"); !token.empty()) {
      const std::optional<Position> resumed = FromToken(token);
      if (!resumed || resumed->offset >= Matching(*resumed).size()) {
        return Error({"badResumptionToken", "start again without it"});
      }
      position = *resumed;
    } else if (arguments_.count("resumptionToken") > 0) {
      return Error({"badResumptionToken", "it is empty"});
    } else if (arguments_.count("set") > 0) {
      return Error({"noSetHierarchy", "this repository has no sets"});
    } else if (!KnowsPrefix()) {
      return Error({"cannotDisseminateFormat", Value(arguments_, "metadataPrefix")});
    }
    return ListFrom(verb, position);
  }

  std::string ListFrom(const std::string& verb, const Position& position) const {
    const std::vector<const OaiRecord*> matching = Matching(position);
    if (matching.empty()) {
      return Error({"noRecordsMatch", "no record of these days"});
    }
    const size_t end = std::min(matching.size(), position.offset + repository_.page);
    std::string list;
    for (size_t i = position.offset; i < end; ++i) {
      list += verb == "ListIdentifiers" ? Header(*matching[i]) : Whole(*matching[i]);
    }
    if (matching.size() > repository_.page) {
      const bool last = end == matching.size();
      list += fmt::format(
          "<resumptionToken completeListSize=\"{}\" cursor=\"{}\">{}</resumptionToken>\n",
          matching.size(),
          position.offset,
          last ? "" : Token({end, position.from, position.until}));
    }
    return "<" + verb + ">\n" + list + "</" + verb + ">\n";
  }

  const OaiRepository& repository_;
  const Arguments& arguments_;
  bool bad_request_ = false;
};

}  // namespace

std::string AnswerOai(const OaiRepository& repository,
                      const Arguments& arguments,
                      const std::string& now) {
  Provider provider(repository, arguments);
  const std::string body = provider.Body();
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n<responseDate>" +
         now + "</responseDate>\n" + provider.Request() + body + "</OAI-PMH>\n";
}

}  // namespace disan
