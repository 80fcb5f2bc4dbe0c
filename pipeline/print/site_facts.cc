#include "pipeline/print/site_facts.h"

#include "formats/files/read_file.h"
#include "formats/language/months.h"
#include "formats/language/print_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr char kNoDate[] = "2000-01-01";

bool IsDate(const std::string& date) {
  constexpr std::string_view kShape = "0000-00-00";
  const bool length = date.size() == 4 || date.size() == 7 || date.size() == 10;
  for (size_t i = 0; length && i < date.size(); ++i) {
    if (kShape[i] == '-' ? date[i] != '-' : date[i] < '0' || date[i] > '9') {
      return false;
    }
  }
  return length;
}

int NumberIn(const std::string& text, size_t at, size_t size) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + size, value);
  return value;
}

std::optional<Text> RankWords(const std::string& rank) {
  if (rank == "special-national") {
    return Say(messages::kInfoRankSpecial);
  }
  if (rank == "national") {
    return Say(messages::kInfoRankNational);
  }
  if (rank == "provincial") {
    return Say(messages::kInfoRankProvincial);
  }
  return rank == "inventoried" ? std::optional(Say(messages::kInfoRankInventoried)) : std::nullopt;
}

std::optional<Text> TypeWords(const std::string& type) {
  if (type == "history") {
    return Say(messages::kInfoTypeHistory);
  }
  if (type == "architecture-art") {
    return Say(messages::kInfoTypeArchitecture);
  }
  if (type == "archaeology") {
    return Say(messages::kInfoTypeArchaeology);
  }
  if (type == "scenic") {
    return Say(messages::kInfoTypeScenic);
  }
  return type == "mixed" ? std::optional(Say(messages::kInfoTypeMixed)) : std::nullopt;
}

Text WordsText(const canonical::Words& words) {
  return {words.vi.empty() ? words.en : words.vi, words.en};
}

Text DecisionText(const canonical::Decision& decision) {
  const Text date = DateInWords(decision.date);
  Text text{decision.number, decision.number};
  const auto add = [](std::string& to, const std::string& more) {
    to += (to.empty() || more.empty() ? "" : ", ") + more;
  };
  add(text.vi, date.vi);
  add(text.en, date.en);
  add(text.vi, decision.issuer);
  return text.vi == text.en ? Text{text.vi, ""} : text;
}

// In groups of three with a narrow space: neither language's comma or point is the other's.
std::string Grouped(uint64_t value) {
  std::string digits = std::to_string(value);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, "\u202F");
  }
  return digits;
}

// Vietnamese decimals: "0,42".
std::string Decimal(double value) {
  std::string text = value < 0.1  ? fmt::format("{:.3f}", value)
                     : value < 10 ? fmt::format("{:.2f}", value)
                                  : fmt::format("{:.0f}", value);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

// The largest of the finest models, in millimetres.
std::optional<double> WorstDeviation(const PublishedTour& tour, const fs::path& out) {
  std::optional<double> worst;
  for (const PublishedObject& object : tour.objects) {
    const Result<std::string> text =
        ReadFile(out / "masters/models" / (object.id + ".json"), uint64_t{16} << 20);
    const Json report = text ? Json::parse(*text, nullptr, false) : Json();
    const Json::json_pointer unit("/tiers/0/deviation/unit");
    const Json::json_pointer rms("/tiers/0/deviation/rms");
    if (report.is_object() && report.contains(unit) && report[unit] == "mm" &&
        report.contains(rms) && report[rms].is_number()) {
      worst = std::max(worst.value_or(0), report[rms].get<double>());
    }
  }
  return worst;
}

uint64_t TrianglesOf(const PublishedTour& tour) {
  uint64_t sum = 0;
  for (const PublishedObject& object : tour.objects) {
    uint64_t most = 0;
    for (const TourModel& model : object.models) {
      most = std::max(most, model.triangles);
    }
    sum += most;
  }
  return sum;
}

}  // namespace

Text DateInWords(const std::string& date) {
  if (!IsDate(date) || date.size() == 4) {
    return {date, date};
  }
  const int month = NumberIn(date, 5, 2);
  if (month < 1 || month > 12) {
    return {date, date};
  }
  const std::string year = date.substr(0, 4);
  const std::string name = kEnglishMonths[static_cast<size_t>(month - 1)];
  if (date.size() == 7) {
    return {fmt::format("{}/{}", month, year), name + " " + year};
  }
  const int day = NumberIn(date, 8, 2);
  return {fmt::format("{}/{}/{}", day, month, year), fmt::format("{} {} {}", day, name, year)};
}

std::string LastCaptureOf(const canonical::Record& record) {
  std::string last;
  for (const canonical::Session& session : record.sessions) {
    last = IsDate(session.date) ? std::max(last, session.date) : last;
  }
  return last.empty() ? kNoDate : last;
}

std::vector<PrintFact> FactsOf(const PublishedTour& tour, const canonical::Record& record) {
  std::vector<PrintFact> facts;
  const auto add = [&](const Message& label, const Text& value) {
    if (!value.vi.empty()) {
      facts.push_back({Say(label), value});
    }
  };
  add(messages::kInfoRelic, TypeWords(tour.type).value_or(Text{}));
  add(messages::kInfoRank, RankWords(tour.rank).value_or(Text{}));
  add(messages::kInfoDecision, DecisionText(record.site.decision));
  add(messages::kInfoDating, WordsText(record.site.dating.text));
  add(messages::kInfoAddress, tour.address);
  add(messages::kInfoManager, WordsText(record.site.manager.name));
  if (const std::string date = LastCaptureOf(record); date != kNoDate) {
    add(messages::kInfoCaptured, DateInWords(date));
  }
  return facts;
}

std::vector<PrintNumber> NumbersOf(const PublishedTour& tour,
                                   const canonical::Record& record,
                                   const fs::path& out) {
  std::vector<PrintNumber> numbers;
  const auto add = [&](uint64_t value, const Message& label) {
    if (value > 0) {
      numbers.push_back({Grouped(value), Say(label)});
    }
  };
  int widest = 0;
  for (const PublishedScene& scene : tour.scenes) {
    widest = std::max(widest, scene.panorama.width);
  }
  const auto sources =
      std::count_if(record.assets.begin(), record.assets.end(), [](const canonical::Asset& asset) {
        return asset.role == "source" && !asset.item.empty();
      });
  add(tour.scenes.size(), messages::kInfoScenes);
  add(tour.objects.size(), messages::kInfoObjects);
  add(static_cast<uint64_t>(sources), messages::kInfoPhotos);
  add(static_cast<uint64_t>(widest), messages::kInfoWidest);
  add(TrianglesOf(tour), messages::kInfoTriangles);
  if (const std::optional<double> deviation = WorstDeviation(tour, out)) {
    numbers.push_back({Decimal(*deviation), Say(messages::kInfoDeviation)});
  }
  return numbers;
}

}  // namespace disan
