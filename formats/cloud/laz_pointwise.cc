// LASzip 2: one arithmetic stream, the items of a point one after the other.
#include "formats/cloud/laz_arithmetic.h"
#include "formats/cloud/laz_chunk.h"
#include "formats/cloud/laz_colour.h"
#include "formats/cloud/laz_gps_time.h"
#include "formats/cloud/laz_returns.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>

namespace disan::laz {

namespace {

// One item of a record: takes its first value as it is, then follows the stream.
class ItemDecoder {
 public:
  virtual ~ItemDecoder() = default;
  virtual void First(const uint8_t* bytes) = 0;
  virtual void Next(Decoder& decoder, uint8_t* bytes) = 0;
};

class Point10 final : public ItemDecoder {
 public:
  void First(const uint8_t* bytes) override {
    std::copy_n(bytes, last_.size(), last_.begin());
    Put<uint16_t>(12, 0);
  }

  void Next(Decoder& decoder, uint8_t* bytes) override {
    const uint32_t changed = decoder.Symbol(changed_.Of(64));
    if ((changed & 32U) != 0) {
      last_[14] = Byte(decoder, returns_[last_[14]]);
    }
    const uint32_t number = last_[14] & 7U;
    const uint32_t count = (last_[14] >> 3) & 7U;
    const uint32_t map = kReturnMap3[count][number];
    NextIntensity(decoder, (changed & 16U) != 0, map);
    NextOthers(decoder, changed);
    const uint32_t single = count == 1 ? 1 : 0;
    const int32_t dx = dx_.Next(decoder, median_x_[map].Get(), single);
    median_x_[map].Add(dx);
    const uint32_t y_context = single + std::min(dx_.k() & ~1U, 20U);
    const int32_t dy = dy_.Next(decoder, median_y_[map].Get(), y_context);
    median_y_[map].Add(dy);
    const uint32_t z_context = single + std::min(((dx_.k() + dy_.k()) / 2) & ~1U, 18U);
    int32_t& height = heights_[ReturnLevel(count, number)];
    height = z_.Next(decoder, height, z_context);
    Put(0, WrapAdd(LoadLittle<int32_t>(&last_[0]), dx));
    Put(4, WrapAdd(LoadLittle<int32_t>(&last_[4]), dy));
    Put(8, height);
    std::copy(last_.begin(), last_.end(), bytes);
  }

 private:
  template <typename T>
  void Put(size_t offset, T value) {
    std::memcpy(&last_[offset], &value, sizeof(T));
  }

  static uint8_t Byte(Decoder& decoder, LazyModel& model) {
    return static_cast<uint8_t>(decoder.Symbol(model.Of(256)));
  }

  void NextIntensity(Decoder& decoder, bool changed, uint32_t map) {
    if (changed) {
      intensities_[map] =
          static_cast<uint16_t>(intensity_.Next(decoder, intensities_[map], std::min(map, 3U)));
    }
    Put(12, intensities_[map]);
  }

  void NextOthers(Decoder& decoder, uint32_t changed) {
    if ((changed & 8U) != 0) {
      last_[15] = Byte(decoder, classes_[last_[15]]);
    }
    if ((changed & 4U) != 0) {
      const uint8_t turn = Byte(decoder, angles_[(last_[14] >> 6) & 1U]);
      last_[16] = static_cast<uint8_t>(last_[16] + turn);
    }
    if ((changed & 2U) != 0) {
      last_[17] = Byte(decoder, users_[last_[17]]);
    }
    if ((changed & 1U) != 0) {
      const auto before = static_cast<int32_t>(LoadLittle<uint16_t>(&last_[18]));
      Put(18, static_cast<uint16_t>(source_.Next(decoder, before)));
    }
  }

  std::array<uint8_t, 20> last_{};
  std::array<uint16_t, 16> intensities_{};
  std::array<int32_t, 8> heights_{};
  std::array<Median5, 16> median_x_;
  std::array<Median5, 16> median_y_;
  IntegerDecoder dx_{32, 2};
  IntegerDecoder dy_{32, 22};
  IntegerDecoder z_{32, 20};
  IntegerDecoder intensity_{16, 4};
  IntegerDecoder source_{16};
  LazyModel changed_;
  std::array<LazyModel, 256> returns_;
  std::array<LazyModel, 256> classes_;
  std::array<LazyModel, 256> users_;
  std::array<LazyModel, 2> angles_;
};

class GpsTime11 final : public ItemDecoder {
 public:
  void First(const uint8_t* bytes) override { times_.Start(LoadLittle<int64_t>(bytes)); }
  void Next(Decoder& decoder, uint8_t* bytes) override {
    const int64_t time = times_.Next(decoder);
    std::memcpy(bytes, &time, sizeof(time));
  }

