// What the pictures of one spot are.
#pragma once

#include <filesystem>
#include <vector>

namespace disan {

enum class PictureKind { kPhotos, kDualFisheye, kEquirect };

// One picture with two discs, or two with one disc each, is a dual fisheye; one picture alone that
// says so (GPano) or is 2:1 is a ready panorama; anything else is photos. A file that cannot be
// read is a photo: the stitcher says what is wrong with it. Of two discs the one whose name speaks
// of the back (sau, back, rear) comes last.
PictureKind RecogniseKind(std::vector<std::filesystem::path>& files);

}  // namespace disan
