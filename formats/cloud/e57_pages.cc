#include "formats/cloud/e57_pages.h"

#include "formats/cloud/cloud_error.h"
#include "formats/cloud/crc32c.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>
#include <bit>

namespace disan {

namespace {
constexpr uint64_t kHeaderBytes = 48;
constexpr uint64_t kChecksumBytes = 4;
constexpr uint64_t kSmallestPage = 64;
constexpr uint64_t kLargestPage = 1 << 20;
constexpr uint64_t kLargestXml = 64 << 20;

uint32_t BigEndian(uint32_t value) {
  return (value >> 24) | ((value >> 8) & 0xFF00U) | ((value << 8) & 0xFF0000U) | (value << 24);
}
}  // namespace

bool E57Pages::ToLogical(uint64_t physical, uint64_t& logical) const {
  const uint64_t within = physical % page_bytes_;
  logical = physical / page_bytes_ * (page_bytes_ - kChecksumBytes) + within;
  return physical < bytes_.size() && within < page_bytes_ - kChecksumBytes;
}

bool E57Pages::Read(uint64_t logical, uint64_t count, char* to) const {
  if (!Lies(logical, count, logical_size_)) {
    return false;
  }
  const uint64_t payload = page_bytes_ - kChecksumBytes;
  while (count > 0) {
    const uint64_t page = logical / payload;
    const uint64_t within = logical % payload;
    const uint64_t part = std::min(count, payload - within);
    if (bad_[page]) {
      return false;
    }
    bytes_.copy(to, part, page * page_bytes_ + within);
    to += part;
    logical += part;
    count -= part;
  }
  return true;
}

void E57Pages::CheckPages() {
  const uint64_t pages = bytes_.size() / page_bytes_;
  const uint64_t payload = page_bytes_ - kChecksumBytes;
  logical_size_ = pages * payload;
  bad_.assign(pages, false);
  for (uint64_t page = 0; page < pages; ++page) {
    const std::string_view content = bytes_.substr(page * page_bytes_, page_bytes_);
    const uint32_t crc = Crc32c(content.substr(0, payload));
    if (BigEndian(LoadLittle<uint32_t>(content, payload)) != crc) {
      bad_[page] = true;
      first_bad_page_ = bad_pages_++ == 0 ? page + 1 : first_bad_page_;
    }
  }
}

Result<E57Pages> E57Pages::Open(std::string_view bytes, const std::string& file) {
  const auto fail = [&](const Message& what, const auto&... arguments) {
    return Result<E57Pages>::Failed(
        CloudError(file, what, messages::kCloudCopyAgain, arguments...));
  };
  if (bytes.size() < kHeaderBytes || !bytes.starts_with("ASTM-E57") ||
      LoadLittle<uint32_t>(bytes, 8) != 1) {
    return fail(messages::kE57HeaderDamaged);
  }
  E57Pages pages;
  pages.bytes_ = bytes;
  pages.page_bytes_ = LoadLittle<uint64_t>(bytes, 40);
  const auto said = LoadLittle<uint64_t>(bytes, 16);
  if (pages.page_bytes_ < kSmallestPage || pages.page_bytes_ > kLargestPage ||
      pages.page_bytes_ % 4 != 0) {
    return fail(messages::kE57HeaderDamaged);
  }
  if (said != bytes.size() || bytes.size() % pages.page_bytes_ != 0) {
    return fail(
        messages::kCloudWrongLength, fmt::arg("said", said), fmt::arg("there", bytes.size()));
  }
  pages.CheckPages();
  uint64_t xml_at = 0;
  const auto xml_bytes = LoadLittle<uint64_t>(bytes, 32);
  if (!pages.ToLogical(LoadLittle<uint64_t>(bytes, 24), xml_at) || xml_bytes > kLargestXml ||
      !Lies(xml_at, xml_bytes, pages.logical_size_)) {
    return fail(messages::kE57HeaderDamaged);
  }
  pages.xml_.resize(xml_bytes);
  if (!pages.Read(xml_at, xml_bytes, pages.xml_.data())) {
    return fail(messages::kE57Checksum,
                fmt::arg("page", pages.first_bad_page_),
                fmt::arg("count", pages.bad_pages_));
  }
  return Result<E57Pages>::Of(std::move(pages));
}

}  // namespace disan
