#include "tests/pipeline/engine/memory_disk.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace disan::engine::testing {
namespace {

constexpr int64_t kTickNs = 1'000'000;

std::string FolderOf(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

[[noreturn]] void ThrowWrite(const std::string& path, int error) {
  throw Failure(CannotWrite(path, error), Exit::kDoubtful);
}

class MemoryLock : public DiskLock {
 public:
  MemoryLock(MemoryDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  ~MemoryLock() override { disk_.Unlock(path_); }
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

 private:
  MemoryDisk& disk_;
  std::string path_;
};

}  // namespace

MemoryDisk::MemoryDisk() {
  nodes_[""] = {.type = FileType::kFolder};
}

void MemoryDisk::CheckAlive() const {
  if (dead_) {
    throw Crash();
  }
}

bool MemoryDisk::DiesNow() {
  CheckAlive();
  now_ns_ += kTickNs;
  dead_ = changes_++ == crash_at_;
  return dead_;
}

int64_t MemoryDisk::NowNs() {
  const std::lock_guard lock(mutex_);
  return now_ns_;
}

void MemoryDisk::Advance(int64_t nanoseconds) {
  const std::lock_guard lock(mutex_);
  now_ns_ += nanoseconds;
}

FileState MemoryDisk::Stat(const std::string& path) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  const auto found = nodes_.find(path);
  if (found == nodes_.end()) {
    return {};
  }
  const Node& node = found->second;
  return {node.type, node.bytes.size(), node.modified_ns, node.changed_ns, node.inode};
}

MemoryDisk::Node& MemoryDisk::Find(const std::string& path) {
  const auto found = nodes_.find(path);
  if (found == nodes_.end()) {
    throw Failure(CannotRead(path, ENOENT));
  }
  return found->second;
}

std::string MemoryDisk::Read(const std::string& path) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  return Find(path).bytes;
}

std::string MemoryDisk::Hash(const std::string& path) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  ++contents_read_;
  return Sha256Hex(Find(path).bytes);
}

std::vector<FolderEntry> MemoryDisk::List(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  std::vector<FolderEntry> entries;
  const std::string prefix = folder + "/";
  for (auto at = nodes_.lower_bound(prefix); at != nodes_.end(); ++at) {
    if (at->first.compare(0, prefix.size(), prefix) != 0) {
      break;
    }
    if (at->first.find('/', prefix.size()) == std::string::npos) {
      entries.push_back({at->first.substr(prefix.size()), at->second.type});
    }
  }
  return entries;
}

void MemoryDisk::Put(const std::string& path, const std::string& bytes, bool append) {
  const bool dies = DiesNow();
  const bool full = full_at_ >= 0 && writes_ >= full_at_;
  ++writes_;
  const auto folder = nodes_.find(FolderOf(path));
  if (folder == nodes_.end() || folder->second.type != FileType::kFolder) {
    ThrowWrite(path, ENOENT);
  }
  Node& node = nodes_[path];
  if (node.inode == 0) {
    node.inode = next_inode_++;
  }
  const std::string put = dies || full ? bytes.substr(0, bytes.size() / 2) : bytes;
  node.bytes = append ? node.bytes + put : put;
  node.modified_ns = node.changed_ns = DateNow();
  node.synced_bytes = append ? node.synced_bytes : 0;
  if (dies) {
    throw Crash();
  }
  if (full) {
    ThrowWrite(path, ENOSPC);
  }
}

void MemoryDisk::Write(const std::string& path, const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  Put(path, bytes, false);
}

void MemoryDisk::Append(const std::string& path, const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  Put(path, bytes, true);
}

void MemoryDisk::Clone(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  Put(to, Find(from).bytes, false);
}

void MemoryDisk::Move(const std::string& from, const std::string& to) {
  std::map<std::string, Node> moved;
  for (auto at = nodes_.lower_bound(from); at != nodes_.end();) {
    const bool below = at->first == from || at->first.compare(0, from.size() + 1, from + "/") == 0;
    if (below) {
      moved[to + at->first.substr(from.size())] = std::move(at->second);
      at = nodes_.erase(at);
    } else if (at->first.compare(0, from.size(), from) == 0) {
      ++at;
    } else {
      break;
    }
  }
  for (auto& [path, node] : moved) {
    nodes_[path] = std::move(node);
  }
}

void MemoryDisk::Rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  if (DiesNow()) {
    throw Crash();
  }
  const FileType type = Find(from).type;
  const auto target = nodes_.find(to);
  if (nodes_.count(FolderOf(to)) == 0) {
    ThrowWrite(to, ENOENT);
  }
  if (target != nodes_.end() && (type == FileType::kFolder || target->second.type != type)) {
    ThrowWrite(to, ENOTEMPTY);
  }
  Move(from, to);
  nodes_[to].changed_ns = DateNow();
}

bool MemoryDisk::Exchange(const std::string& a, const std::string& b) {
  const std::lock_guard lock(mutex_);
  if (!can_exchange_) {
    return false;
  }
  if (DiesNow()) {
    throw Crash();
  }
  Find(a);
  Find(b);
  Move(a, "/exchange");
  Move(b, a);
  Move("/exchange", b);
  return true;
}

void MemoryDisk::Remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (DiesNow()) {
    throw Crash();
  }
  const auto below = nodes_.lower_bound(path + "/");
  if (below != nodes_.end() && below->first.compare(0, path.size() + 1, path + "/") == 0) {
    ThrowWrite(path, ENOTEMPTY);
  }
  nodes_.erase(path);
}

void MemoryDisk::MakeFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  CheckAlive();
  for (size_t end = path.find('/', 1); true; end = path.find('/', end + 1)) {
    const std::string folder = path.substr(0, end);
    const auto found = nodes_.find(folder);
    if (found == nodes_.end()) {
      if (DiesNow()) {
        throw Crash();
      }
      if (full_at_ >= 0 && writes_ >= full_at_) {
        ThrowWrite(path, ENOSPC);
      }
      ++writes_;
      nodes_[folder] = {.type = FileType::kFolder, .inode = next_inode_++};
    } else if (found->second.type != FileType::kFolder) {
      ThrowWrite(path, ENOTDIR);
    }
    if (end == std::string::npos) {
      return;
    }
  }
}

void MemoryDisk::MakeReadOnly(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (DiesNow()) {
    throw Crash();
  }
  Find(path).changed_ns = DateNow();
}

void MemoryDisk::Sync(std::span<const std::string> files) {
  const std::lock_guard lock(mutex_);
  for (const std::string& path : files) {
    if (DiesNow()) {
      throw Crash();
    }
    Node& node = Find(path);
    node.synced_bytes = node.bytes.size();
  }
}

std::unique_ptr<DiskLock> MemoryDisk::TryLock(const std::string& path, const std::string& note) {
  const std::lock_guard lock(mutex_);
  if (locked_.count(path) > 0) {
    return nullptr;
  }
  Put(path, note, false);
  locked_.insert(path);
  return std::make_unique<MemoryLock>(*this, path);
}

void MemoryDisk::Unlock(const std::string& path) {
  const std::lock_guard lock(mutex_);
  locked_.erase(path);
}

void MemoryDisk::Restart(bool power_was_lost) {
  const std::lock_guard lock(mutex_);
  dead_ = false;
  crash_at_ = -1;
  locked_.clear();
  for (auto& [path, node] : nodes_) {
    if (power_was_lost && path.rfind("/site", 0) != 0) {
      node.bytes.resize(std::min(node.bytes.size(), node.synced_bytes));
    }
    node.synced_bytes = node.bytes.size();
  }
}

}  // namespace disan::engine::testing
