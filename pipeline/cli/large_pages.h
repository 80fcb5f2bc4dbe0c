// Memory in large pages. Pictures and scans come and go by hundreds of megabytes; in pages of 4 kB
// the kernel's work on them can take several times as long as ours (a panorama of 16,384 px from
// photos of 24 megapixels: 443 s, and 120 s in large ones).
#pragma once

namespace disan {

// glibc hears of it only when a program starts: starts this one again, once, with the same words,
// which takes a fifth of a second. Comes back where that is done or cannot be done.
void StartWithLargePages(char** arguments);

}  // namespace disan
