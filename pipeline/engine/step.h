// A step is data: what it is called, what it reads, what it makes, how it is asked to do it. The
// engine knows steps only in this shape; what a kind does stands in kind.h.
#pragma once

#include "formats/language/text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace disan::engine {

// One file that a step reads. The role says what for ("photo"); several inputs may share a role and
// keep their order. Where the file lies is no part of the fingerprint: a step whose result depends
// on a file's name carries the name in its options.
struct InputRef {
  std::string role;
  std::string site_path;  // relative to the site folder; empty when another step makes the file
  std::string step;       // the step that makes it
  std::string output;     // and the role of the output there
  // The step goes on without it when the step that makes it failed (a tour without one of its
  // scenes).
  bool optional = false;

  static InputRef FromSite(std::string role, std::string path) {
    return {.role = std::move(role), .site_path = std::move(path)};
  }
  static InputRef FromStep(std::string role, std::string step, std::string output) {
    return {.role = std::move(role), .step = std::move(step), .output = std::move(output)};
  }
};

// One file, or one folder with everything below it (tiles), that a step makes. A folder belongs to
// its step alone and is replaced whole.
struct OutputRef {
  std::string role;
  // Relative to the output folder ("masters/san-truoc.jpg"). The last extension is kept in the
  // store, so that whoever reads the file there knows its format by its name.
  std::string path;
  bool folder = false;
  // False for what only other steps read: it stays in the store and is not put into the output
  // folder.
  bool published = true;
};

struct Step {
  std::string name;            // "tile san-truoc": unique, what --only names
  std::string kind;            // "tiles": names the function and its version in the registry
  std::string options = "{}";  // canonical JSON: sorted keys, no spaces
  Text title;                  // for people
  std::vector<InputRef> inputs;
  std::vector<OutputRef> outputs;
  uint64_t memory_bytes = 0;  // what it needs at its peak; 0 for next to nothing
  int threads = 1;            // how many it can make use of
};

}  // namespace disan::engine
