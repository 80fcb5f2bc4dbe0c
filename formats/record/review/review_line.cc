#include "formats/language/review_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/review/review_log.h"
#include "formats/record/scalars.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace disan {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostAssetBytes = 512;
constexpr double kMostMetres = 1e6;

std::string TextAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

bool IsDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// 2026-05-12T08:30:00Z
bool IsTime(std::string_view text) {
  return text.size() == 20 && IsDay(text.substr(0, 10)) && text[10] == 'T' &&
         IsDigits(text.substr(11, 2)) && text.substr(11, 2) < "24" && text[13] == ':' &&
         IsDigits(text.substr(14, 2)) && text.substr(14, 2) < "60" && text[16] == ':' &&
         IsDigits(text.substr(17, 2)) && text.substr(17, 2) < "61" && text[19] == 'Z';
}

bool IsPlain(std::string_view text, bool lines) {
  return IsValidUtf8(text) && std::none_of(text.begin(), text.end(), [&](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return (byte < 0x20 && !(lines && (c == '\n' || c == '\t'))) || byte == 0x7f;
         });
}

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kMostReviewerBytes && IsPlain(text, false) &&
         text.find_first_not_of(' ') != std::string_view::npos;
}

// A relative path below masters/, no segment of which leads anywhere else.
bool IsAsset(std::string_view path) {
  if (path.substr(0, 8) != "masters/" || path.size() > kMostAssetBytes || !IsPlain(path, false) ||
      path.find_first_of("\\:") != std::string_view::npos) {
    return false;
  }
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    if (end == start || path[start] == '.') {
      return false;
    }
    start = end + 1;
  }
  return true;
}

bool IsChecksum(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<ReviewVerdict> VerdictOf(std::string_view word) {
  for (const auto verdict :
       {ReviewVerdict::kApproved, ReviewVerdict::kSentBack, ReviewVerdict::kRemark}) {
    if (word == Word(verdict)) {
      return verdict;
    }
  }
  return std::nullopt;
}

bool IsWithin(const Json& number, double most) {
  return number.is_number() &&
         std::abs(number.get<double>()) <= most;  // false for what is no number
}

std::optional<ReviewPin> PinOf(const Json& at) {
  if (at.is_null()) {
    return ReviewPin();
  }
  if (!at.is_object()) {
    return std::nullopt;
  }
  if (at.contains("point")) {
    const Json& point = at["point"];
    if (!point.is_array() || point.size() != 3) {
      return std::nullopt;
    }
    ModelPin pin;
    for (size_t i = 0; i < 3; ++i) {
      if (!IsWithin(point[i], kMostMetres)) {
        return std::nullopt;
      }
      pin.point_m[i] = point[i].get<double>();
    }
    return pin;
  }
  const Json yaw = at.value("yaw_deg", Json());
  const Json pitch = at.value("pitch_deg", Json());
  if (!IsWithin(yaw, 360) || !IsWithin(pitch, 90)) {
    return std::nullopt;
  }
  return SpherePin{.yaw_deg = yaw.get<double>(), .pitch_deg = pitch.get<double>()};
}

// What is wrong with a line that is JSON: the key, or nothing.
const char* WrongKey(const ReviewEntry& entry) {
  return !IsTime(entry.time)                                                  ? "time"
         : !IsName(entry.reviewer)                                            ? "reviewer"
         : !IsAsset(entry.asset)                                              ? "asset"
         : !IsChecksum(entry.sha256)                                          ? "sha256"
         : entry.text.size() > kMostRemarkBytes || !IsPlain(entry.text, true) ? "text"
                                                                              : nullptr;
}

Result<ReviewEntry> Passed(const std::string& name, int number, Text what) {
  return Result<ReviewEntry>::Failed({.severity = Severity::kWarning,
                                      .file = name,
                                      .line = number,
                                      .what = std::move(what),
                                      .remedy = Say(messages::kReviewLineRemedy)});
}

}  // namespace

std::string_view Word(ReviewVerdict verdict) {
  switch (verdict) {
    case ReviewVerdict::kApproved:
      return "approved";
    case ReviewVerdict::kSentBack:
      return "sent-back";
    case ReviewVerdict::kRemark:
      break;
  }
  return "remark";
}

Result<ReviewEntry> ParseReviewLine(std::string_view line, const std::string& name, int number) {
  const Json json = line.size() <= kMostReviewLineBytes ? Json::parse(line, nullptr, false)
                                                        : Json(Json::value_t::discarded);
  if (!json.is_object()) {
    return Passed(name, number, Say(messages::kReviewLineBroken));
  }
  ReviewEntry entry{.time = TextAt(json, "time"),
                    .reviewer = TextAt(json, "reviewer"),
                    .asset = TextAt(json, "asset"),
                    .sha256 = TextAt(json, "sha256"),
                    .text = TextAt(json, "text"),
                    .at = {}};
  const auto verdict = VerdictOf(TextAt(json, "verdict"));
  const auto pin = PinOf(json.value("at", Json()));
  const char* wrong = verdict ? pin ? WrongKey(entry) : "at" : "verdict";
  if (wrong != nullptr) {
    return Passed(name, number, Say(messages::kReviewLineWrong, fmt::arg("key", wrong)));
  }
  entry.verdict = *verdict;
  entry.at = *pin;
  return Result<ReviewEntry>::Of(std::move(entry));
}

std::string ReviewLine(const ReviewEntry& entry) {
  Json json{{"time", entry.time},
            {"reviewer", ToNfc(entry.reviewer)},
            {"asset", entry.asset},
            {"sha256", entry.sha256},
            {"verdict", Word(entry.verdict)}};
  if (!entry.text.empty()) {
    json["text"] = ToNfc(entry.text);
  }
  if (const auto* sphere = std::get_if<SpherePin>(&entry.at)) {
    json["at"] = {{"yaw_deg", sphere->yaw_deg}, {"pitch_deg", sphere->pitch_deg}};
  } else if (const auto* model = std::get_if<ModelPin>(&entry.at)) {
    json["at"] = {{"point", model->point_m}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace disan
