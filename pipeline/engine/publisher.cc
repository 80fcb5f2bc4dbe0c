#include "pipeline/engine/publisher.h"

#include <filesystem>

#include <fmt/format.h>

namespace disan::engine {
namespace {

std::string CacheKey(const std::string& path) {
  return "out " + path;
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace

std::vector<TreeFile> Publisher::FilesOf(const std::string& path, const Content& content) {
  if (!content.folder) {
    return {{path, content.hash}};
  }
  std::vector<TreeFile> files;
  if (const auto tree = store_.TreeOf(content)) {
    files.reserve(tree->size());
    for (const TreeFile& file : *tree) {
      files.push_back({path + "/" + file.path, file.hash});
    }
  }
  return files;
}

Presence Publisher::Find(const std::string& path, const Content& content) {
  const FileType expected = content.folder ? FileType::kFolder : FileType::kFile;
  if (disk_.Stat(Full(path)).type != expected) {
    return Presence::kMissing;
  }
  if (content.folder && store_.TreeOf(content) == nullptr) {
    return Presence::kAltered;
  }
  for (const TreeFile& file : FilesOf(path, content)) {
    const auto hash = cache_.Hash(CacheKey(file.path), Full(file.path));
    if (hash != file.hash) {
      return hash ? Presence::kAltered : Presence::kMissing;
    }
  }
  return Presence::kInPlace;
}

void Publisher::Publish(const std::string& path, const Content& content) {
  const std::string fresh = fmt::format("{}/publish-{}", temporary_, next_++);
  const std::string source = store_.PathOf(content);
  const std::vector<TreeFile> files = FilesOf("", content);
  std::vector<std::string> written;
  std::string folder;
  if (content.folder) {
    disk_.MakeFolder(fresh);
  }
  for (const TreeFile& file : files) {
    if (const std::string needed = FolderOf(fresh + file.path); needed != folder) {
      disk_.MakeFolder(needed);
      folder = needed;
    }
    written.push_back(fresh + file.path);
    disk_.Clone(source + file.path, written.back());
  }
  disk_.Sync(written);
  const std::string place = Full(path);
  disk_.MakeFolder(FolderOf(place));
  const FileType in_the_way = disk_.Stat(place).type;
  if (in_the_way == FileType::kFolder || (content.folder && in_the_way != FileType::kMissing)) {
    std::string old = fresh;
    if (!disk_.Exchange(fresh, place)) {
      old += ".old";
      disk_.Rename(place, old);
      disk_.Rename(fresh, place);
    }
    RemoveTree(disk_, old);
  } else {
    disk_.Rename(fresh, place);
  }
  for (const TreeFile& file : files) {
    cache_.Remember(CacheKey(path + file.path), place + file.path, file.hash);
  }
}

std::vector<std::string> Publisher::Withdraw(const std::string& path, const Content& content) {
  std::vector<std::string> kept;
  if (disk_.Stat(Full(path)).type == FileType::kMissing) {
    return kept;
  }
  for (const TreeFile& file : FilesOf(path, content)) {
    const auto hash = cache_.Hash(CacheKey(file.path), Full(file.path));
    if (hash == file.hash) {
      disk_.Remove(Full(file.path));
      RemoveEmptyFolders(FolderOf(file.path));
    } else if (hash) {
      kept.push_back(file.path);
    }
  }
  RemoveEmptyFolders(path);
  return kept;
}

void Publisher::RemoveEmptyFolders(std::string path) {
  while (!path.empty() && disk_.Stat(Full(path)).type == FileType::kFolder &&
         disk_.List(Full(path)).empty()) {
    disk_.Remove(Full(path));
    path = FolderOf(path);
  }
}

}  // namespace disan::engine
