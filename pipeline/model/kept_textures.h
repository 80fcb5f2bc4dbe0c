// The pictures of a scan that is light enough to stay as it is, in another format.
#pragma once

#include "pipeline/model/model.h"

namespace disan {

// Pictures that cannot be decoded, or that no material shows, stay as they are. Sides that four
// does not divide grow to the next that it does.
void EncodeKeptTextures(Model& model, const TextureEncoder& encoder);

}  // namespace disan
