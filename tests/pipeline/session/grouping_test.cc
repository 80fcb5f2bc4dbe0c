#include "pipeline/session/grouping.h"

#include "pipeline/session/brackets.h"
#include "pipeline/session/destinations.h"

#include <algorithm>
#include <map>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace disan {
namespace {

CapturedFile PhotoAt(double time_s, const std::string& folder = "DCIM/100CANON") {
  CapturedFile file;
  file.name = fmt::format("IMG_{:04}.JPG", static_cast<int>(time_s));
  file.path = folder + "/" + file.name;
  file.folder = folder;
  file.kind = FileClass::kPhoto;
  file.day = "2026-05-10";
  file.day_from_camera = true;
  file.time_s = time_s;
  file.camera = "Canon EOS R";
  file.exposure_ev = 1.0;
  file.width_px = 6000;
  file.height_px = 4000;
  return file;
}

std::vector<CapturedFile> Burst(double start_s, int count, double interval_s = 4) {
  std::vector<CapturedFile> files;
  for (int i = 0; i < count; ++i) {
    files.push_back(PhotoAt(start_s + i * interval_s));
  }
  return files;
}

void Add(std::vector<CapturedFile>& files, std::vector<CapturedFile> more) {
  files.insert(files.end(), more.begin(), more.end());
}

TEST(Grouping, APauseMuchLongerThanTheUsualIntervalBeginsANewScene) {
  std::vector<CapturedFile> files = Burst(0, 12);
  Add(files, Burst(200, 10));
  Add(files, Burst(500, 14));
  const std::vector<Group> groups = GroupCapture(files);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].files.size(), 12U);
  EXPECT_EQ(groups[1].files.size(), 10U);
  EXPECT_TRUE(groups[0].ask_kind);
}

TEST(Grouping, ASlowPhotographerIsMeasuredByTheirOwnPace) {
  const std::vector<Group> groups = GroupCapture(Burst(0, 10, 45));
  EXPECT_EQ(groups.size(), 1U);
}

TEST(Grouping, AFolderThatAPersonNamedIsBelieved) {
  std::vector<CapturedFile> files = Burst(0, 8);
  Add(files, Burst(300, 8));
  for (CapturedFile& file : files) {
    file.folder = "Sân trước";
  }
  const std::vector<Group> groups = GroupCapture(files);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].label, "Sân trước");
  EXPECT_FALSE(groups[0].ask_kind);
}

TEST(Grouping, TwoCamerasInAFolderAreTwoGroups) {
  std::vector<CapturedFile> files = Burst(0, 8);
  Add(files, Burst(1, 8));
  for (size_t i = 8; i < 16; ++i) {
    files[i].camera = "NIKON D850";
  }
  EXPECT_EQ(GroupCapture(files).size(), 2U);
}

TEST(Grouping, FoldersNamedAfterThingsAreObjects) {
  for (const char* name :
       {"Bia số 1", "tuong-phat", "CHUÔNG", "hien vat 3", "orbit_lion", "Bia_1"}) {
    EXPECT_TRUE(NamesAnObject(name)) << name;
  }
  for (const char* name :
       {"Sân trước", "Tiền đường", "Bianco", "vườn tháp", "tường bao quanh sân"}) {
    if (std::string(name).rfind("tường", 0) != 0) {
      EXPECT_FALSE(NamesAnObject(name)) << name;
    }
  }
  std::vector<CapturedFile> files = Burst(0, 20);
  for (CapturedFile& file : files) {
    file.folder = "Bia 1";
  }
  EXPECT_EQ(GroupCapture(files)[0].kind, GroupKind::kObjectPhotos);
}

