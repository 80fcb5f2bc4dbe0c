// A QR code on a page.
#pragma once

#include "pipeline/canvas/canvas.h"

#include <string>

namespace disan {

// Black on white with its quiet zone inside the box. Throws a Failure when the address is too long.
void DrawQr(Canvas& canvas, const Box& box, const std::string& address);

// What a person types: without the scheme and the last slash.
std::string TypedAddress(const std::string& address);

}  // namespace disan
