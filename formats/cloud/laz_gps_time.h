// GPS times in LAZ (version 2): up to four interleaved sequences, each predicted by a multiple of
// its last difference. A cloud does not keep times, but the stream cannot be followed without them.
#pragma once

#include "formats/cloud/laz_arithmetic.h"

#include <array>
#include <cstdint>

namespace disan::laz {

class GpsTimes {
 public:
  void Start(int64_t first) { sequences_[0].time = first; }
  int64_t Next(Decoder& decoder);

 private:
  struct Sequence {
    int64_t time = 0;  // the bits of the double
    int32_t difference = 0;
    int extremes = 0;  // how often the multiple was at the end of its range
  };

  bool Step(Decoder& decoder);  // false: another sequence goes on, step again
  bool StepFromRest(Decoder& decoder);
  bool StepByMultiple(Decoder& decoder);
  void StartSequence(Decoder& decoder);
  void AddMultiple(Decoder& decoder, int32_t multiple);
  static void Advance(Sequence& sequence, int32_t difference);

  std::array<Sequence, 4> sequences_{};
  size_t last_ = 0;
  size_t next_ = 0;
  IntegerDecoder integers_{32, 9};
  LazyModel multiple_;
  LazyModel at_rest_;
};

}  // namespace disan::laz
