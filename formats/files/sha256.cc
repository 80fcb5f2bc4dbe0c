#include "formats/files/sha256.h"

#include "formats/files/hex.h"
#include "formats/files/read_file.h"

#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace disan {

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context, EVP_sha256(), nullptr); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::Add(std::span<const uint8_t> bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::Add(std::string_view text) {
  EVP_DigestUpdate(state_->context, text.data(), text.size());
  return *this;
}

std::string Sha256::Hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(state_->context, digest.data(), &size);
  return HexOf(std::span(digest).first(size));
}

std::string Sha256Hex(std::string_view bytes) {
  return Sha256().Add(bytes).Hex();
}

Result<std::string> Sha256OfFile(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Result<std::string>::Failed(CannotRead(file, errno));
  }
  Sha256 sum;
  std::vector<uint8_t> block(1 << 20);
  ssize_t got = 0;
  while ((got = ::read(descriptor, block.data(), block.size())) > 0 ||
         (got < 0 && errno == EINTR)) {
    if (got > 0) {
      sum.Add(std::span(block).first(static_cast<size_t>(got)));
    }
  }
  const int error = errno;
  ::close(descriptor);
  if (got < 0) {
    return Result<std::string>::Failed(CannotRead(file, error));
  }
  return Result<std::string>::Of(sum.Hex());
}

}  // namespace disan
