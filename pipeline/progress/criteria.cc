#include "pipeline/progress/criteria.h"

#include "formats/language/progress_messages.h"

namespace disan {

const std::array<CriterionWords, kCriteria>& Criteria() {
  static const std::array<CriterionWords, kCriteria> kAll = {{
      {"recorded", Say(messages::kCriterionInventoried), Say(messages::kCriterionInventoriedIs)},
      {"metadata", Say(messages::kCriterionMetadata), Say(messages::kCriterionMetadataIs)},
      {"english", Say(messages::kCriterionEnglish), Say(messages::kCriterionEnglishIs)},
      {"panoramas", Say(messages::kCriterionPanoramas), Say(messages::kCriterionPanoramasIs)},
      {"models", Say(messages::kCriterionModels), Say(messages::kCriterionModelsIs)},
      {"qr", Say(messages::kCriterionQr), Say(messages::kCriterionQrIs)},
      {"fixity", Say(messages::kCriterionFixity), Say(messages::kCriterionFixityIs)},
      {"approved", Say(messages::kCriterionApproved), Say(messages::kCriterionApprovedIs)},
      {"complete", Say(messages::kCriterionComplete), Say(messages::kCriterionCompleteIs)},
  }};
  return kAll;
}

}  // namespace disan
