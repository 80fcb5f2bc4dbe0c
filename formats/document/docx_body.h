// The document's body as WordprocessingML.
#pragma once

#include "formats/document/docx.h"

#include <string>

namespace disan {

std::string DocumentXml(const Document& document);

}  // namespace disan
