#include "formats/cloud/laz_arithmetic.h"

#include <algorithm>

namespace disan::laz {

namespace {
constexpr uint32_t kSymbolShift = 15;
constexpr uint32_t kBitShift = 13;
constexpr uint32_t kShortestLength = 1U << 24;
constexpr uint32_t kBitsHigh = 8;  // of a correction, how many the models learn
}  // namespace

SymbolModel::SymbolModel(uint32_t symbols)
    : symbols_(symbols), cycle_(symbols), distribution_(symbols), counts_(symbols, 1) {
  if (symbols > 16) {
    uint32_t bits = 3;
    while (symbols > (1U << (bits + 2))) {
      ++bits;
    }
    table_shift_ = kSymbolShift - bits;
    table_.resize((size_t{1} << bits) + 2);
  }
  Update();
  cycle_ = (symbols + 6) >> 1;
  until_update_ = cycle_;
}

void SymbolModel::Update() {
  total_ += cycle_;
  if (total_ > (1U << kSymbolShift)) {
    total_ = 0;
    for (uint32_t& count : counts_) {
      count = (count + 1) >> 1;
      total_ += count;
    }
  }
  const uint32_t scale = 0x80000000U / total_;
  uint32_t sum = 0;
  for (uint32_t k = 0; k < symbols_; ++k) {
    distribution_[k] = (scale * sum) >> (31 - kSymbolShift);
    sum += counts_[k];
  }
  if (table_shift_ != 0) {
    FillTable();
  }
  cycle_ = std::min((5 * cycle_) >> 2, (symbols_ + 6) << 3);
  until_update_ = cycle_;
}

void SymbolModel::FillTable() {
  size_t slot = 0;
  for (uint32_t k = 0; k < symbols_; ++k) {
    const size_t end = distribution_[k] >> table_shift_;
    while (slot < end) {
      table_[++slot] = k - 1;
    }
  }
  table_[0] = 0;
  while (slot + 1 < table_.size()) {
    table_[++slot] = symbols_ - 1;
  }
}

void BitModel::Update() {
  total_ += cycle_;
  if (total_ > (1U << kBitShift)) {
    total_ = (total_ + 1) >> 1;
    zeros_ = (zeros_ + 1) >> 1;
    if (zeros_ == total_) {
      ++total_;
    }
  }
  const uint32_t scale = 0x80000000U / total_;
  zero_probability_ = (zeros_ * scale) >> (31 - kBitShift);
  cycle_ = std::min((5 * cycle_) >> 2, 64U);
  until_update_ = cycle_;
}

Decoder::Decoder(std::string_view bytes) : bytes_(bytes) {
  for (int i = 0; i < 4; ++i) {
    value_ = (value_ << 8) | NextByte();
  }
}

uint32_t Decoder::NextByte() {
  if (at_ >= bytes_.size()) {
    damaged_ = true;
    return 0;
  }
  return static_cast<uint8_t>(bytes_[at_++]);
}

void Decoder::Renormalise() {
  while (length_ < kShortestLength) {
    value_ = (value_ << 8) | NextByte();
    length_ = std::max(length_ << 8, 1U);
  }
}

uint32_t Decoder::Symbol(SymbolModel& model) {
  if (value_ >= length_) {  // no encoder gets here
    damaged_ = true;
    value_ = length_ - 1;
  }
  uint32_t high = length_;
  length_ >>= kSymbolShift;
  // What the shift cut off the length belongs to the last symbol.
  const uint32_t target = std::min(value_ / length_, (1U << kSymbolShift) - 1);
  uint32_t symbol = 0;
  uint32_t end = model.symbols_;
  if (model.table_shift_ != 0) {
    const uint32_t slot = target >> model.table_shift_;
    symbol = model.table_[slot];
    end = model.table_[slot + 1] + 1;
  }
  while (end > symbol + 1) {
    const uint32_t middle = (symbol + end) >> 1;
    if (model.distribution_[middle] > target) {
      end = middle;
    } else {
      symbol = middle;
    }
  }
  const uint32_t low = model.distribution_[symbol] * length_;
  if (symbol + 1 != model.symbols_) {
    high = model.distribution_[symbol + 1] * length_;
  }
  value_ -= low;
  length_ = high - low;
  Renormalise();
  ++model.counts_[symbol];
  if (--model.until_update_ == 0) {
    model.Update();
  }
  return symbol;
}

uint32_t Decoder::Bit(BitModel& model) {
  const uint32_t split = model.zero_probability_ * (length_ >> kBitShift);
  const bool one = value_ >= split;
  if (one) {
    value_ -= split;
    length_ -= split;
  } else {
    length_ = split;
    ++model.zeros_;
  }
  Renormalise();
  if (--model.until_update_ == 0) {
    model.Update();
  }
  return one ? 1 : 0;
}

uint32_t Decoder::Bits(uint32_t count) {
  if (count > 19) {
    const uint32_t low = Bits(16);
    return (Bits(count - 16) << 16) | low;
  }
  length_ >>= count;
  uint32_t value = value_ / length_;
  if (value >= (1U << count)) {
    damaged_ = true;
    value = (1U << count) - 1;
    value_ = length_ * value;
  }
  value_ -= length_ * value;
  Renormalise();
  return value;
}

IntegerDecoder::IntegerDecoder(uint32_t bits, uint32_t contexts) : bits_(bits), sizes_(contexts) {}

int32_t IntegerDecoder::Correction(Decoder& decoder, uint32_t context) {
  k_ = decoder.Symbol(sizes_[context].Of(bits_ + 1));
  if (k_ == 0) {
    return static_cast<int32_t>(decoder.Bit(unit_));
  }
  if (k_ >= 32) {
    return INT32_MIN;
  }
  uint32_t c = decoder.Symbol(corrections_[k_].Of(1U << std::min(k_, kBitsHigh)));
  if (k_ > kBitsHigh) {
    const uint32_t rest = k_ - kBitsHigh;
    c = (c << rest) | decoder.Bits(rest);
  }
  // The upper half stands for 2^(k-1) + 1 ... 2^k, the lower for -(2^k - 1) ... -2^(k-1).
  const uint32_t shifted = c >= (1U << (k_ - 1)) ? c + 1 : c - ((1U << k_) - 1);
  return static_cast<int32_t>(shifted);
}

int32_t IntegerDecoder::Next(Decoder& decoder, int32_t prediction, uint32_t context) {
  const int32_t value = WrapAdd(prediction, Correction(decoder, context));
  if (bits_ >= 32) {
    return value;
  }
  const auto range = static_cast<int32_t>(1U << bits_);
  if (value < 0) {
    return value + range;
  }
  return value >= range ? value - range : value;
}

void Median5::Add(int32_t value) {
  if (high_) {
    AddHigh(value);
  } else {
    AddLow(value);
  }
}

void Median5::AddHigh(int32_t value) {
  if (value >= values_[2]) {
    values_[4] = value < values_[3] ? values_[3] : value;
    values_[3] = std::min(value, values_[3]);
    high_ = false;
    return;
  }
  values_[4] = values_[3];
  values_[3] = values_[2];
  values_[2] = std::max(value, values_[1]);
  if (value < values_[1]) {
    values_[1] = std::max(value, values_[0]);
    values_[0] = std::min(value, values_[0]);
  }
}

void Median5::AddLow(int32_t value) {
  if (value <= values_[2]) {
    values_[0] = value > values_[1] ? values_[1] : value;
    values_[1] = std::max(value, values_[1]);
    high_ = true;
    return;
  }
  values_[0] = values_[1];
  values_[1] = values_[2];
  values_[2] = std::min(value, values_[3]);
  if (value > values_[3]) {
    values_[3] = std::min(value, values_[4]);
    values_[4] = std::max(value, values_[4]);
  }
}

}  // namespace disan::laz
