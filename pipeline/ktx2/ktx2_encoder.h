// Textures to KTX2, the smallest that measures good enough.
#pragma once

#include "pipeline/execution/execution.h"
#include "pipeline/model/texture_quality.h"

#include <filesystem>

namespace disan {

// $DISAN_KTX2_WORKER when set; else share/disan/ktx2 of an installed program; else the sources'
// own. Empty when the worker or its npm packages are not there.
std::filesystem::path Ktx2WorkerFolder();

// Throws a Failure when Node.js ($DISAN_NODE, else `node` on PATH) or the worker is missing: before
// the long work, not after it.
void RequireKtx2(const Execution& execution);

// For ModelOptions. Throws a Failure when the worker does.
TextureEncoder Ktx2Encoder(const Execution& execution);

}  // namespace disan
