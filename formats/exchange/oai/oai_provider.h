// OAI-PMH 2.0 spoken live: a request's arguments in, the response out. Pure; the server asks it.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace disan {

struct OaiRecord {
  std::string identifier;   // oai:disan:chua-mau
  std::string datestamp;    // 2026-05-10
  std::string dublin_core;  // the <oai_dc:dc> element
};

struct OaiRepository {
  std::string name;
  std::string base_url;
  std::string admin_email;
  std::vector<OaiRecord> records;  // sorted by identifier
  size_t page = 100;               // records a response; the rest under a resumption token
};

// `now` is the response's date, 2026-05-10T09:00:00Z. Whatever is wrong with the arguments comes
// back as one of the protocol's errors, as a valid response. Resumption tokens hold all that is
// needed to go on; one from another state of the repository is refused.
std::string AnswerOai(const OaiRepository& repository,
                      const std::map<std::string, std::string>& arguments,
                      const std::string& now);

}  // namespace disan
