#include "pipeline/session/session_text.h"

#include "formats/files/atomic_write.h"
#include "formats/record/site.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace disan {
namespace {

TEST(SessionText, WhatIsWrittenReadsBackWithoutErrors) {
  const testing::TemporaryFolder site;
  ASSERT_FALSE(WriteFileAtomically(site / "site.yaml", NewSiteYaml("chua", "Chùa: \"cổ\" \\ #1")));
  ASSERT_FALSE(WriteFileAtomically(site / "sessions/d/photos/a/1.jpg", "x"));
  ASSERT_FALSE(WriteFileAtomically(site / "sessions/d/scans/b.ply", "x"));
  NewEntry scene{.id = "a", .name = "Sân: \"trước\"", .ask_kind = true, .brackets = 3};
  scene.pictures = {"photos/a"};
  NewEntry object{.kind = GroupKind::kObjectScans, .id = "b", .name = "true"};
  object.scans = {"scans/b.ply"};
  ASSERT_FALSE(WriteFileAtomically(
      site / "sessions/d/session.yaml",
      NewSessionYaml(
          {.day = "2026-05-10", .device = "Máy: \"X\"", .loose = {"photos/anh-le/1.jpg"}},
          {scene, object})));
  const Result<SiteFolder> read = ReadSiteFolder(site.path());
  ASSERT_TRUE(read.ok());
  for (const Diagnostic& d : read.diagnostics) {
    EXPECT_NE(d.severity, Severity::kError) << Line(d, Language::kVietnamese);
  }
  EXPECT_EQ(read->site.name.text.vi, "Chùa: \"cổ\" \\ #1");
  const Session& session = read->sessions.at(0);
  EXPECT_EQ(session.capture.device, "Máy: \"X\"");
  EXPECT_EQ(session.scenes.at(0).name.text.vi, "Sân: \"trước\"");
  EXPECT_EQ(session.scenes.at(0).brackets, 3);
  EXPECT_EQ(session.objects.at(0).name.text.vi, "true");
  EXPECT_EQ(session.objects.at(0).scan_files.size(), 1U);
}

}  // namespace
}  // namespace disan
