#include "pipeline/print/qr_drawing.h"

#include "formats/diagnostics/failure.h"
#include "pipeline/print/qr.h"

namespace disan {

void DrawQr(Canvas& canvas, const Box& box, const std::string& address) {
  const QrCode code = ValueOrThrow(EncodeQr(address));
  canvas.Fill(box, kWhite);
  const double quiet = box.width * kQuietCells / (code.side + 2 * kQuietCells);
  canvas.Grid({box.x + quiet, box.y + quiet, box.width - 2 * quiet, box.height - 2 * quiet},
              code.side,
              [&](int column, int row) { return code.At(column, row); });
}

std::string TypedAddress(const std::string& address) {
  const size_t scheme = address.find("://");
  std::string typed = scheme == std::string::npos ? address : address.substr(scheme + 3);
  if (typed.ends_with('/')) {
    typed.pop_back();
  }
  return typed;
}

}  // namespace disan