 private:
  GpsTimes times_;
};

class Rgb12 final : public ItemDecoder {
 public:
  void First(const uint8_t* bytes) override { std::memcpy(last_.data(), bytes, 6); }
  void Next(Decoder& decoder, uint8_t* bytes) override {
    last_ = models_.Next(decoder, last_);
    std::memcpy(bytes, last_.data(), 6);
  }

 private:
  Rgb16 last_{};
  ColourModels models_;
};

class ExtraBytes final : public ItemDecoder {
 public:
  explicit ExtraBytes(size_t count) : last_(count), models_(count) {}
  void First(const uint8_t* bytes) override { std::copy_n(bytes, last_.size(), last_.begin()); }
  void Next(Decoder& decoder, uint8_t* bytes) override {
    for (size_t i = 0; i < last_.size(); ++i) {
      last_[i] = static_cast<uint8_t>(last_[i] + decoder.Symbol(models_[i].Of(256)));
    }
    std::copy(last_.begin(), last_.end(), bytes);
  }

 private:
  std::vector<uint8_t> last_;
  std::vector<LazyModel> models_;
};

std::unique_ptr<ItemDecoder> Make(const Item& item) {
  switch (item.kind) {
    case ItemKind::kPoint10:
      return std::make_unique<Point10>();
    case ItemKind::kGpsTime11:
      return std::make_unique<GpsTime11>();
    case ItemKind::kRgb12:
      return std::make_unique<Rgb12>();
    default:
      return std::make_unique<ExtraBytes>(item.bytes);
  }
}

class PointwiseChunk final : public ChunkReader {
 public:
  PointwiseChunk(std::string_view chunk, const std::vector<Item>& items, size_t record_bytes)
      : first_(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(record_bytes)),
        rest_(chunk.substr(record_bytes)) {
    for (const Item& item : items) {
      decoders_.push_back(Make(item));
      sizes_.push_back(item.bytes);
    }
  }

  bool Next(uint8_t* record) override {
    if (at_first_) {
      return TakeFirst(record);
    }
    if (!started_) {  // a chunk of one point may have no stream at all
      decoder_ = Decoder(rest_);
      started_ = true;
    }
    for (size_t i = 0; i < decoders_.size(); ++i) {
      decoders_[i]->Next(decoder_, record);
      record += sizes_[i];
    }
    return !decoder_.damaged();
  }

 private:
  bool TakeFirst(uint8_t* record) {
    std::copy(first_.begin(), first_.end(), record);
    for (size_t i = 0; i < decoders_.size(); ++i) {
      decoders_[i]->First(record);
      record += sizes_[i];
    }
    at_first_ = false;
    return true;
  }

  std::vector<uint8_t> first_;
  std::string_view rest_;
  Decoder decoder_;
  bool at_first_ = true;
  bool started_ = false;
  std::vector<std::unique_ptr<ItemDecoder>> decoders_;
  std::vector<size_t> sizes_;
};

}  // namespace

std::unique_ptr<ChunkReader> OpenPointwiseChunk(std::string_view chunk,
                                                const std::vector<Item>& items) {
  size_t record_bytes = 0;
  for (const Item& item : items) {
    record_bytes += item.bytes;
  }
  if (chunk.size() < record_bytes) {
    return nullptr;
  }
  return std::make_unique<PointwiseChunk>(chunk, items, record_bytes);
}

bool CanDecode(const std::vector<Item>& items, bool layered) {
  const auto right = [&](const Item& item) {
    switch (item.kind) {
      case ItemKind::kPoint10:
        return !layered && item.version == 2 && item.bytes == 20;
      case ItemKind::kGpsTime11:
        return !layered && item.version == 2 && item.bytes == 8;
      case ItemKind::kRgb12:
        return !layered && item.version == 2 && item.bytes == 6;
      case ItemKind::kBytes:
        return !layered && item.version == 2 && item.bytes > 0;
      case ItemKind::kPoint14:
        return layered && item.version == 3 && item.bytes == 30;
      case ItemKind::kRgb14:
        return layered && item.version == 3 && item.bytes == 6;
      case ItemKind::kRgbNir14:
        return layered && item.version == 3 && item.bytes == 8;
      case ItemKind::kWavePacket14:
        return layered && item.version == 3 && item.bytes == 29;
      case ItemKind::kBytes14:
        return layered && item.version == 3 && item.bytes > 0;
      default:
        return false;
    }
  };
  return !items.empty() && std::all_of(items.begin(), items.end(), right) &&
         (items.front().kind == ItemKind::kPoint10 || items.front().kind == ItemKind::kPoint14);
}

}  // namespace disan::laz
