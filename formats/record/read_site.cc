#include "formats/record/binding.h"
#include "formats/record/site.h"

namespace disan {
namespace {

Decision DecisionOf(const YamlNode& site, const Place& place, std::vector<Diagnostic>& said) {
  const YamlNode& node = MappingOf(site, "decision");
  return {.written = WrittenOf(node),
          .number = TextOf(node, "number"),
          .date = TextOf(node, "date"),
          .issuer = TextOf(node, "issuer"),
          .document = PathOf(node, "document", place, said)};
}

Address AddressOf(const YamlNode& site) {
  const YamlNode& node = MappingOf(site, "address");
  return {.written = WrittenOf(node),
          .text = {TextOf(node, "vi"), TextOf(node, "en")},
          .hamlet = TextOf(node, "hamlet"),
          .ward = TextOf(node, "ward"),
          .former_ward = TextOf(node, "former_ward"),
          .former_district = TextOf(node, "former_district"),
          .city = TextOf(node, "city")};
}

std::vector<Zone> ZonesOf(const YamlNode& site, const Place& place, std::vector<Diagnostic>& said) {
  std::vector<Zone> zones;
  for (const YamlNode* node : MappingsOf(site, "zones")) {
    zones.push_back({.written = WrittenOf(*node),
                     .kind = ChoiceOf<ZoneKind>(*node, "kind", ZoneKindChoices()),
                     .text = BilingualOf(*node, "text"),
                     .area_m2 = NumberOf(*node, "area_m2"),
                     .boundary = PathOf(*node, "boundary", place, said)});
  }
  return zones;
}

Manager ManagerOf(const YamlNode& site) {
  const YamlNode& node = MappingOf(site, "manager");
  return {.written = WrittenOf(node),
          .name = BilingualOf(node, "name"),
          .phone = TextOf(node, "phone"),
          .email = TextOf(node, "email")};
}

std::vector<Text> OtherNamesOf(const YamlNode& site) {
  std::vector<Text> names;
  const YamlNode* list = site.Get("other_names");
  if (list != nullptr) {
    for (const YamlNode& item : list->items) {
      names.push_back(item.IsScalar() ? Text{item.scalar, ""}
                                      : Text{TextOf(item, "vi"), TextOf(item, "en")});
    }
  }
  return names;
}

}  // namespace

Result<Site> ReadSite(const std::filesystem::path& root, const std::string& file) {
  Result<YamlNode> tree = ReadRecordFile(root, file, SiteShape());
  if (!tree) {
    return Result<Site>::Failed(std::move(tree.diagnostics));
  }
  std::vector<Diagnostic> said = std::move(tree.diagnostics);
  const YamlNode& node = *tree;
  const Place place{root, root, root.filename().string(), file};
  Site site{.written = WrittenOf(node),
            .id = TextOf(node, "id"),
            .name = NameOf(node, "name"),
            .other_names = OtherNamesOf(node),
            .type = ChoiceOf<RelicType>(node, "type", RelicTypeChoices()),
            .rank = ChoiceOf<RelicRank>(node, "rank", RelicRankChoices()),
            .registration = TextOf(node, "registration"),
            .part_of = TextOf(node, "part_of"),
            .decision = DecisionOf(node, place, said),
            .address = AddressOf(node),
            .location = LocationOf(node, "location", file, said),
            .dating = DatingOf(node, "dating"),
            .description = BilingualOf(node, "description"),
            .zones = ZonesOf(node, place, said),
            .manager = ManagerOf(node),
            .condition = ConditionOf(node, "condition"),
            .restrictions = BilingualOf(node, "restrictions"),
            .sensitive = FlagOf(node, "sensitive"),
            .rights = RightsOf(node, "rights"),
            .units = ChoiceOf<LengthUnit>(node, "units", LengthUnitChoices()),
            .up = ChoiceOf<UpAxis>(node, "up", UpAxisChoices()),
            .face_model = PathOf(MappingOf(node, "privacy"), "face_model", place, said)};
  return {std::move(site), std::move(said)};
}

namespace {
template <typename Enum>
std::string_view WordOf(Enum value, std::span<const Choice> choices) {
  const auto index = static_cast<size_t>(value);
  return index == 0 || index > choices.size() ? std::string_view() : choices[index - 1].word;
}
}  // namespace

std::string_view Word(RelicType type) {
  return WordOf(type, RelicTypeChoices());
}
std::string_view Word(RelicRank rank) {
  return WordOf(rank, RelicRankChoices());
}
std::string_view Word(Access access) {
  return WordOf(access, AccessChoices());
}
std::string_view Word(ObjectClass object_class) {
  return WordOf(object_class, ObjectClassChoices());
}
std::string_view Word(LengthUnit unit) {
  return WordOf(unit, LengthUnitChoices());
}
std::string_view Word(UpAxis up) {
  return WordOf(up, UpAxisChoices());
}
std::string_view Word(ZoneKind kind) {
  return WordOf(kind, ZoneKindChoices());
}
std::string_view Word(ConditionState state) {
  return WordOf(state, ConditionStateChoices());
}

}  // namespace disan
