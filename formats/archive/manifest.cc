#include "formats/archive/manifest.h"

#include "formats/language/archive_messages.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace disan {
namespace {

std::string Decode(std::string_view path) {
  std::string decoded;
  for (size_t i = 0; i < path.size(); ++i) {
    const std::string_view code = path.substr(i, 3);
    if (code == "%0D" || code == "%0d") {
      decoded += '\r';
      i += 2;
    } else if (code == "%0A" || code == "%0a") {
      decoded += '\n';
      i += 2;
    } else if (code == "%25") {
      decoded += '%';
      i += 2;
    } else {
      decoded += path[i];
    }
  }
  return decoded;
}

std::string Encode(const std::string& path) {
  std::string encoded;
  for (const char c : path) {
    if (c == '\r') {
      encoded += "%0D";
    } else if (c == '\n') {
      encoded += "%0A";
    } else if (c == '%') {
      encoded += "%25";
    } else {
      encoded += c;
    }
  }
  return encoded;
}

bool IsHexadecimal(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 && text.size() <= 128 &&
         std::all_of(
             text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return lower;
}

// Reads lines into one manifest and gathers what is wrong with them.
class Reader {
 public:
  Reader(std::string algorithm, const std::string& name) : name_(name) {
    result_.value.emplace();
    result_.value->algorithm = std::move(algorithm);
  }

  void Read(std::string_view line) {
    ++line_;
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      return;
    }
    const size_t gap = line.find_first_of(" \t");
    const size_t start = gap == std::string_view::npos ? gap : line.find_first_not_of(" \t", gap);
    if (start == std::string_view::npos || !IsHexadecimal(line.substr(0, gap))) {
      Say(messages::kManifestLine);
      return;
    }
    std::string_view path = line.substr(start);
    if (path.front() == '*') {  // md5sum's mark of binary mode
      path.remove_prefix(1);
    }
    Add(Lower(line.substr(0, gap)), Decode(path));
  }

  Result<Manifest> Take() { return std::move(result_); }

 private:
  void Add(std::string checksum, std::string path) {
    if (path.rfind("./", 0) == 0) {
      path.erase(0, 2);
    }
    if (!IsSafeRelativePath(path)) {
      Say(messages::kManifestPath, path);
      return;
    }
    const auto [at, added] = result_.value->entries.emplace(path, checksum);
    if (!added && at->second != checksum) {
      Say(messages::kManifestTwice, path);
    }
  }

  void Say(const Message& what, const std::string& path = "") {
    result_.diagnostics.push_back({.file = name_,
                                   .line = line_,
                                   .what = disan::Say(what, fmt::arg("path", path)),
                                   .remedy = disan::Say(messages::kManifestRemedy)});
  }

  const std::string& name_;
  int line_ = 0;
  Result<Manifest> result_;
};

}  // namespace

bool IsSafeRelativePath(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.front() == '~' ||
      path.find('\\') != std::string_view::npos || (path.size() > 1 && path[1] == ':') ||
      path.find('\0') != std::string_view::npos) {
    return false;
  }
  const std::filesystem::path parts(path);
  return std::none_of(
      parts.begin(), parts.end(), [](const std::filesystem::path& part) { return part == ".."; });
}

Result<Manifest> ParseManifest(std::string_view text,
                               std::string algorithm,
                               const std::string& name) {
  Reader reader(std::move(algorithm), name);
  if (text.rfind("\xEF\xBB\xBF", 0) == 0) {
    text.remove_prefix(3);
  }
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    reader.Read(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.Take();
}

std::string WriteManifest(const Manifest& manifest) {
  std::string text;
  for (const auto& [path, checksum] : manifest.entries) {
    text += checksum + "  " + Encode(path) + "\n";
  }
  return text;
}

}  // namespace disan
