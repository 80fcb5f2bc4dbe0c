#include "pipeline/cli/approved_only.h"

#include "formats/diagnostics/failure.h"
#include "formats/language/review_messages.h"
#include "pipeline/review/reviewed_output.h"

#include <utility>

namespace disan {
namespace {

const Message& WhyNot(ReviewState state) {
  switch (state) {
    case ReviewState::kNeedsSecond:
      return messages::kWhyNeedsSecond;
    case ReviewState::kSentBack:
      return messages::kWhySentBack;
    case ReviewState::kLapsed:
      return messages::kWhyLapsed;
    case ReviewState::kApproved:
    case ReviewState::kOpen:
      break;
  }
  return messages::kWhyOpen;
}

class OneOutput {
 public:
  OneOutput(const OutputFolder& output, Approved approved)
      : output_(output), approved_(std::move(approved)) {
    said_ = std::move(approved_.said);
    Judge(output.record.scenes, approved_.scenes, ReviewedKind::kScene);
    Judge(output.record.objects, approved_.objects, ReviewedKind::kObject);
    // A scene and an object may have one id: both must be approved then.
    for (const std::string& id : refused_) {
      shown_.erase(id);
    }
    if (shown_.empty()) {
      said_.push_back(
          {.severity = Severity::kWarning,
           .file = output.path.string(),
           .what = Say(messages::kApprovedSiteLeftOut, fmt::arg("id", output.record.site.id)),
           .remedy = Say(messages::kApprovedNothingRemedy)});
    }
  }

  const std::set<std::string>& shown() const { return shown_; }
  const std::vector<Diagnostic>& said() const { return said_; }

 private:
  template <typename Item>
  void Judge(const std::vector<Item>& items,
             const std::vector<std::string>& approved,
             ReviewedKind kind) {
    const std::set<std::string> known(approved.begin(), approved.end());
    for (const Item& item : items) {
      if (known.contains(item.id)) {
        shown_.insert(item.id);
      } else if (!item.sensitive) {  // what is not public is not missed
        refused_.insert(item.id);
        SayLeftOut(item.id, {item.name.vi, item.name.en}, WhyOf(item.id, kind));
      }
    }
  }

  const Message& WhyOf(const std::string& id, ReviewedKind kind) const {
    for (const ReviewedAsset& asset : approved_.left_out) {
      if (asset.id == id && asset.kind == kind) {
        return WhyNot(asset.state);
      }
    }
    return messages::kWhyNotMade;
  }

  void SayLeftOut(const std::string& id, const Text& name, const Message& why) {
    const auto line = [&](Language language) {
      const std::string& words = name.In(language).empty() ? name.vi : name.In(language);
      return Say(messages::kApprovedLeftOut,
                 fmt::arg("name", words),
                 fmt::arg("id", id),
                 fmt::arg("why", Say(why).In(language)))
          .In(language);
    };
    said_.push_back({.severity = Severity::kWarning,
                     .file = output_.path.string(),
                     .what = {line(Language::kVietnamese), line(Language::kEnglish)},
                     .remedy = Say(messages::kApprovedLeftOutRemedy,
                                   fmt::arg("folder", output_.path.string()))});
  }

  const OutputFolder& output_;
  Approved approved_;
  std::set<std::string> shown_;
  std::set<std::string> refused_;
  std::vector<Diagnostic> said_;
};

}  // namespace

ApprovedOutputs OnlyApproved(std::vector<OutputFolder> outputs, const std::string& given_site) {
  ApprovedOutputs result;
  for (OutputFolder& output : outputs) {
    const std::filesystem::path site = ValueOrThrow(FindSite(output, given_site));
    const OneOutput one(output, ApprovedOf(output, site));
    result.said.insert(result.said.end(), one.said().begin(), one.said().end());
    if (!one.shown().empty()) {
      result.shown_items[output.record.site.id] = one.shown();
      result.outputs.push_back(std::move(output));
    }
  }
  if (result.outputs.empty()) {
    // The reasons first, then what to do: warnings do not end a run by themselves.
    result.said.push_back(
        {.what = Say(messages::kApprovedNothing), .remedy = Say(messages::kApprovedNothingRemedy)});
    throw Failure(std::move(result.said));
  }
  return result;
}

}  // namespace disan
