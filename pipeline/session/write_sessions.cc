#include "pipeline/session/write_sessions.h"

#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "pipeline/session/session_text.h"

#include <map>
#include <set>

#include <fmt/format.h>

namespace disan {
namespace {

namespace fs = std::filesystem;

class Writing {
 public:
  Writing(const fs::path& site,
          const std::vector<CapturedFile>& files,
          std::vector<PlannedGroup>& plan)
      : site_(site), files_(files), plan_(plan) {}

  WrittenSessions Write() {
    std::map<std::string, std::vector<NewEntry>> entries;
    for (PlannedGroup& planned : plan_) {
      std::vector<NewEntry>& list = entries[planned.session];
      if (planned.adds_entry) {
        Remark(planned);
        list.push_back(planned.entry);
      }
    }
    for (const auto& [session, list] : entries) {
      written_.wrong = WriteSession(session, list);
      if (!written_.wrong.empty()) {
        break;
      }
    }
    return std::move(written_);
  }

 private:
  VisitFacts FactsOf(const std::string& session) const {
    VisitFacts visit;
    std::set<std::string> devices;
    for (const PlannedGroup& planned : plan_) {
      if (planned.session != session) {
        continue;
      }
      visit.day = planned.group.day;
      for (const PlannedFile& planned_file : planned.files) {
        const CapturedFile& file = files_[planned_file.file];
        visit.day_is_guess = visit.day_is_guess || !file.day_from_camera;
        if (!file.camera.empty()) {
          devices.insert(file.camera);
        }
        visit.lens = visit.lens.empty() ? file.lens : visit.lens;
        visit.artist = visit.artist.empty() ? file.artist : visit.artist;
        visit.copyright = visit.copyright.empty() ? file.copyright : visit.copyright;
        if (planned.group.kind == GroupKind::kLoose) {
          visit.loose.push_back(planned_file.destination);
        }
      }
    }
    visit.device = fmt::format("{}", fmt::join(devices, "; "));
    return visit;
  }

  void Remark(PlannedGroup& planned) const {
    const CapturedFile& first = files_[planned.group.files.front()];
    planned.entry.remark = fmt::format("{} ảnh", planned.files.size());
    if (!first.camera.empty()) {
      planned.entry.remark += ", " + first.camera;
    }
  }

  std::vector<Diagnostic> WriteSession(const std::string& session,
                                       const std::vector<NewEntry>& entries) {
    const std::string name = session + "/session.yaml";
    const fs::path file = site_ / name;
    std::error_code error;
    std::string text;
    if (!fs::exists(file, error)) {
      text = NewSessionYaml(FactsOf(session), entries);
    } else {
      if (entries.empty()) {
        return {};
      }
      const Result<std::string> old = ReadFile(file);
      if (!old) {
        return old.diagnostics;
      }
      Result<std::string> added = AppendToLists(*old, name, AdditionsOf(entries));
      if (!added) {
        return KeepApart(session, entries, std::move(added.diagnostics));
      }
      text = std::move(*added);
    }
    if (std::optional<Diagnostic> wrong = WriteFileAtomically(file, text)) {
      return {std::move(*wrong)};
    }
    written_.sessions.push_back(session);
    return {};
  }

  // Where the entries cannot be added safely, a person does it: they lie in a file beside it.
  std::vector<Diagnostic> KeepApart(const std::string& session,
                                    const std::vector<NewEntry>& entries,
                                    std::vector<Diagnostic> why) {
    const fs::path file = site_ / session / "session-them.yaml";
    if (std::optional<Diagnostic> wrong =
            WriteFileAtomically(file, NewSessionYaml(FactsOf(session), entries))) {
      why.push_back(std::move(*wrong));
    }
    return why;
  }

  const fs::path& site_;
  const std::vector<CapturedFile>& files_;
  std::vector<PlannedGroup>& plan_;
  WrittenSessions written_;
};

}  // namespace

WrittenSessions WriteSessions(const fs::path& site,
                              const std::vector<CapturedFile>& files,
                              std::vector<PlannedGroup>& plan) {
  return Writing(site, files, plan).Write();
}

}  // namespace disan
