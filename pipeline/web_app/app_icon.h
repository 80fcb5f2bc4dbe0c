// The picture under which a phone lists the tour: a square, so that it may be cut round (maskable:
// what matters lies within four fifths of it) or stand in a frame of its own.
#pragma once

#include "formats/image/image.h"

namespace disan {

// What a visitor sees first: a rectilinear view of an equirectangular panorama, 3 channels.
Image8 IconFromPanorama(const Image8& panorama, double yaw_deg, double pitch_deg, int size_px);

// The middle square of a picture.
Image8 IconFromPicture(const Image8& picture, int size_px);

// The viewer's own ground, for a site without any picture.
Image8 PlainIcon(int size_px);

// A thin line of the viewer's gold round the icon.
void DrawIconFrame(Image8& icon);

}  // namespace disan
