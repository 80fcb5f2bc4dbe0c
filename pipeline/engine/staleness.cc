#include "pipeline/engine/staleness.h"

#include "formats/files/sha256.h"
#include "formats/language/engine_messages.h"

#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace disan::engine {
namespace {

constexpr size_t kMostReasons = 6;

// The keys whose values differ, "a, b"; empty when the options are no objects.
std::string ChangedKeys(const std::string& before, const std::string& after) {
  const auto old_options = nlohmann::json::parse(before, nullptr, false);
  const auto new_options = nlohmann::json::parse(after, nullptr, false);
  if (!old_options.is_object() || !new_options.is_object()) {
    return "";
  }
  std::set<std::string> keys;
  for (const auto& [key, value] : old_options.items()) {
    if (!new_options.contains(key) || new_options[key] != value) {
      keys.insert(key);
    }
  }
  for (const auto& [key, value] : new_options.items()) {
    if (!old_options.contains(key)) {
      keys.insert(key);
    }
  }
  return fmt::format("{}", fmt::join(keys, ", "));
}

void ExplainInputs(const std::vector<InputRecord>& before,
                   const std::vector<InputRecord>& now,
                   std::vector<Text>& reasons) {
  std::map<std::pair<std::string, std::string>, std::string> old_hashes;
  for (const InputRecord& input : before) {
    old_hashes[{input.role, input.name}] = input.hash;
  }
  const size_t reasons_before = reasons.size();
  for (const InputRecord& input : now) {
    const auto old = old_hashes.find({input.role, input.name});
    if (old == old_hashes.end()) {
      reasons.push_back(Say(messages::kStaleInputAdded, fmt::arg("file", input.name)));
      continue;
    }
    if (old->second != input.hash) {
      reasons.push_back(Say(messages::kStaleInputChanged, fmt::arg("file", input.name)));
    }
    old_hashes.erase(old);
  }
  for (const auto& [input, hash] : old_hashes) {
    reasons.push_back(Say(messages::kStaleInputRemoved, fmt::arg("file", input.second)));
  }
  const auto same = [](const InputRecord& a, const InputRecord& b) {
    return a.role == b.role && a.hash == b.hash;
  };
  if (reasons.size() == reasons_before &&
      !std::equal(before.begin(), before.end(), now.begin(), now.end(), same)) {
    reasons.push_back(Say(messages::kStaleInputsReordered));
  }
}

void ExplainRecord(const Step& step,
                   const StepKind& kind,
                   const std::vector<InputRecord>& inputs,
                   const StepRecord& last,
                   std::vector<Text>& reasons) {
  if (last.kind != kind.name || last.version != kind.version) {
    reasons.push_back(Say(messages::kStaleVersion,
                          fmt::arg("kind", kind.name),
                          fmt::arg("before", last.version),
                          fmt::arg("now", kind.version)));
  }
  if (last.options != step.options) {
    const std::string keys = ChangedKeys(last.options, step.options);
    reasons.push_back(keys.empty() ? Say(messages::kStaleOptions)
                                   : Say(messages::kStaleOptionsNamed, fmt::arg("keys", keys)));
  }
  ExplainInputs(last.inputs, inputs, reasons);
}

}  // namespace

std::string Fingerprint(const Step& step,
                        const StepKind& kind,
                        const std::vector<InputRecord>& inputs) {
  Sha256 sum;
  // Every field with its length, so that no two lists of fields read the same.
  const auto add = [&](const std::string& field) {
    sum.Add(fmt::format("{}:", field.size())).Add(field);
  };
  add("disan step 1");
  add(kind.name);
  add(std::to_string(kind.version));
  add(step.options);
  for (const InputRecord& input : inputs) {
    add("input");
    add(input.role);
    add(input.hash);
  }
  for (const OutputRef& output : step.outputs) {
    add(output.folder ? "folder" : "file");
    add(output.role);
    add(output.folder ? "" : std::filesystem::path(output.path).extension().string());
  }
  return sum.Hex();
}

uint64_t SeedOf(const std::string& fingerprint) {
  uint64_t seed = 0;
  std::from_chars(fingerprint.data(), fingerprint.data() + 16, seed, 16);
  return seed;
}

std::vector<Text> ExplainStale(const Step& step,
                               const StepKind& kind,
                               const std::vector<InputRecord>& inputs,
                               const StepHistory* history) {
  std::vector<Text> reasons;
  const LastAttempt last = history == nullptr ? LastAttempt::kNone : history->last_attempt;
  if (last == LastAttempt::kCutShort) {
    reasons.push_back(Say(messages::kStaleCutShort));
  } else if (last == LastAttempt::kFailed) {
    reasons.push_back(Say(messages::kStaleFailed));
  }
  if (history != nullptr && history->latest() != nullptr) {
    ExplainRecord(step, kind, inputs, *history->latest(), reasons);
  } else if (reasons.empty()) {
    reasons.push_back(Say(messages::kStaleNeverRun));
  }
  if (reasons.empty()) {
    reasons.push_back(Say(messages::kStaleStoreLost));
  }
  if (reasons.size() > kMostReasons) {
    const size_t more = reasons.size() - kMostReasons;
    reasons.resize(kMostReasons);
    reasons.push_back(Say(messages::kStaleMore, fmt::arg("count", more)));
  }
  return reasons;
}

}  // namespace disan::engine
