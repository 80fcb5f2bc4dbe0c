#include "formats/archive/digests.h"

#include "formats/files/read_file.h"

#include <array>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace disan {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const EVP_MD* Find(const std::string& algorithm) {
  if (algorithm == "md5") {
    return EVP_md5();
  }
  if (algorithm == "sha1") {
    return EVP_sha1();
  }
  if (algorithm == "sha224") {
    return EVP_sha224();
  }
  if (algorithm == "sha256") {
    return EVP_sha256();
  }
  if (algorithm == "sha384") {
    return EVP_sha384();
  }
  return algorithm == "sha512" ? EVP_sha512() : nullptr;
}

Context Start(const std::string& algorithm) {
  Context context(EVP_MD_CTX_new());
  EVP_DigestInit_ex(context.get(), Find(algorithm), nullptr);
  return context;
}

std::string Finish(const Context& context) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

struct Descriptor {
  explicit Descriptor(const std::filesystem::path& file)
      : number(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number >= 0) {
      ::close(number);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

}  // namespace

bool IsKnownDigest(const std::string& algorithm) {
  return Find(algorithm) != nullptr;
}

Result<std::map<std::string, std::string>> DigestsOfFile(const std::filesystem::path& file,
                                                         const std::vector<std::string>& algorithms,
                                                         const ReadProgress& progress) {
  using Digests = std::map<std::string, std::string>;
  const Descriptor descriptor(file);
  if (descriptor.number < 0) {
    return Result<Digests>::Failed(CannotRead(file, errno));
  }
  std::vector<Context> contexts;
  for (const std::string& algorithm : algorithms) {
    contexts.push_back(Start(algorithm));
  }
  std::vector<unsigned char> block(size_t{1} << 20);
  while (true) {
    const ssize_t got = ::read(descriptor.number, block.data(), block.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return Result<Digests>::Failed(CannotRead(file, errno));
    }
    if (got == 0) {
      break;
    }
    for (const Context& context : contexts) {
      EVP_DigestUpdate(context.get(), block.data(), static_cast<size_t>(got));
    }
    if (progress) {
      progress(static_cast<uint64_t>(got));
    }
  }
  Digests digests;
  for (size_t i = 0; i < algorithms.size(); ++i) {
    digests[algorithms[i]] = Finish(contexts[i]);
  }
  return Result<Digests>::Of(std::move(digests));
}

std::string DigestOf(const std::string& algorithm, std::string_view bytes) {
  const Context context = Start(algorithm);
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return Finish(context);
}

}  // namespace disan