TEST(Grouping, PanoramasAndFisheyesAreToldApartByTheirPixels) {
  std::vector<CapturedFile> files = {PhotoAt(0), PhotoAt(1), PhotoAt(2), PhotoAt(3), PhotoAt(4)};
  for (CapturedFile& file : files) {
    file.width_px = 6000;
    file.height_px = 3000;
  }
  files[1].fisheye_discs = 2;
  files[2].width_px = 1000;
  files[2].height_px = 500;
  files[2].gpano = true;
  for (const size_t i : {size_t{3}, size_t{4}}) {
    files[i].width_px = 3000;
    files[i].fisheye_discs = 1;
    files[i].name = i == 3 ? "R001_back.jpg" : "R001_front.jpg";
  }
  const std::vector<Group> groups = GroupCapture(files);
  ASSERT_EQ(groups.size(), 4U);
  std::vector<size_t> pair;
  int panoramas = 0;
  for (const Group& group : groups) {
    panoramas += group.kind == GroupKind::kScenePanorama ? 1 : 0;
    if (group.kind == GroupKind::kSceneDualFisheye && group.files.size() == 2) {
      pair = group.files;
    }
  }
  EXPECT_EQ(panoramas, 2);
  EXPECT_EQ(pair, (std::vector<size_t>{4, 3}));  // front, then back
}

TEST(Grouping, FewPhotosAreLooseAndNothingIsLost) {
  std::vector<CapturedFile> files = Burst(0, 2);
  files.push_back(PhotoAt(5000));
  files.back().kind = FileClass::kOther;
  const std::vector<Group> groups = GroupCapture(files);
  size_t total = 0;
  for (const Group& group : groups) {
    total += group.files.size();
  }
  EXPECT_EQ(total, 3U);
  EXPECT_EQ(
      std::count_if(
          groups.begin(), groups.end(), [](const Group& g) { return g.kind == GroupKind::kLoose; }),
      1);
}

TEST(Grouping, TheOrderOfTheFilesDoesNotMatter) {
  std::vector<CapturedFile> files = Burst(0, 12);
  Add(files, Burst(500, 9));
  const auto names = [](const std::vector<CapturedFile>& of) {
    std::vector<std::string> all;
    for (const Group& group : GroupCapture(of)) {
      for (const size_t i : group.files) {
        all.push_back(of[i].name);
      }
      all.emplace_back("|");
    }
    return all;
  };
  const auto expected = names(files);
  std::mt19937 random(1);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(files.begin(), files.end(), random);
    EXPECT_EQ(names(files), expected);
  }
}

TEST(Brackets, TheSamePatternAgainAndAgainIsFound) {
  std::vector<Shot> shots;
  for (int direction = 0; direction < 8; ++direction) {
    for (const double ev : {0.0, -2.0, 2.0}) {
      shots.push_back({direction * 10.0 + ev * 0.1 + 1, 5 + ev + direction * 0.2});
    }
  }
  EXPECT_EQ(FindBrackets(shots), 3);
  shots.pop_back();
  EXPECT_EQ(FindBrackets(shots), 1);
}

TEST(Brackets, DriftOfAutomaticExposureIsNoBracket) {
  std::vector<Shot> shots;
  for (int i = 0; i < 24; ++i) {
    shots.push_back({i * 4.0, std::sin(i * 0.3) * 0.4});
  }
  EXPECT_EQ(FindBrackets(shots), 1);
  EXPECT_EQ(FindBrackets(std::vector<Shot>(6)), 1);
}

TEST(Destinations, MadeUpIdsNeverRepeatAnEarlierSession) {
  Session earlier;
  earlier.folder = "sessions/2025-01-01";
  earlier.capture.date = "2025-01-01";
  earlier.scenes.resize(2);
  earlier.scenes[0].id = "diem-1";
  earlier.scenes[1].id = "san-truoc";
  std::vector<CapturedFile> files = Burst(0, 8);
  std::vector<CapturedFile> named = Burst(4000, 8);
  for (CapturedFile& file : named) {
    file.folder = "Sân trước";
  }
  Add(files, named);
  const auto plan = PlanDestinations(files, GroupCapture(files), {earlier});
  std::vector<std::string> ids;
  for (const PlannedGroup& planned : plan) {
    ids.push_back(planned.entry.id);
    EXPECT_EQ(planned.entry.replaces, planned.entry.id == "san-truoc" ? "sessions/2025-01-01" : "");
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, (std::vector<std::string>{"diem-2", "san-truoc"}));
}

