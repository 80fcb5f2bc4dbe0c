// Loops over whole numbers, compiled for wide vectors as well: the same bytes with and without.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define DISAN_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define DISAN_WIDE
#endif
