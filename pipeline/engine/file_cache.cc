#include "pipeline/engine/file_cache.h"

#include "formats/diagnostics/failure.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <fmt/format.h>

namespace disan::engine {
namespace {

constexpr std::string_view kHeader = "disan files 1";
constexpr int64_t kSettlingNs = 2'000'000'000;
constexpr size_t kHashLength = 64;

template <typename Number>
bool TakeNumber(std::string_view& line, Number& number) {
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc() || end == line.data() + line.size() || *end != ' ') {
    return false;
  }
  line.remove_prefix(static_cast<size_t>(end - line.data()) + 1);
  return true;
}

}  // namespace

void FileCache::Load(const std::string& cache_file) {
  const std::lock_guard lock(mutex_);
  entries_.clear();
  changed_ = false;
  if (disk_.Stat(cache_file).type != FileType::kFile) {
    return;
  }
  std::string text;
  try {
    text = disk_.Read(cache_file);
  } catch (const Failure&) {
    return;
  }
  std::string_view rest = text;
  if (rest.substr(0, kHeader.size()) != kHeader) {
    return;
  }
  entries_.reserve(static_cast<size_t>(std::count(rest.begin(), rest.end(), '\n')));
  for (size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    Parse(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
}

// hash size modified changed inode settled key
void FileCache::Parse(std::string_view line) {
  if (line.size() < kHashLength + 1 || line[kHashLength] != ' ') {
    return;
  }
  Entry entry{.hash = std::string(line.substr(0, kHashLength))};
  line.remove_prefix(kHashLength + 1);
  int settled = 0;
  entry.state.type = FileType::kFile;
  if (TakeNumber(line, entry.state.size) && TakeNumber(line, entry.state.modified_ns) &&
      TakeNumber(line, entry.state.changed_ns) && TakeNumber(line, entry.state.inode) &&
      TakeNumber(line, settled)) {
    entry.settled = settled == 1;
    entries_.insert_or_assign(std::string(line), std::move(entry));
  }
}

void FileCache::Save(const std::string& cache_file,
                     const std::string& temporary,
                     bool forget_unused) {
  const std::lock_guard lock(mutex_);
  if (forget_unused) {
    changed_ =
        std::erase_if(entries_, [](const auto& e) { return !e.second.used; }) > 0 || changed_;
  }
  if (!changed_) {
    return;
  }
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), "{}\n", kHeader);
  for (const auto& [key, entry] : entries_) {
    fmt::format_to(std::back_inserter(text),
                   "{} {} {} {} {} {} {}\n",
                   entry.hash,
                   entry.state.size,
                   entry.state.modified_ns,
                   entry.state.changed_ns,
                   entry.state.inode,
                   entry.settled ? 1 : 0,
                   key);
  }
  disk_.Write(temporary, fmt::to_string(text));
  disk_.Sync(std::array{temporary});
  disk_.Rename(temporary, cache_file);
  changed_ = false;
}

const FileCache::Entry* FileCache::Current(const std::string& key, const FileState& state) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    return nullptr;
  }
  found->second.used = true;
  return found->second.settled && found->second.state == state ? &found->second : nullptr;
}

std::optional<std::string> FileCache::Hash(const std::string& key, const std::string& path) {
  const FileState state = disk_.Stat(path);
  if (state.type != FileType::kFile) {
    return std::nullopt;
  }
  {
    const std::lock_guard lock(mutex_);
    if (const Entry* entry = Current(key, state)) {
      return entry->hash;
    }
  }
  const int64_t now = disk_.NowNs();
  Entry entry{.state = state, .hash = disk_.Hash(path), .used = true};
  entry.settled = now - std::max(state.modified_ns, state.changed_ns) > kSettlingNs;
  const std::lock_guard lock(mutex_);
  changed_ = true;
  return entries_.insert_or_assign(key, std::move(entry)).first->second.hash;
}

bool FileCache::Knows(const std::string& key, const std::string& path) {
  const FileState state = disk_.Stat(path);
  const std::lock_guard lock(mutex_);
  return state.type != FileType::kFile || Current(key, state) != nullptr;
}

void FileCache::Remember(const std::string& key, const std::string& path, const std::string& hash) {
  const FileState state = disk_.Stat(path);
  const std::lock_guard lock(mutex_);
  entries_.insert_or_assign(key,
                            Entry{.state = state, .hash = hash, .settled = true, .used = true});
  changed_ = true;
}

}  // namespace disan::engine
