#include "datasets/site.h"

#include "datasets/capture.h"
#include "datasets/plan.h"

#include <fmt/core.h>

namespace disan::world {
namespace {

const Station& Named(std::string_view id) {
  const auto all = Stations();
  return *std::find_if(all.begin(), all.end(), [&](const Station& s) { return s.id == id; });
}

struct Spot {
  std::string_view scene;
  Vec3 at;
  Text title, text;
  std::string_view object;
};

const std::vector<Spot>& Spots() {
  static const std::vector<Spot> kSpots{
      {"cong-tam-quan",
       {0, 4.1F, 17},
       {"Tam quan", "The three-arched gate"},
       {"Ba cửa vào chùa; biển đề 蓮派寺, Liên Phái tự, đọc từ phải sang.",
        "Three ways into the pagoda; the board reads 蓮派寺, Liên Phái tự, from right to left."},
       ""},
      {"san-truoc",
       {-6.6F, 6, 4.4F},
       {"Tháp Diệu Quang", "Diệu Quang Tower"},
       {"Tháp gạch sáu mặt, mười tầng, mỗi tầng thu nhỏ dần và có mái gờ.",
        "A brick tower of six sides and ten storeys, each drawn in from the one below, with "
        "moulded eaves."},
       ""},
      {"san-truoc",
       {6.8F, 0.6F, 4.2F},
       {"Ao sen", "Lotus pond"},
       {"Hoa sen gợi lại tích ngó sen mà chùa được dựng.",
        "The lotus recalls the root for whose sake, tradition says, the pagoda was built."},
       ""},
      {"san-truoc",
       {7.6F, 1.1F, -3.4F},
       {"Bia Tâm kinh (mẫu)", "Heart Sutra stele (sample)"},
       {"Bia trên lưng rùa, khắc Bát-nhã Tâm kinh.",
        "A stele on a tortoise, carved with the Heart Sutra."},
       "bia-1"},
      {"san-truoc",
       {3.55F, 0.8F, -5.6F},
       {"Nghê đá (mẫu)", "Stone guardian (sample)"},
       {"Một trong đôi nghê chầu trước thềm.", "One of the pair that guards the steps."},
       "nghe-da"},
      {"thap-dieu-quang",
       {-6.6F, 8, 4.4F},
       {"Mười tầng tháp", "Ten storeys"},
       {"Nhìn từ chân tháp: vòm cuốn, cột góc và gờ mái.",
        "From the foot: arches, corner shafts and eaves."},
       ""},
      {"tien-duong",
       {0, 2.6F, -16.35F},
       {"Ban thờ", "The altar"},
       {"Tượng Phật thếp vàng trên ban thờ sơn son.", "A gilt Buddha on an altar of red lacquer."},
       ""},
      {"vuon-thap",
       {20, 2.4F, -14.8F},
       {"Tháp tổ", "The founder's stupa"},
       {"Tháp đá ở cuối lối, mô phỏng tháp của vị tổ khai sơn.",
        "The stone stupa at the end of the path stands for that of the founding patriarch."},
       ""},
  };
  return kSpots;
}

struct Way {
  std::string_view from, to;
  std::optional<Vec3> through;  // a doorway, when the line between the two is walled
};

const std::vector<Way>& Ways() {
  static const Vec3 kMoonGate{13, 1.5F, -2};
  static const std::vector<Way> kWays{{"cong-tam-quan", "san-truoc", {}},
                                      {"san-truoc", "cong-tam-quan", {}},
                                      {"san-truoc", "tien-duong", {}},
                                      {"san-truoc", "thap-dieu-quang", {}},
                                      {"san-truoc", "vuon-thap", kMoonGate},
                                      {"thap-dieu-quang", "san-truoc", {}},
                                      {"tien-duong", "san-truoc", {}},
                                      {"vuon-thap", "san-truoc", kMoonGate}};
  return kWays;
}

std::string Both(const Text& text) {
  return fmt::format("{{vi: \"{}\", en: \"{}\"}}", text.vi, text.en);
}

std::string SceneOfTour(const Station& station) {
  const Vec2 plan = OnPlan(station.position);
  std::string out =
      fmt::format("  {}:\n    plan: [{:.4f}, {:.4f}]\n    links:\n", station.id, plan.x, plan.y);
  for (const Way& way : Ways()) {
    if (way.from == station.id) {
      out += fmt::format("      - {{to: {}, yaw_deg: {:.1f}{}}}\n",
                         way.to,
                         YawTo(station, way.through.value_or(Named(way.to).position)),
                         way.through ? ", bend: true" : "");
    }
  }
  out += "    hotspots:\n";
  for (const Spot& spot : Spots()) {
    if (spot.scene != station.id) {
      continue;
    }
    out += fmt::format(
        "      - yaw_deg: {:.1f}\n        pitch_deg: {:.1f}\n        title: {}\n        text: {}\n",
        YawTo(station, spot.at),
        PitchTo(station, spot.at),
        Both(spot.title),
        Both(spot.text));
    if (!spot.object.empty()) {
      out += fmt::format("        object: {}\n", spot.object);
    }
  }
  return out;
}

}  // namespace

std::string TourYaml(const World&) {
  std::string out =
      "# Chuyến tham quan mẫu; góc tính từ giữa ảnh toàn cảnh, dương về bên phải và lên trên.\n"
      "# A sample tour; angles count from the panorama's middle, positive to the right and up.\n"
      "disan: 1\nstart: san-truoc\nplan: media/plan.png\nscenes:\n";
  for (const Station& station : Stations()) {
    out += SceneOfTour(station);
  }
  out += "stops:\n";
  const auto stop = [&](std::string_view scene, Vec3 at, const Text& text) {
    out += fmt::format("  - {{scene: {}, yaw_deg: {:.1f}, text: {}}}\n",
                       scene,
                       YawTo(Named(scene), at),
                       Both(text));
  };
  stop("cong-tam-quan",
       {0, 3, 17},
       {"Ta bắt đầu từ cổng tam quan.", "We begin at the three-arched gate."});
  stop("san-truoc",
       {0, 2, -13},
       {"Giữa sân, trước mặt là tiền đường mái cong.",
        "In the court, before us the front hall with its sweeping roof."});
  stop("thap-dieu-quang",
       {-6.6F, 5, 4.4F},
       {"Tháp Diệu Quang mười tầng.", "The Diệu Quang tower, ten storeys high."});
  stop("tien-duong",
       {0, 2, -16},
       {"Trong tiền đường, cột gỗ và ban thờ.", "Inside the hall: timber columns and the altar."});
  stop("vuon-thap",
       {20, 2, -14.8F},
       {"Cuối cùng là vườn tháp yên tĩnh.", "Last, the quiet garden of stupas."});
  return out;
}

void WriteSite(const World& world,
               const std::filesystem::path& folder,
               const Output& output,
               const Execution& execution) {
  WriteText(folder / "site.yaml", SiteYaml());
  WriteText(output.session / "session.yaml", SessionYaml());
  WriteText(folder / "tour.yaml", TourYaml(world));
  const int width = output.size.detail == Detail::kDemo ? kPlanWidthPx : kTinyPlanWidthPx;
  WriteText(folder / "media" / "plan.png", EncodePng(RenderPlan(world, width, execution)));
}

}  // namespace disan::world
