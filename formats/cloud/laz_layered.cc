// LASzip 3: a stream for each property, so that one can be followed without the others. Only
// positions, flags, intensities and colours are followed here.
#include "formats/cloud/laz_arithmetic.h"
#include "formats/cloud/laz_chunk.h"
#include "formats/cloud/laz_colour.h"
#include "formats/cloud/laz_returns.h"
#include "formats/cloud/little_endian.h"

#include <algorithm>

namespace disan::laz {

namespace {

// The layers of a Point14, in the order of the file.
enum Layer : size_t { kXy, kZ, kClass, kFlags, kIntensity, kAngle, kUser, kSource, kTime, kLayers };

// Scanner channels are compressed apart; each has a context of its own.
struct Channel {
  bool used = false;
  int32_t x = 0;
  int32_t y = 0;
  int32_t z = 0;
  uint16_t intensity = 0;
  uint32_t number = 0;  // of the return
  uint32_t count = 0;   // of returns
  uint32_t flags = 0;   // classification flags (4 bits), scan direction, edge of flight line
  bool time_changed = false;
  std::array<uint16_t, 8> intensities{};
  std::array<int32_t, 8> heights{};
};

struct ChannelModels {
  std::array<LazyModel, 8> changed;
  LazyModel channel;
  std::array<LazyModel, 16> count;
  std::array<LazyModel, 16> number;
  LazyModel number_same_time;
  std::array<LazyModel, 64> flags;
  std::array<Median5, 12> median_x;
  std::array<Median5, 12> median_y;
  IntegerDecoder dx{32, 2};
  IntegerDecoder dy{32, 22};
  IntegerDecoder z{32, 20};
  IntegerDecoder intensity{16, 4};
};

class LayeredChunk final : public ChunkReader {
 public:
  // `layers` holds the streams of the point; an empty one says that the property never changed.
  LayeredChunk(std::string_view first,
               size_t colour_at,
               const std::vector<std::string_view>& layers)
      : record_(first.begin(), first.end()), colour_at_(colour_at) {
    StartPoint();
    for (size_t i = 0; i < kLayers; ++i) {
      present_[i] = !layers[i].empty();
    }
    xy_ = Decoder(layers[kXy]);
    z_ = Decoder(layers[kZ]);
    flags_ = Decoder(layers[kFlags]);
    intensity_ = Decoder(layers[kIntensity]);
    if (colour_at_ != 0) {
      colour_present_ = !layers[kLayers].empty();
      colour_ = Decoder(layers[kLayers]);
      std::memcpy(colours_[current_].data(), &record_[colour_at_], 6);
      colour_used_[current_] = true;
      colour_channel_ = current_;
    }
  }

  bool Next(uint8_t* record) override {
    if (at_first_) {
      at_first_ = false;
    } else {
      NextPoint();
      NextColour();
    }
    std::copy(record_.begin(), record_.end(), record);
    return !Damaged();
  }

 private:
  template <typename T>
  void Put(size_t offset, T value) {
    std::memcpy(&record_[offset], &value, sizeof(T));
  }

  bool Damaged() const {
    return (started_ && xy_.damaged()) || (present_[kZ] && z_.damaged()) ||
           (present_[kFlags] && flags_.damaged()) ||
           (present_[kIntensity] && intensity_.damaged()) || (colour_present_ && colour_.damaged());
  }

  void StartPoint() {
    current_ = (record_[15] >> 4) & 3U;
    Channel& channel = channels_[current_];
    channel.x = LoadLittle<int32_t>(&record_[0]);
    channel.y = LoadLittle<int32_t>(&record_[4]);
    channel.z = LoadLittle<int32_t>(&record_[8]);
    channel.intensity = LoadLittle<uint16_t>(&record_[12]);
    channel.number = record_[14] & 15U;
    channel.count = record_[14] >> 4;
    channel.flags = (record_[15] & 15U) | ((record_[15] >> 2) & 0x30U);
    Use(current_);
  }

  void Use(size_t index) {
    Channel& channel = channels_[index];
    channel.used = true;
    channel.time_changed = false;
    channel.intensities.fill(channel.intensity);
    channel.heights.fill(channel.z);
    models_[index] = std::make_unique<ChannelModels>();
  }

  ChannelModels& Models() { return *models_[current_]; }

  void NextPoint() {
    started_ = true;
    const Channel& before = channels_[current_];
    const uint32_t kind = (before.number == 1 ? 1U : 0U) |
                          (before.number >= before.count ? 2U : 0U) |
                          (before.time_changed ? 4U : 0U);
    const uint32_t changed = xy_.Symbol(Models().changed[kind].Of(128));
    if ((changed & 64U) != 0) {
      SwitchChannel();
    }
    Channel& point = channels_[current_];
    const bool time_changed = (changed & 16U) != 0;
    NextReturns(point, changed, time_changed);
    NextPosition(point, time_changed);
    NextFlags(point);
    NextIntensity(point, time_changed);
    point.time_changed = time_changed;
    PutPoint(point);
  }

  void SwitchChannel() {
    const uint32_t step = xy_.Symbol(Models().channel.Of(3)) + 1;
    const size_t other = (current_ + step) & 3U;
    if (!channels_[other].used) {
      channels_[other] = channels_[current_];
      Use(other);
    }
    current_ = other;
  }

