#include "formats/archive/digests.h"

#include "formats/files/atomic_file.h"
#include "formats/files/hex.h"
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
  return HexOf(std::span(digest).first(size));
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

// Block by block; `use` says false to stop.
std::optional<Diagnostic> ReadBlocks(const std::filesystem::path& file,
                                     const std::function<bool(std::string_view)>& use) {
  const Descriptor descriptor(file);
  if (descriptor.number < 0) {
    return CannotRead(file, errno);
  }
  std::vector<char> block(size_t{1} << 20);
  while (true) {
    const ssize_t got = ::read(descriptor.number, block.data(), block.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return CannotRead(file, errno);
    }
    if (got == 0 || !use({block.data(), static_cast<size_t>(got)})) {
      return std::nullopt;
    }
  }
}

}  // namespace

bool IsKnownDigest(const std::string& algorithm) {
  return Find(algorithm) != nullptr;
}

Result<std::map<std::string, std::string>> DigestsOfFile(const std::filesystem::path& file,
                                                         const std::vector<std::string>& algorithms,
                                                         const ReadProgress& progress) {
  using Digests = std::map<std::string, std::string>;
  DigestSet digests(algorithms);
  const std::optional<Diagnostic> failed = ReadBlocks(file, [&](std::string_view block) {
    digests.Add(block);
    if (progress) {
      progress(block.size());
    }
    return true;
  });
  return failed ? Result<Digests>::Failed(*failed) : Result<Digests>::Of(digests.Take());
}

Result<std::map<std::string, std::string>> CopyWithDigests(
    const std::filesystem::path& from,
    const std::filesystem::path& to,
    const std::vector<std::string>& algorithms,
    const ReadProgress& progress) {
  using Digests = std::map<std::string, std::string>;
  Result<AtomicFile> copy = AtomicFile::Open(to);
  if (!copy) {
    return Result<Digests>::Failed(copy.diagnostics);
  }
  DigestSet digests(algorithms);
  std::optional<Diagnostic> failed = ReadBlocks(from, [&](std::string_view block) {
    digests.Add(block);
    if (progress) {
      progress(block.size());
    }
    return copy->Write(block);
  });
  if (!failed) {
    failed = copy->Commit();
  }
  return failed ? Result<Digests>::Failed(*failed) : Result<Digests>::Of(digests.Take());
}

struct DigestSet::State {
  std::vector<std::pair<std::string, Context>> contexts;
};

DigestSet::DigestSet(const std::vector<std::string>& algorithms)
    : state_(std::make_unique<State>()) {
  for (const std::string& algorithm : algorithms) {
    state_->contexts.emplace_back(algorithm, Start(algorithm));
  }
}

DigestSet::~DigestSet() = default;

void DigestSet::Add(std::string_view bytes) {
  for (const auto& [algorithm, context] : state_->contexts) {
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  }
}

std::map<std::string, std::string> DigestSet::Take() {
  std::map<std::string, std::string> digests;
  for (const auto& [algorithm, context] : state_->contexts) {
    digests[algorithm] = Finish(context);
  }
  return digests;
}

std::string DigestOf(const std::string& algorithm, std::string_view bytes) {
  const Context context = Start(algorithm);
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return Finish(context);
}

}  // namespace disan
