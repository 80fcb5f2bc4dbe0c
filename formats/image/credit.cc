#include "formats/image/credit.h"

#include <algorithm>

namespace disan {
namespace {

constexpr size_t kDayLength = 10;  // of YYYY-MM-DDTHH:MM:SS

// The member stays where every other says the same, and is emptied where one does not.
template <typename Member>
void KeepAlike(Xmp& shared, const std::vector<Xmp>& all, Member Xmp::*member) {
  const bool alike = std::all_of(
      all.begin(), all.end(), [&](const Xmp& one) { return one.*member == shared.*member; });
  if (!alike) {
    shared.*member = Member();
  }
}

}  // namespace

Xmp CreditOf(const PhotoFacts& photo) {
  Xmp credit = ParseXmp(photo.xmp);
  credit.gpano = std::nullopt;
  if (credit.creator.empty()) {
    credit.creator = photo.exif.artist;
  }
  if (!credit.rights && !photo.exif.copyright.empty()) {
    credit.rights = Text{photo.exif.copyright, ""};
  }
  if (credit.date.empty()) {
    credit.date = photo.exif.captured_at.substr(0, kDayLength);
  }
  return credit;
}

Xmp SharedCredit(const std::vector<std::filesystem::path>& photos) {
  std::vector<Xmp> all;
  for (const std::filesystem::path& photo : photos) {
    if (const Result<PhotoFacts> facts = ReadPhotoFacts(photo)) {
      all.push_back(CreditOf(*facts));
    }
  }
  if (all.empty()) {
    return {};
  }
  Xmp shared = all.front();
  KeepAlike(shared, all, &Xmp::title);
  KeepAlike(shared, all, &Xmp::description);
  KeepAlike(shared, all, &Xmp::creator);
  KeepAlike(shared, all, &Xmp::rights);
  KeepAlike(shared, all, &Xmp::rights_url);
  KeepAlike(shared, all, &Xmp::credit);
  KeepAlike(shared, all, &Xmp::identifier);
  KeepAlike(shared, all, &Xmp::date);
  KeepAlike(shared, all, &Xmp::location);
  KeepAlike(shared, all, &Xmp::city);
  return shared;
}

}  // namespace disan
