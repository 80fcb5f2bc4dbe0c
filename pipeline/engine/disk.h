// All that the engine asks of the world: files, locks between processes, and the clock by which
// files are dated. The engine is tested on a disk in memory that fills up and breaks down at will.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace disan::engine {

enum class FileType { kMissing, kFile, kFolder, kOther };

struct FileState {
  FileType type = FileType::kMissing;
  uint64_t size = 0;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;  // ctime: moves even when a copy brings its old modification time along
  uint64_t inode = 0;

  bool operator==(const FileState&) const = default;
};

struct FolderEntry {
  std::string name;
  FileType type = FileType::kMissing;  // a link is kOther
};

// Held while it lives. A lock dies with its process.
class DiskLock {
 public:
  virtual ~DiskLock() = default;
};

// What cannot be done is thrown as a Failure that names the file and the reason. Safe to use from
// several threads on different files.
class Disk {
 public:
  virtual ~Disk() = default;

  virtual int64_t NowNs() = 0;
  virtual FileState Stat(const std::string& path) = 0;  // follows links; kMissing is an answer
  virtual std::string Read(const std::string& path) = 0;
  virtual std::string Hash(const std::string& path) = 0;  // SHA-256 of the content
  // Sorted by name; empty for a folder that is not there.
  virtual std::vector<FolderEntry> List(const std::string& folder) = 0;

  virtual void Write(const std::string& path,
                     const std::string& bytes) = 0;  // whole file, unsynced
  virtual void Append(const std::string& path, const std::string& bytes) = 0;
  // A new file with the same bytes; writing to one never shows in the other.
  virtual void Clone(const std::string& from, const std::string& to) = 0;
  virtual void Rename(const std::string& from, const std::string& to) = 0;
  // Swaps the names of two things that exist; false where the file system has no such operation.
  virtual bool Exchange(const std::string& a, const std::string& b) = 0;
  virtual void Remove(const std::string& path) = 0;      // a file or an empty folder; or nothing
  virtual void MakeFolder(const std::string& path) = 0;  // with those above it
  virtual void MakeReadOnly(const std::string& path) = 0;
  // Returns when the content of these files would survive a loss of power.
  virtual void Sync(std::span<const std::string> files) = 0;

  // Null when another holds it. `note` is for whoever looks at the lock file.
  virtual std::unique_ptr<DiskLock> TryLock(const std::string& path, const std::string& note) = 0;
};

// Everything below a folder and the folder; a file; nothing. Links are removed, not followed.
void RemoveTree(Disk& disk, const std::string& path);

}  // namespace disan::engine
