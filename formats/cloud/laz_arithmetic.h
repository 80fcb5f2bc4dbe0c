// The entropy coder of LAZ: adaptive models, the arithmetic decoder, and integers as corrections to
// a prediction. The coder is A. Said's (Introduction to Arithmetic Coding, HPL-2004-76) with 15-bit
// distributions; the constants are those of the LASzip file format.
//
// Nothing here trusts its input: a decoder that reads beyond its bytes, or meets a state that no
// encoder leaves, goes on with harmless numbers and says damaged().
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace disan::laz {

// Frequencies of 2 to 2048 symbols, learnt while decoding.
class SymbolModel {
 public:
  explicit SymbolModel(uint32_t symbols);

 private:
  friend class Decoder;
  void Update();
  void FillTable();

  uint32_t symbols_;
  uint32_t table_shift_ = 0;  // 0: no table, few symbols
  uint32_t total_ = 0;
  uint32_t cycle_;
  uint32_t until_update_ = 0;
  std::vector<uint32_t> distribution_;
  std::vector<uint32_t> counts_;
  std::vector<uint32_t> table_;
};

class BitModel {
 private:
  friend class Decoder;
  void Update();

  uint32_t zeros_ = 1;
  uint32_t total_ = 2;
  uint32_t zero_probability_ = 1U << 12;
  uint32_t until_update_ = 4;
  uint32_t cycle_ = 4;
};

// A model that is made when first used: most of LAZ's contexts never are.
class LazyModel {
 public:
  SymbolModel& Of(uint32_t symbols) {
    if (!model_) {
      model_ = std::make_unique<SymbolModel>(symbols);
    }
    return *model_;
  }

 private:
  std::unique_ptr<SymbolModel> model_;
};

class Decoder {
 public:
  Decoder() = default;
  explicit Decoder(std::string_view bytes);

  uint32_t Symbol(SymbolModel& model);
  uint32_t Bit(BitModel& model);
  uint32_t Bits(uint32_t count);  // 1 to 32
  bool damaged() const { return damaged_; }

 private:
  uint32_t NextByte();
  void Renormalise();

  std::string_view bytes_;
  size_t at_ = 0;
  uint32_t value_ = 0;
  uint32_t length_ = 0xFFFFFFFFU;
  bool damaged_ = false;
};

// Integers of `bits` bits as a correction to a prediction, in one of several contexts.
class IntegerDecoder {
 public:
  explicit IntegerDecoder(uint32_t bits, uint32_t contexts = 1);

  int32_t Next(Decoder& decoder, int32_t prediction, uint32_t context = 0);
  uint32_t k() const { return k_; }  // bits of the last correction

 private:
  int32_t Correction(Decoder& decoder, uint32_t context);

  uint32_t bits_;
  uint32_t k_ = 0;
  std::vector<LazyModel> sizes_;
  std::array<LazyModel, 33> corrections_;
  BitModel unit_;
};

// The median of the last five differences, kept in LASzip's own approximate order.
class Median5 {
 public:
  int32_t Get() const { return values_[2]; }
  void Add(int32_t value);

 private:
  void AddHigh(int32_t value);
  void AddLow(int32_t value);

  std::array<int32_t, 5> values_{};
  bool high_ = true;
};

// Sums that wrap around, as the format's do.
inline int32_t WrapAdd(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}
inline int32_t WrapMultiply(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b));
}

}  // namespace disan::laz
