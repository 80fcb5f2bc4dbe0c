#include "formats/cloud/laz_gps_time.h"

namespace disan::laz {

namespace {
constexpr int32_t kLargest = 500;
constexpr int32_t kSmallest = -10;
constexpr int32_t kUnchanged = kLargest - kSmallest + 1;
constexpr int32_t kWhole = kLargest - kSmallest + 2;
constexpr uint32_t kSymbols = kLargest - kSmallest + 6;
}  // namespace

void GpsTimes::Advance(Sequence& sequence, int32_t difference) {
  sequence.time = static_cast<int64_t>(static_cast<uint64_t>(sequence.time) +
                                       static_cast<uint64_t>(int64_t{difference}));
}

int64_t GpsTimes::Next(Decoder& decoder) {
  // A sound stream switches at most once; a damaged one must not switch for ever.
  for (int turns = 0; turns < 4 && !Step(decoder); ++turns) {
  }
  return sequences_[last_].time;
}

bool GpsTimes::Step(Decoder& decoder) {
  return sequences_[last_].difference == 0 ? StepFromRest(decoder) : StepByMultiple(decoder);
}

bool GpsTimes::StepFromRest(Decoder& decoder) {
  const uint32_t code = decoder.Symbol(at_rest_.Of(6));
  if (code == 0) {
    return true;
  }
  if (code == 1) {
    Sequence& sequence = sequences_[last_];
    sequence.difference = integers_.Next(decoder, 0, 0);
    sequence.extremes = 0;
    Advance(sequence, sequence.difference);
    return true;
  }
  if (code == 2) {
    StartSequence(decoder);
    return true;
  }
  last_ = (last_ + code - 2) & 3;
  return false;
}

bool GpsTimes::StepByMultiple(Decoder& decoder) {
  const auto code = static_cast<int32_t>(decoder.Symbol(multiple_.Of(kSymbols)));
  if (code == kUnchanged) {
    return true;
  }
  if (code == kWhole) {
    StartSequence(decoder);
    return true;
  }
  if (code > kWhole) {
    last_ = (last_ + static_cast<size_t>(code - kWhole)) & 3;
    return false;
  }
  AddMultiple(decoder, code > kLargest ? kLargest - code : code);
  return true;
}

void GpsTimes::StartSequence(Decoder& decoder) {
  const auto high = static_cast<int32_t>(sequences_[last_].time >> 32);
  const auto upper = static_cast<uint32_t>(integers_.Next(decoder, high, 8));
  const uint32_t low = decoder.Bits(16);
  const uint32_t lower = decoder.Bits(16) << 16 | low;
  next_ = (next_ + 1) & 3;
  last_ = next_;
  sequences_[last_] = {static_cast<int64_t>(uint64_t{upper} << 32 | lower), 0, 0};
}

void GpsTimes::AddMultiple(Decoder& decoder, int32_t multiple) {
  Sequence& sequence = sequences_[last_];
  if (multiple == 1) {
    Advance(sequence, integers_.Next(decoder, sequence.difference, 1));
    sequence.extremes = 0;
    return;
  }
  uint32_t context = 5;  // below zero
  if (multiple == 0) {
    context = 7;
  } else if (multiple == kLargest) {
    context = 4;
  } else if (multiple > 0) {
    context = multiple < 10 ? 2 : 3;
  } else if (multiple <= kSmallest) {
    context = 6;
  }
  const int32_t predicted = WrapMultiply(multiple, sequence.difference);
  const int32_t difference = integers_.Next(decoder, predicted, context);
  if (context == 7 || context == 4 || context == 6) {
    if (++sequence.extremes > 3) {
      sequence.difference = difference;
      sequence.extremes = 0;
    }
  }
  Advance(sequence, difference);
}

}  // namespace disan::laz
