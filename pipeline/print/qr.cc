#include "pipeline/print/qr.h"

#include "formats/language/print_messages.h"

#include <memory>
#include <string>

#include <qrencode.h>

namespace disan {
namespace {

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<QrCode> EncodeQr(std::string_view text) {
  const std::unique_ptr<QRcode, Free> made(
      text.empty() || text.size() > 1600
          ? nullptr
          : QRcode_encodeData(static_cast<int>(text.size()),
                              reinterpret_cast<const unsigned char*>(text.data()),
                              0,
                              QR_ECLEVEL_Q));
  if (made == nullptr) {
    return Result<QrCode>::Failed(
        {.what = Say(messages::kQrTooLong, fmt::arg("address", std::string(text.substr(0, 200)))),
         .remedy = Say(messages::kQrTooLongRemedy)});
  }
  QrCode code{.side = made->width, .dark = {}};
  const auto cells = static_cast<size_t>(made->width) * static_cast<size_t>(made->width);
  for (size_t i = 0; i < cells; ++i) {
    code.dark.push_back((made->data[i] & 1) != 0);
  }
  return Result<QrCode>::Of(std::move(code));
}

}  // namespace disan
