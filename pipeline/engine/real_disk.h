// The disk of this machine.
#pragma once

#include "pipeline/engine/disk.h"

namespace disan::engine {

class RealDisk : public Disk {
 public:
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
};

}  // namespace disan::engine
