#include "formats/files/read_file.h"
#include "formats/language/session_messages.h"
#include "formats/language/unicode.h"
#include "pipeline/session/session_text.h"
#include "pipeline/session/take_in.h"

namespace disan {

std::vector<Diagnostic> OpenQuestions(const SiteFolder& folder) {
  std::vector<std::string> names = {"site.yaml"};
  for (const Session& session : folder.sessions) {
    names.push_back(session.file);
  }
  std::vector<Diagnostic> questions;
  for (const std::string& name : names) {
    const Result<std::string> bytes = ReadFile(folder.root / name, uint64_t{4} << 20);
    if (!bytes) {
      continue;
    }
    const std::string text = ToNfc(*bytes);
    int line = 0;
    for (size_t at = 0; at < text.size(); ++line) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string row = text.substr(at, end - at);
      at = end + 1;
      const size_t mark = row.find(std::string("# ") + kOpenQuestion + ":");
      if (mark != std::string::npos) {
        const std::string asked = row.substr(mark + std::string(kOpenQuestion).size() + 4);
        questions.push_back({.severity = Severity::kInfo,
                             .file = name,
                             .line = line + 1,
                             .what = Say(messages::kOpenQuestionRow, fmt::arg("question", asked)),
                             .remedy = Say(messages::kOpenQuestionRemedy)});
      }
    }
  }
  return questions;
}

}  // namespace disan
