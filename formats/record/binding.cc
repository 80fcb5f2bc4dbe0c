#include "formats/record/binding.h"

#include "formats/files/read_file.h"
#include "formats/files/safe_path.h"
#include "formats/language/site_messages.h"
#include "formats/language/unicode.h"
#include "formats/record/validate.h"

#include <algorithm>

namespace disan {
namespace {

namespace fs = std::filesystem;

Text TextOfNode(const YamlNode& node) {
  if (node.IsScalar()) {
    return {node.scalar, ""};
  }
  return {TextOf(node, "vi"), TextOf(node, "en")};
}

std::string NearestEntry(const fs::path& missing) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(missing.parent_path(), error), end; !error && it != end;
       it.increment(error)) {
    names.push_back(ToNfc(it->path().filename().string()));
  }
  std::sort(names.begin(), names.end());
  return NearestWord(ToNfc(missing.filename().string()), names);
}

SourcePath Resolve(const YamlNode& node, const Place& place, std::vector<Diagnostic>& diagnostics) {
  SourcePath path{.written = node.scalar, .resolved = {}, .line = node.line};
  Result<fs::path> found = ResolveInside(place.folder, path.written);
  std::error_code error;
  if (found && !fs::exists(*found, error) && place.folder != place.root) {
    Result<fs::path> from_root = ResolveInside(place.root, path.written);
    if (from_root && fs::exists(*from_root, error)) {
      found = std::move(from_root);
    }
  }
  if (!found) {
    for (Diagnostic& refused : found.diagnostics) {
      refused.file = place.file;
      refused.line = node.line;
      diagnostics.push_back(std::move(refused));
    }
    return path;
  }
  path.resolved = *found;
  path.exists = fs::exists(*found, error);
  if (!path.exists) {
    const std::string nearest = NearestEntry(*found);
    diagnostics.push_back(
        {.file = place.file,
         .line = node.line,
         .what = Say(messages::kPathMissing, fmt::arg("path", path.written)),
         .remedy = nearest.empty()
                       ? Say(messages::kPathMissingRemedy, fmt::arg("folder", place.folder_name))
                       : Say(messages::kRecordDidYouMean,
                             fmt::arg("nearest",
                                      (fs::path(path.written).parent_path() / nearest).string()))});
  }
  return path;
}

}  // namespace

Written WrittenOf(const YamlNode& mapping) {
  Written written{.line = mapping.line};
  for (const YamlEntry& entry : mapping.entries) {
    written.lines.emplace(entry.key, entry.line);
    if (IsUnknown(entry.value)) {
      const YamlNode* reason = entry.value.Get("unknown");
      written.unknown.emplace(entry.key, reason == nullptr ? Text{} : TextOfNode(*reason));
    }
  }
  return written;
}

std::string TextOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode* node = mapping.Get(key);
  return node == nullptr || !node->IsScalar() || IsUnknown(*node) ? std::string() : node->scalar;
}

Text BilingualOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode* node = mapping.Get(key);
  return node == nullptr || IsUnknown(*node) ? Text{} : TextOfNode(*node);
}

Name NameOf(const YamlNode& mapping, std::string_view key) {
  return {BilingualOf(mapping, key), TextOf(MappingOf(mapping, key), "lzh")};
}

std::optional<double> NumberOf(const YamlNode& mapping, std::string_view key) {
  return ParseNumber(TextOf(mapping, key));
}

bool FlagOf(const YamlNode& mapping, std::string_view key) {
  return ParseFlag(TextOf(mapping, key)).value_or(false);
}

const YamlNode& MappingOf(const YamlNode& mapping, std::string_view key) {
  static const YamlNode kEmpty;
  const YamlNode* node = mapping.Get(key);
  return node == nullptr || !node->IsMapping() || IsUnknown(*node) ? kEmpty : *node;
}

std::vector<const YamlNode*> MappingsOf(const YamlNode& mapping, std::string_view key) {
  std::vector<const YamlNode*> mappings;
  const YamlNode* node = mapping.Get(key);
  if (node != nullptr && node->IsSequence()) {
    for (const YamlNode& item : node->items) {
      if (item.IsMapping()) {
        mappings.push_back(&item);
      }
    }
  }
  return mappings;
}

SourcePath PathOf(const YamlNode& mapping,
                  std::string_view key,
                  const Place& place,
                  std::vector<Diagnostic>& diagnostics) {
  const YamlNode* node = mapping.Get(key);
  if (node == nullptr || !node->IsScalar()) {
    return {};
  }
  SourcePath path = Resolve(*node, place, diagnostics);
  std::error_code error;
  if (path.exists && fs::is_directory(path.resolved, error)) {
    diagnostics.push_back({.file = place.file,
                           .line = node->line,
                           .what = Say(messages::kPathIsFolder, fmt::arg("path", path.written)),
                           .remedy = Say(messages::kPathIsFolderRemedy)});
    path.exists = false;
  }
  return path;
}

std::vector<SourcePath> PathsOf(const YamlNode& mapping,
                                std::string_view key,
                                const Place& place,
                                std::vector<Diagnostic>& diagnostics) {
  std::vector<SourcePath> paths;
  const YamlNode* node = mapping.Get(key);
  if (node == nullptr) {
    return paths;
  }
  if (node->IsScalar()) {
    paths.push_back(Resolve(*node, place, diagnostics));
  }
  for (const YamlNode& item : node->items) {
    if (item.IsScalar()) {
      paths.push_back(Resolve(item, place, diagnostics));
    }
  }
  return paths;
}

Dating DatingOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode& node = MappingOf(mapping, key);
  return {.written = WrittenOf(node),
          .edtf = TextOf(node, "edtf"),
          .text = BilingualOf(node, "text"),
          .original = TextOf(node, "original")};
}

Condition ConditionOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode& node = MappingOf(mapping, key);
  return {.written = WrittenOf(node),
          .state = ChoiceOf<ConditionState>(node, "state", ConditionStateChoices()),
          .text = BilingualOf(node, "text"),
          .date = TextOf(node, "date")};
}

Rights RightsOf(const YamlNode& mapping, std::string_view key) {
  const YamlNode& node = MappingOf(mapping, key);
  return {.written = WrittenOf(node),
          .holder = TextOf(node, "holder"),
          .statement = TextOf(node, "statement"),
          .access = ChoiceOf<Access>(node, "access", AccessChoices()),
          .credit = TextOf(node, "credit"),
          .consent = TextOf(node, "consent")};
}

Result<YamlNode> ReadRecordFile(const fs::path& root, const std::string& file, const Shape& shape) {
  Result<fs::path> path = ResolveInside(root, file);
  Result<std::string> bytes = path ? ReadFile(*path, YamlLimits{}.bytes)
                                   : Result<std::string>::Failed(std::move(path.diagnostics));
  if (!bytes) {
    for (Diagnostic& diagnostic : bytes.diagnostics) {
      diagnostic.file = file;
    }
    return Result<YamlNode>::Failed(std::move(bytes.diagnostics));
  }
  Result<YamlNode> tree = ParseYaml(*bytes, file);
  if (tree) {
    Validate(*tree, shape, file, tree.diagnostics);
    if (!tree->IsMapping()) {
      tree.value.reset();
    }
  }
  return tree;
}

}  // namespace disan
