// PREMIS 3 (preservation metadata): the files of an archive with their checksums, what was done, by
// which program. Written piece by piece, so that memory does not grow with the archive.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

struct PremisFile {
  std::string path;  // in the bag: data/site/...
  std::string sha256;
  std::string sha512;
  uint64_t bytes = 0;
  std::string mime;
  // What it was made from, and the event that made it; empty for what people brought.
  std::vector<std::string> derived_from;
  std::string made_by;
};

struct PremisEvent {
  std::string id;    // "step:stitch san-truoc"
  std::string type;  // a term of the Library of Congress: "creation", "message digest calculation"
  std::string date;  // EDTF; the day of the session, no clock
  std::string detail;  // options
  std::string outcome;
  std::string note;
};

class PremisWriter {
 public:
  using Sink = std::function<void(std::string_view)>;

  // `agent`: "disan 0.1.0".
  PremisWriter(std::string agent, Sink sink);

  // All files, then all events, then the end, as the schema wants them.
  void File(const PremisFile& file);
  void Event(const PremisEvent& event);
  void End();

 private:
  std::string agent_;
  Sink sink_;
};

}  // namespace disan
