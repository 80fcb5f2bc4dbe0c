#include "pipeline/progress/tally.h"

#include "formats/language/progress_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/shape.h"

#include <algorithm>

#include <fmt/format.h>

namespace disan {
namespace {

Text Joined(const std::vector<Text>& words) {
  Text joined;
  for (const Text& word : words) {
    joined.vi += (joined.vi.empty() ? "" : ", ") + word.vi;
    joined.en += (joined.en.empty() ? "" : ", ") + word.en;
  }
  return joined;
}

struct NeededFact {
  const char* path;
  const Message* label;
};
const NeededFact kFacts[] = {
    {"name.vi", &messages::kFieldName},
    {"type", &messages::kFieldType},
    {"rank", &messages::kFieldRank},
    {"decision", &messages::kFieldDecision},
    {"address", &messages::kFieldAddress},
    {"location", &messages::kFieldLocation},
    {"description.vi", &messages::kFieldDescription},
    {"rights", &messages::kFieldRights},
};

class SiteJudge {
 public:
  SiteJudge(const SiteProgress& site, SiteLine& line) : site_(site), line_(line) {}

  void Judge() {
    Set(Criterion::kRecorded, true);
    Set(Criterion::kMetadata, Metadata());
    Set(Criterion::kEnglish, English());
    Set(Criterion::kPanoramas,
        Items(site_.scenes, messages::kMissingScenes, messages::kMissingPanoramas));
    Set(Criterion::kModels,
        Items(site_.objects, messages::kMissingObjects, messages::kMissingModels));
    Set(Criterion::kQr, site_.qr);
    Set(Criterion::kFixity, site_.fixity == Fixity::kIntact);
    Set(Criterion::kApproved, Approved());
    if (!site_.qr) {
      line_.missing.push_back(Say(messages::kMissingQr));
    }
    SayFixity();
    bool complete = true;
    for (size_t i = 0; i + 1 < kCriteria; ++i) {
      const bool models = static_cast<Criterion>(i) == Criterion::kModels;
      complete = complete && (line_.reached[i] || (models && site_.objects.empty()));
    }
    Set(Criterion::kComplete, complete);
    line_.panoramas = Made(site_.scenes);
    line_.models = Made(site_.objects);
  }

 private:
  void Set(Criterion criterion, bool reached) {
    line_.reached[static_cast<size_t>(criterion)] = reached;
  }

  static size_t Made(const std::vector<ItemProgress>& items) {
    return static_cast<size_t>(std::count_if(
        items.begin(), items.end(), [](const ItemProgress& item) { return item.made; }));
  }

  bool Metadata() {
    std::vector<Text> open;
    for (const NeededFact& fact : kFacts) {
      const std::string_view path = fact.path;
      const bool not_ranked = path == "decision" && line_.rank == "inventoried";
      const std::string_view top = path.substr(0, path.find('.'));
      const bool unknown = site_.Answers(std::string(top) + ".unknown");
      if (!not_ranked && !unknown && !site_.Answers(path)) {
        open.push_back(Say(*fact.label));
      }
    }
    if (!open.empty()) {
      line_.missing.push_back(SayAbout(messages::kMissingFields, "fields", Joined(open)));
    }
    return open.empty();
  }

  bool English() {
    std::vector<Text> open;
    if (!site_.Answers("name.en")) {
      open.push_back(Say(messages::kFieldName));
    }
    if (!site_.Answers("description.en") && !site_.Answers("description.unknown")) {
      open.push_back(Say(messages::kFieldDescription));
    }
    const auto look = [&](const std::vector<ItemProgress>& items, const Message& label) {
      for (const ItemProgress& item : items) {
        if (item.name.en.empty()) {
          open.push_back(
              Say(label, fmt::arg("name", item.name.vi.empty() ? item.id : item.name.vi)));
        }
      }
    };
    look(site_.scenes, messages::kFieldSceneName);
    look(site_.objects, messages::kFieldObjectName);
    if (!open.empty()) {
      line_.missing.push_back(SayAbout(messages::kMissingEnglish, "fields", Joined(open)));
    }
    return open.empty();
  }

  bool Items(const std::vector<ItemProgress>& items, const Message& none, const Message& some) {
    std::vector<Text> open;
    for (const ItemProgress& item : items) {
      if (!item.made) {
        const std::string& name = item.name.vi.empty() ? item.id : item.name.vi;
        open.push_back({name, item.name.en.empty() ? name : item.name.en});
      }
    }
    if (items.empty()) {
      line_.missing.push_back(Say(none));
    } else if (!open.empty()) {
      line_.missing.push_back(SayAbout(some, "items", Joined(open)));
    }
    return !items.empty() && open.empty();
  }

  bool Approved() {
    const size_t total = Made(site_.scenes) + Made(site_.objects);
    size_t open = 0;
    for (const auto* items : {&site_.scenes, &site_.objects}) {
      for (const ItemProgress& item : *items) {
        open += item.made && !item.approved ? 1U : 0U;
      }
    }
    if (open > 0) {
      line_.missing.push_back(
          Say(messages::kMissingApproval, fmt::arg("count", open), fmt::arg("total", total)));
    }
    return total > 0 && open == 0;
  }

