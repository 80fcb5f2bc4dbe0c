// A disk in memory that fills up or loses its power exactly when a test says so.
#pragma once

#include "pipeline/engine/disk.h"

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace disan::engine::testing {

// Thrown by every operation from the moment the machine "dies" until Restart(). No std::exception:
// nobody may catch it on the way out.
struct Crash {};

class MemoryDisk : public Disk {
 public:
  MemoryDisk();

  int64_t NowNs() override;
  FileState Stat(const std::string& path) override;
  std::string Read(const std::string& path) override;
  std::string Hash(const std::string& path) override;
  std::vector<FolderEntry> List(const std::string& folder) override;
  void Write(const std::string& path, const std::string& bytes) override;
  void Append(const std::string& path, const std::string& bytes) override;
  void Clone(const std::string& from, const std::string& to) override;
  void Rename(const std::string& from, const std::string& to) override;
  bool Exchange(const std::string& a, const std::string& b) override;
  void Remove(const std::string& path) override;
  void MakeFolder(const std::string& path) override;
  void MakeReadOnly(const std::string& path) override;
  void Sync(std::span<const std::string> files) override;
  std::unique_ptr<DiskLock> TryLock(const std::string& path, const std::string& note) override;

  // The n-th change from now on (0 is the next) is done by half, and the machine is dead.
  void CrashAt(int change) { crash_at_ = changes_ + change; }
  // The n-th write from now on is done by half and fails, as do all after it, until Free().
  void FillUpAt(int write) { full_at_ = writes_ + write; }
  void Free() { full_at_ = -1; }
  // After a crash. A loss of power also takes whatever content was not synced.
  void Restart(bool power_was_lost);

  // The grain of files' dates; FAT knows even seconds only.
  void SetClockGrain(int64_t nanoseconds) { grain_ns_ = nanoseconds; }
  void SetCanExchange(bool can) { can_exchange_ = can; }
  void Advance(int64_t nanoseconds);
  int changes() const { return changes_; }
  int writes() const { return writes_; }
  int contents_read() const { return contents_read_; }
  void Unlock(const std::string& path);

 private:
  struct Node {
    FileType type = FileType::kFile;
    std::string bytes;
    int64_t modified_ns = 0;
    int64_t changed_ns = 0;
    uint64_t inode = 0;
    size_t synced_bytes = 0;  // of the front
  };

  void CheckAlive() const;
  bool DiesNow();  // counts a change
  // Counts a write; what of `bytes` reaches the disk is put into the node, then it may throw.
  void Put(const std::string& path, const std::string& bytes, bool append);
  Node& Find(const std::string& path);
  void Move(const std::string& from, const std::string& to);

  std::mutex mutex_;
  std::map<std::string, Node> nodes_;
  std::set<std::string> locked_;
  int64_t DateNow() const { return now_ns_ - now_ns_ % grain_ns_; }

  int64_t now_ns_ = 0;
  int64_t grain_ns_ = 1;
  uint64_t next_inode_ = 1;
  int changes_ = 0;
  int writes_ = 0;
  int contents_read_ = 0;
  int crash_at_ = -1;
  int full_at_ = -1;
  bool dead_ = false;
  bool can_exchange_ = true;
};

}  // namespace disan::engine::testing
