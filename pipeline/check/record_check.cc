#include "pipeline/check/record_check.h"

#include "formats/language/session_messages.h"

namespace disan {
namespace {

class RecordCheck {
 public:
  explicit RecordCheck(const SiteFolder& folder) : folder_(folder) {}

  std::vector<Diagnostic> Run() {
    CheckSite(folder_.site);
    for (const Session& session : folder_.sessions) {
      CheckSession(session);
    }
    return std::move(said_);
  }

 private:
  void Warn(const std::string& file, int line, Text what, Text remedy) {
    said_.push_back({.severity = Severity::kWarning,
                     .file = file,
                     .line = line,
                     .what = std::move(what),
                     .remedy = std::move(remedy)});
  }

  // Missing, and not said to be unknown.
  void Want(const std::string& file,
            const Written& written,
            const char* key,
            bool there,
            const Message& remedy) {
    if (!there && written.unknown.find(key) == written.unknown.end()) {
      Warn(file,
           written.LineOf(key),
           Say(messages::kCheckMissing, fmt::arg("key", key)),
           Say(remedy));
    }
  }

  void CheckSite(const Site& site) {
    const std::string file = "site.yaml";
    const Written& written = site.written;
    Want(file, written, "type", site.type != RelicType::kUnstated, messages::kCheckTypeRemedy);
    Want(file, written, "rank", site.rank != RelicRank::kUnstated, messages::kCheckRankRemedy);
    const bool address = !site.address.text.vi.empty() || !site.address.ward.empty();
    Want(file, written, "address", address, messages::kCheckAddressRemedy);
    const bool location = site.location.latitude_deg || site.location.northing_m;
    Want(file, written, "location", location, messages::kCheckLocationRemedy);
    const bool ranked = site.rank != RelicRank::kUnstated && site.rank != RelicRank::kInventoried;
    if (ranked) {
      Want(file,
           written,
           "decision",
           !site.decision.number.empty() || !site.decision.date.empty(),
           messages::kCheckDecisionRemedy);
    }
    if (site.rank == RelicRank::kInventoried && !site.decision.number.empty()) {
      Warn(file,
           written.LineOf("decision"),
           Say(messages::kCheckDecisionWithoutRank),
           Say(messages::kCheckRankRemedy));
    }
    if (site.sensitive && site.rights.access == Access::kPublic) {
      Warn(file,
           written.LineOf("sensitive"),
           Say(messages::kCheckSensitivePublic),
           Say(messages::kCheckSensitivePublicRemedy));
    }
  }

  void CheckSession(const Session& session) {
    const Rights rights = RightsOf(folder_, session);
    const Written& capture = session.capture.written;
    Want(session.file,
         capture,
         "operator",
         !session.capture.operator_name.empty(),
         messages::kCheckOperatorRemedy);
    Want(session.file,
         capture,
         "permission",
         !session.capture.permission.empty(),
         messages::kCheckPermissionRemedy);
    Written place = session.rights.written;
    if (place.line == 0) {
      place.line = session.written.LineOf("rights");
    }
    Want(session.file, place, "holder", !rights.holder.empty(), messages::kCheckHolderRemedy);
    Want(session.file,
         place,
         "statement",
         !rights.statement.empty(),
         messages::kCheckStatementRemedy);
    Want(session.file,
         place,
         "access",
         rights.access != Access::kUnstated,
         messages::kCheckAccessRemedy);
    for (const Scene& scene : session.scenes) {
      Want(session.file,
           scene.written,
           "name",
           !scene.name.text.vi.empty(),
           messages::kCheckNameRemedy);
      CheckBrackets(session, scene);
    }
    for (const Object& object : session.objects) {
      Want(session.file,
           object.written,
           "name",
           !object.name.text.vi.empty(),
           messages::kCheckNameRemedy);
    }
  }

  void CheckBrackets(const Session& session, const Scene& scene) {
    if (scene.brackets && !scene.photo_files.empty() &&
        scene.photo_files.size() % static_cast<size_t>(*scene.brackets) != 0) {
      Warn(session.file,
           scene.written.LineOf("brackets"),
           Say(messages::kCheckBrackets,
               fmt::arg("id", scene.id),
               fmt::arg("photos", scene.photo_files.size()),
               fmt::arg("brackets", *scene.brackets)),
           Say(messages::kCheckBracketsRemedy));
    }
  }

  const SiteFolder& folder_;
  std::vector<Diagnostic> said_;
};

}  // namespace

std::vector<Diagnostic> CheckRecord(const SiteFolder& folder) {
  return RecordCheck(folder).Run();
}

}  // namespace disan