  void SayFixity() {
    switch (site_.fixity) {
      case Fixity::kNotChecked:
        line_.missing.push_back(Say(messages::kMissingNotVerified));
        break;
      case Fixity::kNoChecksums:
        line_.missing.push_back(Say(messages::kMissingChecksums));
        break;
      case Fixity::kBroken:
        line_.missing.push_back(
            Say(messages::kMissingFixity, fmt::arg("count", site_.fixity_findings)));
        break;
      case Fixity::kIntact:
        break;
    }
  }

  const SiteProgress& site_;
  SiteLine& line_;
};

size_t OrderOf(const std::string& word, std::span<const Choice> choices) {
  const auto found = std::find_if(
      choices.begin(), choices.end(), [&](const Choice& choice) { return word == choice.word; });
  return static_cast<size_t>(found - choices.begin());
}

void Add(const SiteLine& line, GroupTally& group) {
  ++group.total;
  for (size_t i = 0; i < kCriteria; ++i) {
    group.reached[i] += line.reached[i] ? 1U : 0U;
  }
}

std::vector<GroupTally> Grouped(const std::vector<SiteLine>& lines,
                                std::string SiteLine::*word,
                                std::span<const Choice> choices) {
  std::vector<GroupTally> groups(choices.size() + 1);
  for (const SiteLine& line : lines) {
    if (line.counted) {
      const size_t at = OrderOf(line.*word, choices);
      groups[at].word = at < choices.size() ? choices[at].word : "";
      Add(line, groups[at]);
    }
  }
  std::erase_if(groups, [](const GroupTally& group) { return group.total == 0; });
  return groups;
}

SiteLine LineOf(const SiteProgress& site) {
  SiteLine line{.id = site.id,
                .name = {site.Fact("name.vi"), site.Fact("name.en")},
                .type = site.Fact("type"),
                .rank = site.Fact("rank"),
                .ward = site.Fact("address.ward"),
                .output = site.output,
                .missing = {}};
  SiteJudge(site, line).Judge();
  return line;
}

Text Label(const std::string& word, std::span<const Choice> choices) {
  for (const Choice& choice : choices) {
    if (word == choice.word) {
      Text label{choice.vi, choice.en};
      for (const std::string_view lead : {"di tích ", "cấp "}) {
        if (label.vi.rfind(lead, 0) == 0) {
          label.vi.erase(0, lead.size());
        }
      }
      if (label.vi.rfind("đ", 0) == 0) {
        label.vi.replace(0, std::string_view("đ").size(), "Đ");
      } else if (label.vi[0] >= 'a' && label.vi[0] <= 'z') {
        label.vi[0] = static_cast<char>(label.vi[0] - 'a' + 'A');
      }
      if (label.en[0] >= 'a' && label.en[0] <= 'z') {
        label.en[0] = static_cast<char>(label.en[0] - 'a' + 'A');
      }
      return label;
    }
  }
  return Say(messages::kProgressUnstated);
}

}  // namespace

Tally CountProgress(const std::vector<SiteProgress>& sites,
                    const std::vector<InventoryRelic>& relics) {
  Tally tally;
  std::map<std::string, SiteLine> built;
  for (const SiteProgress& site : sites) {
    built.emplace(site.id, LineOf(site));
  }
  for (const InventoryRelic& relic : relics) {
    const auto found = built.find(relic.id);
    SiteLine line{
        .id = relic.id, .name = {relic.name, ""}, .missing = {Say(messages::kMissingOutput)}};
    if (found != built.end()) {
      line = std::move(found->second);
      built.erase(found);
    }
    // The inventory is the office's word on what is counted where.
    line.type = relic.type.empty() ? line.type : relic.type;
    line.rank = relic.rank.empty() ? line.rank : relic.rank;
    line.ward = relic.ward.empty() ? line.ward : relic.ward;
    line.name.vi = line.name.vi.empty() ? relic.name : line.name.vi;
    tally.sites.push_back(std::move(line));
  }
  for (auto& [id, line] : built) {
    line.counted = relics.empty();
    tally.sites.push_back(std::move(line));
  }
  std::stable_sort(
      tally.sites.begin(), tally.sites.end(), [](const SiteLine& a, const SiteLine& b) {
        const auto key = [](const SiteLine& line) {
          return std::tuple(!line.counted,
                            OrderOf(line.rank, RelicRankChoices()),
                            FoldForSearch(line.name.vi),
                            line.id);
        };
        return key(a) < key(b);
      });
  for (const SiteLine& line : tally.sites) {
    if (line.counted) {
      Add(line, tally.all);
    }
  }
  tally.by_rank = Grouped(tally.sites, &SiteLine::rank, RelicRankChoices());
  tally.by_type = Grouped(tally.sites, &SiteLine::type, RelicTypeChoices());
  return tally;
}

Text RankLabel(const std::string& word) {
  return Label(word, RelicRankChoices());
}

Text TypeLabel(const std::string& word) {
  return Label(word, RelicTypeChoices());
}

}  // namespace disan
