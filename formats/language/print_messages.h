#pragma once

#include "formats/language/messages.h"

namespace disan::messages {
#define DISAN_MESSAGE(name, vi, en) extern const Message name;
#include "formats/language/catalogue/print.def"
#undef DISAN_MESSAGE
}  // namespace disan::messages
