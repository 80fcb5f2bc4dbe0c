// The engine's own files for one output folder, and what they hold while a run lasts.
#pragma once

#include "pipeline/engine/disk.h"
#include "pipeline/engine/file_cache.h"
#include "pipeline/engine/journal.h"
#include "pipeline/engine/publisher.h"
#include "pipeline/engine/store.h"

#include <string>

namespace disan::engine {

struct Books {
  Books(Disk& disk_of_all, const std::string& out)
      : disk(disk_of_all),
        own_folder(out + "/.disan"),
        lock_file(own_folder + "/lock"),
        cache_file(own_folder + "/files"),
        store_folder(own_folder + "/store"),
        temporary(own_folder + "/tmp"),
        cache(disk),
        store(disk, cache, store_folder),
        publisher(disk, cache, store, out, temporary),
        journal(disk, own_folder + "/journal") {}
  Books(const Books&) = delete;
  Books& operator=(const Books&) = delete;

  Disk& disk;
  const std::string own_folder;
  const std::string lock_file;
  const std::string cache_file;
  const std::string store_folder;
  const std::string temporary;  // nothing in it outlives a run
  FileCache cache;
  Store store;
  Publisher publisher;
  Journal journal;
};

}  // namespace disan::engine
