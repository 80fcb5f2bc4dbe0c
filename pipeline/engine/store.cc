#include "pipeline/engine/store.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/sha256.h"
#include "formats/language/engine_messages.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

namespace disan::engine {
namespace {

// Lower-case letters and digits only, and short: whatever else a name ends in is no format.
std::string ExtensionOf(const std::string& path) {
  constexpr size_t kLongest = 9;
  const std::string extension = std::filesystem::path(path).extension().string();
  const bool plain =
      extension.size() <= kLongest && std::all_of(extension.begin(), extension.end(), [](char c) {
        return c == '.' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      });
  return plain ? extension : "";
}

std::string CacheKey(const Content& content) {
  return "store " + ObjectName(content);
}

}  // namespace

std::string ObjectName(const Content& content) {
  return content.hash + (content.folder ? ".tree" : content.extension);
}

Content Store::Take(const std::string& written, const OutputRef& output) {
  const FileType expected = output.folder ? FileType::kFolder : FileType::kFile;
  if (disk_.Stat(written).type != expected) {
    throw Failure({.file = output.path,
                   .what = Say(messages::kOutputNotMade, fmt::arg("file", output.path)),
                   .remedy = Say(messages::kEngineFaultRemedy)});
  }
  return output.folder ? TakeFolder(written) : TakeFile(written, output);
}

Content Store::TakeFile(const std::string& written, const OutputRef& output) {
  const Content content{disk_.Hash(written), ExtensionOf(output.path), false};
  if (!IsIntact(content)) {
    disk_.MakeReadOnly(written);
    disk_.Sync(std::array{written});
    MoveIn(written, content);
    cache_.Remember(CacheKey(content), PathOf(content), content.hash);
  }
  return content;
}

Content Store::TakeFolder(const std::string& written) {
  const Tree tree = ReadTree(disk_, written);
  const std::string text = ToText(tree);
  const Content content{Sha256Hex(text), "", true};
  if (!IsIntact(content)) {
    const std::string wrapper = written + ".tree";
    disk_.MakeFolder(wrapper);
    disk_.Rename(written, wrapper + "/files");
    std::vector<std::string> files;
    for (const TreeFile& file : tree) {
      files.push_back(wrapper + "/files/" + file.path);
      disk_.MakeReadOnly(files.back());
    }
    files.push_back(wrapper + "/manifest");
    disk_.Write(files.back(), text);
    disk_.Sync(files);
    MoveIn(wrapper, content);
  }
  return content;
}

// Two steps may make the same content at once; whoever comes second finds it there.
void Store::MoveIn(const std::string& from, const Content& content) {
  const std::lock_guard lock(mutex_);
  const std::string place = Place(ObjectName(content));
  if (content.folder) {
    RemoveTree(disk_, place);
    trees_.erase(content.hash);
  }
  disk_.Rename(from, place);
}

bool Store::Holds(const Content& content) {
  return content.folder ? TreeOf(content) != nullptr
                        : cache_.Hash(CacheKey(content), PathOf(content)) == content.hash;
}

bool Store::IsIntact(const Content& content) {
  if (!content.folder) {
    return Holds(content);
  }
  const auto tree = TreeOf(content);
  return tree != nullptr && ReadTree(disk_, PathOf(content)) == *tree;
}

std::string Store::PathOf(const Content& content) const {
  return Place(ObjectName(content)) + (content.folder ? "/files" : "");
}

std::shared_ptr<const Tree> Store::TreeOf(const Content& content) {
  const std::string manifest = Place(ObjectName(content)) + "/manifest";
  const std::lock_guard lock(mutex_);
  if (disk_.Stat(manifest).type != FileType::kFile) {
    return nullptr;
  }
  std::shared_ptr<const Tree>& known = trees_[content.hash];
  if (known == nullptr) {
    const std::string text = disk_.Read(manifest);
    std::optional<Tree> tree = ParseTree(text);
    if (tree && Sha256Hex(text) == content.hash) {
      known = std::make_shared<const Tree>(std::move(*tree));
    }
  }
  return known;
}

void Store::Discard(const Content& content) {
  const std::lock_guard lock(mutex_);
  trees_.erase(content.hash);
  RemoveTree(disk_, Place(ObjectName(content)));
}

void Store::KeepOnly(const std::set<std::string>& object_names) {
  for (const FolderEntry& entry : disk_.List(folder_)) {
    if (object_names.count(entry.name) == 0) {
      RemoveTree(disk_, Place(entry.name));
    }
  }
}

}  // namespace disan::engine
