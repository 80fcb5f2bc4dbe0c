#include "pipeline/privacy/face_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>
#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

namespace disan {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;
constexpr double kViewDeg = 75;  // wide, and faces at its rim are hardly stretched
constexpr int kViewPx = 1024;
constexpr double kRoomRound = 1.4;  // a box holds the face; hair and chin are known faces too

struct ViewRow {
  double pitch_deg;
  int views;
};
// Steps of 45 degrees: every face of up to 25 degrees lies whole in a view. Straight up and down
// nobody looks into the camera.
constexpr std::array kRows = {ViewRow{0, 8}, ViewRow{45, 6}, ViewRow{-45, 6}};

Eigen::Matrix3d TurnOf(double yaw_deg, double pitch_deg) {
  return (Eigen::AngleAxisd(yaw_deg / kDegrees, Eigen::Vector3d::UnitY()) *
          Eigen::AngleAxisd(pitch_deg / kDegrees, Eigen::Vector3d::UnitX()))
      .toRotationMatrix();
}

// x right, y down, z forward.
Eigen::Vector3d BearingIn(double x, double y, double focal_px) {
  const double middle = (kViewPx - 1) / 2.0;
  return Eigen::Vector3d(x - middle, y - middle, focal_px).normalized();
}

double FocalPx() {
  return kViewPx / 2.0 / std::tan(kViewDeg / 2 / kDegrees);
}

Image8 FlatView(const Image8& panorama, const Eigen::Matrix3d& world_from_view) {
  cv::Mat map(kViewPx, kViewPx, CV_32FC2);
  const double focal = FocalPx();
  for (int y = 0; y < kViewPx; ++y) {
    for (int x = 0; x < kViewPx; ++x) {
      const Eigen::Vector3d d = world_from_view * BearingIn(x, y, focal);
      const double longitude = std::atan2(d.x(), d.z());
      const double latitude = std::asin(std::clamp(-d.y(), -1.0, 1.0));
      map.at<cv::Vec2f>(y, x) = {
          static_cast<float>((longitude / (2 * std::numbers::pi) + 0.5) * panorama.width - 0.5),
          static_cast<float>((0.5 - latitude / std::numbers::pi) * panorama.height - 0.5)};
    }
  }
  // OpenCV's header takes no const data; the pixels are only read.
  const cv::Mat sphere(
      panorama.height, panorama.width, CV_8UC3, const_cast<uint8_t*>(panorama.pixels.data()));
  Image8 view(kViewPx, kViewPx, 3);
  cv::Mat out(kViewPx, kViewPx, CV_8UC3, view.pixels.data());
  cv::remap(sphere, out, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_WRAP);
  return view;
}

FoundFace Placed(const FaceBox& box, const Eigen::Matrix3d& world_from_view) {
  const double focal = FocalPx();
  const double x = box.left_px + box.width_px / 2;
  const double y = box.top_px + box.height_px / 2;
  const auto angle = [&](double ax, double ay, double bx, double by) {
    const double cosine = BearingIn(ax, ay, focal).dot(BearingIn(bx, by, focal));
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * kDegrees;
  };
  const Eigen::Vector3d middle = world_from_view * BearingIn(x, y, focal);
  return {.yaw_deg = std::atan2(middle.x(), middle.z()) * kDegrees,
          .pitch_deg = std::asin(std::clamp(-middle.y(), -1.0, 1.0)) * kDegrees,
          .width_deg = kRoomRound * angle(box.left_px, y, box.left_px + box.width_px, y),
          .height_deg = kRoomRound * angle(x, box.top_px, x, box.top_px + box.height_px),
          .score = box.score};
}

double ApartDeg(const FoundFace& a, const FoundFace& b) {
  const auto direction = [](const FoundFace& face) {
    const double yaw = face.yaw_deg / kDegrees;
    const double pitch = face.pitch_deg / kDegrees;
    return Eigen::Vector3d(
        std::cos(pitch) * std::sin(yaw), -std::sin(pitch), std::cos(pitch) * std::cos(yaw));
  };
  return std::acos(std::clamp(direction(a).dot(direction(b)), -1.0, 1.0)) * kDegrees;
}

// The surest of those that lie on one another.
std::vector<FoundFace> EachOnce(std::vector<FoundFace> faces) {
  std::stable_sort(faces.begin(), faces.end(), [](const FoundFace& a, const FoundFace& b) {
    return a.score > b.score;
  });
  std::vector<FoundFace> kept;
  for (const FoundFace& face : faces) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const FoundFace& other) {
      return ApartDeg(face, other) < std::max(face.height_deg, other.height_deg) / 2;
    });
    if (!known) {
      kept.push_back(face);
    }
  }
  std::sort(kept.begin(), kept.end(), [](const FoundFace& a, const FoundFace& b) {
    return std::pair(a.yaw_deg, a.pitch_deg) < std::pair(b.yaw_deg, b.pitch_deg);
  });
  return kept;
}

}  // namespace

std::vector<FoundFace> FindFaces(const Image8& panorama,
                                 const FaceDetector& detector,
                                 const Execution& execution) {
  uint64_t views = 0;
  for (const ViewRow& row : kRows) {
    views += static_cast<uint64_t>(row.views);
  }
  std::vector<FoundFace> faces;
  uint64_t done = 0;
  for (const ViewRow& row : kRows) {
    for (int k = 0; k < row.views; ++k) {
      execution.CheckCancelled();
      const Eigen::Matrix3d turn = TurnOf(360.0 * k / row.views, row.pitch_deg);
      for (const FaceBox& box : detector(FlatView(panorama, turn))) {
        faces.push_back(Placed(box, turn));
      }
      execution.Report(++done, views);
    }
  }
  return EachOnce(std::move(faces));
}

std::string BlurEntryOf(const FoundFace& face) {
  return fmt::format(
      "- {{yaw_deg: {:.1f}, pitch_deg: {:.1f}, width_deg: {:.1f}, height_deg: {:.1f}}}",
      face.yaw_deg,
      face.pitch_deg,
      face.width_deg,
      face.height_deg);
}

std::string BlurEntryOf(const FaceBox& face, const std::string& photo) {
  std::string quoted;
  for (const char c : photo) {
    quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return fmt::format(
      "- {{photo: \"{}\", left_px: {:.0f}, top_px: {:.0f}, width_px: {:.0f}, height_px: {:.0f}}}",
      quoted,
      std::max(face.left_px, 0.0),
      std::max(face.top_px, 0.0),
      std::max(face.width_px, 1.0),
      std::max(face.height_px, 1.0));
}

}  // namespace disan