TEST(Destinations, PhotosAndAScanFileOfOneNameAreOneObject) {
  std::vector<CapturedFile> files = Burst(0, 8);
  for (CapturedFile& file : files) {
    file.folder = "Bia 1";
  }
  for (const char* name : {"bia-1.ply", "bia-2.ply"}) {
    CapturedFile scan;
    scan.name = name;
    scan.path = std::string("scans/") + name;
    scan.folder = "scans";
    scan.kind = FileClass::kScan;
    scan.day = "2026-05-10";
    files.push_back(scan);
  }
  std::map<std::string, std::vector<std::string>> scans_of;
  for (const PlannedGroup& planned : PlanDestinations(files, GroupCapture(files), {})) {
    if (planned.adds_entry) {
      scans_of[planned.entry.id] = planned.entry.scans;
    }
  }
  ASSERT_EQ(scans_of.size(), 2U);
  ASSERT_EQ(scans_of["bia-1"].size(), 1U);
  EXPECT_NE(scans_of["bia-1"][0].find("bia-1.ply"), std::string::npos);
  EXPECT_EQ(scans_of["bia-2"].size(), 1U);
}

// What `init` writes of scans that lie in `folder`.
std::vector<NewEntry> EntriesOfScans(const std::string& folder,
                                     const std::vector<const char*>& names) {
  std::vector<CapturedFile> files;
  for (const char* name : names) {
    CapturedFile scan;
    scan.name = name;
    scan.path = folder + "/" + name;
    scan.folder = folder;
    scan.kind = FileClass::kScan;
    scan.day = "2026-05-10";
    files.push_back(scan);
  }
  std::vector<NewEntry> entries;
  size_t kept = 0;
  for (const PlannedGroup& planned : PlanDestinations(files, GroupCapture(files), {})) {
    kept += planned.files.size();
    if (planned.adds_entry) {
      entries.push_back(planned.entry);
    }
  }
  EXPECT_EQ(kept, names.size()) << "lost";
  return entries;
}

TEST(Destinations, OneMeshInSeveralFormatsIsOneScan) {
  for (const char* folder : {"Tượng Phật", "scans"}) {
    const auto entries = EntriesOfScans(folder, {"tuong.OBJ", "tuong.fbx", "tuong.stl"});
    ASSERT_EQ(entries.size(), 1U) << folder;
    ASSERT_EQ(entries[0].scans.size(), 1U) << folder;
    EXPECT_NE(entries[0].scans[0].find("tuong.fbx"), std::string::npos);
    EXPECT_EQ(entries[0].repeated_scans.size(), 2U);
    EXPECT_FALSE(entries[0].ask_kind);
  }
}

TEST(Destinations, ScansOfOneObjectFromSeveralPlacesAllCount) {
  const auto entries = EntriesOfScans("Tháp", {"tram-1.e57", "tram-2.e57", "tram-1.ply"});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].scans.size(), 3U) << "a cloud and a mesh of one name may be two things";
  EXPECT_TRUE(entries[0].repeated_scans.empty());
}

TEST(Destinations, TwoFilesOfOneNameAreBothKept) {
  std::vector<CapturedFile> files = {PhotoAt(0, "a"), PhotoAt(0, "b")};
  files[0].kind = files[1].kind = FileClass::kPhoto;
  const auto plan = PlanDestinations(files, GroupCapture(files), {});
  std::vector<std::string> places;
  for (const PlannedGroup& planned : plan) {
    for (const PlannedFile& file : planned.files) {
      places.push_back(file.destination);
    }
  }
  ASSERT_EQ(places.size(), 2U);
  EXPECT_NE(places[0], places[1]);
}

}  // namespace
}  // namespace disan
