// A model as files say it: the GLB with its metadata, and the parts of a JSON report that the
// command and the step share.
#pragma once

#include "formats/mesh/glb.h"
#include "pipeline/model/model.h"
#include "pipeline/steps/object_scan.h"

#include <string>

#include <nlohmann/json.hpp>

namespace disan::steps {

// Throws a Failure when it cannot be written.
std::string EncodeModel(const Model& model, GeometryCodec codec, GlbMetadata metadata);

// The repaired scan with every coordinate as it is, read back and compared; throws a Failure
// when a single number differs.
std::string EncodeArchive(const Mesh& scan, GlbMetadata metadata);

// {"vertices", "triangles"} and, of clouds, "points".
nlohmann::ordered_json InputJson(const ObjectScan& scan);
nlohmann::ordered_json RepairsJson(const ObjectScan& scan);
// {"unit", "rms", "p95", "max"}
nlohmann::ordered_json DeviationJson(const Deviation& deviation);
// Which scans were placed, and how well each pair fits; null for a single scan.
nlohmann::ordered_json TogetherJson(const ObjectScan& scan);

}  // namespace disan::steps
