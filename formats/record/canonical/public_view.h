// What of a record may leave the house.
#pragma once

#include "formats/record/canonical/record.h"

#include <set>

namespace disan::canonical {

// Of scenes or objects.
template <class Item>
std::set<std::string> IdsOf(const std::vector<Item>& items) {
  std::set<std::string> ids;
  for (const Item& item : items) {
    ids.insert(item.id);
  }
  return ids;
}

// Without scenes and objects that are sensitive or not for everyone; of a sensitive site without
// coordinates, zones' files, hamlet and scenes. Telephone, e-mail, consents, permissions, the files
// that people brought and the steps of the build stay in the house as well.
Record PublicView(Record record);

// Objects that are part of themselves over others, one of each circle, and sites among `records`.
std::vector<Diagnostic> CheckPartOf(const std::vector<Record>& records);

}  // namespace disan::canonical