  void NextReturns(Channel& point, uint32_t changed, bool time_changed) {
    if ((changed & 4U) != 0) {
      point.count = xy_.Symbol(Models().count[point.count].Of(16));
    }
    switch (changed & 3U) {
      case 0:
        break;
      case 1:
        point.number = (point.number + 1) & 15U;
        break;
      case 2:
        point.number = (point.number + 15) & 15U;
        break;
      default:
        point.number =
            time_changed ? xy_.Symbol(Models().number[point.number].Of(16))
                         : (point.number + xy_.Symbol(Models().number_same_time.Of(13)) + 2) & 15U;
    }
  }

  void NextPosition(Channel& point, bool time_changed) {
    ChannelModels& models = Models();
    const size_t map = kReturnMap4[point.count][point.number] * 2U + (time_changed ? 1U : 0U);
    const uint32_t single = point.count == 1 ? 1 : 0;
    const int32_t dx = models.dx.Next(xy_, models.median_x[map].Get(), single);
    point.x = WrapAdd(point.x, dx);
    models.median_x[map].Add(dx);
    const uint32_t y_context = single + std::min(models.dx.k() & ~1U, 20U);
    const int32_t dy = models.dy.Next(xy_, models.median_y[map].Get(), y_context);
    point.y = WrapAdd(point.y, dy);
    models.median_y[map].Add(dy);
    if (present_[kZ]) {
      const uint32_t k = (models.dx.k() + models.dy.k()) / 2;
      int32_t& height = point.heights[ReturnLevel(point.count, point.number)];
      point.z = models.z.Next(z_, height, single + std::min(k & ~1U, 18U));
      height = point.z;
    }
  }

  void NextFlags(Channel& point) {
    if (present_[kFlags]) {
      point.flags = flags_.Symbol(Models().flags[point.flags].Of(64));
    }
  }

  void NextIntensity(Channel& point, bool time_changed) {
    if (!present_[kIntensity]) {
      return;
    }
    const uint32_t kind = (point.number == 1 ? 2U : 0U) | (point.number >= point.count ? 1U : 0U);
    uint16_t& last = point.intensities[kind * 2 + (time_changed ? 1U : 0U)];
    last = static_cast<uint16_t>(Models().intensity.Next(intensity_, last, kind));
    point.intensity = last;
  }

  void PutPoint(const Channel& point) {
    Put(0, point.x);
    Put(4, point.y);
    Put(8, point.z);
    Put(12, point.intensity);
    record_[14] = static_cast<uint8_t>(point.count << 4 | point.number);
    record_[15] =
        static_cast<uint8_t>((point.flags & 15U) | (current_ << 4) | ((point.flags & 0x30U) << 2));
  }

  void NextColour() {
    if (colour_at_ == 0) {
      return;
    }
    // When the scanner channel changes to one that was used before, LASzip 3 goes on from the
    // colour of the channel it left, and keeps the result there.
    size_t last = colour_channel_;
    if (colour_channel_ != current_) {
      colour_channel_ = current_;
      if (!colour_used_[current_]) {
        colour_used_[current_] = true;
        colours_[current_] = colours_[last];
        last = current_;
      }
    }
    if (colour_present_) {
      colours_[last] = colour_models_[current_].Next(colour_, colours_[last]);
    }
    std::memcpy(&record_[colour_at_], colours_[last].data(), 6);
  }

  std::vector<uint8_t> record_;
  size_t colour_at_;  // 0: no colours
  bool at_first_ = true;
  bool started_ = false;
  size_t current_ = 0;
  std::array<Channel, 4> channels_{};
  std::array<std::unique_ptr<ChannelModels>, 4> models_;
  std::array<bool, kLayers> present_{};
  Decoder xy_;
  Decoder z_;
  Decoder flags_;
  Decoder intensity_;
  Decoder colour_;
  bool colour_present_ = false;
  size_t colour_channel_ = 0;
  std::array<Rgb16, 4> colours_{};
  std::array<bool, 4> colour_used_{};
  std::array<ColourModels, 4> colour_models_;
};

size_t LayersOf(const Item& item) {
  switch (item.kind) {
    case ItemKind::kPoint14:
      return kLayers;
    case ItemKind::kRgbNir14:
      return 2;
    case ItemKind::kBytes14:
      return item.bytes;
    default:
      return 1;
  }
}

}  // namespace

std::unique_ptr<ChunkReader> OpenLayeredChunk(std::string_view chunk,
                                              const std::vector<Item>& items) {
  size_t record_bytes = 0;
  size_t layer_count = 0;
  size_t colour_at = 0;
  size_t colour_layer = 0;
  for (const Item& item : items) {
    if (item.kind == ItemKind::kRgb14 || item.kind == ItemKind::kRgbNir14) {
      colour_at = record_bytes;
      colour_layer = layer_count;
    }
    record_bytes += item.bytes;
    layer_count += LayersOf(item);
  }
  const size_t head = record_bytes + 4 + 4 * layer_count;
  if (chunk.size() < record_bytes) {
    return nullptr;
  }
  std::vector<std::string_view> layers(kLayers + 1);
  if (chunk.size() >= head) {  // else a chunk of a single point may end here
    size_t at = head;
    for (size_t i = 0; i < layer_count; ++i) {
      const auto bytes = LoadLittle<uint32_t>(chunk, record_bytes + 4 + 4 * i);
      if (!Lies(at, bytes, chunk.size())) {
        return nullptr;
      }
      if (i < kLayers) {
        layers[i] = chunk.substr(at, bytes);
      } else if (colour_at != 0 && i == colour_layer) {
        layers[kLayers] = chunk.substr(at, bytes);
      }
      at += bytes;
    }
  }
  return std::make_unique<LayeredChunk>(chunk.substr(0, record_bytes), colour_at, layers);
}

}  // namespace disan::laz
