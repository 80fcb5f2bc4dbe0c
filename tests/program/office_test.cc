// Inventory and report from the outside, opened by an office program that is not ours.
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/workbook/read_xlsx.h"
#include "tests/support/folder_tree.h"
#include "tests/support/run_program.h"
#include "tests/support/sample_site.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::FolderTree;
using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::RunDisan;
using testing::RunProgram;
using testing::TemporaryFolder;

constexpr char kList[] =
    "Tên di tích;Tên tiếng Anh;Loại hình;Cấp xếp hạng;Vĩ độ;Kinh độ;Ghi chú\n"
    "Đền Ngọc Sơn;Ngọc Sơn Temple;Lịch sử;Quốc gia đặc biệt;21,0306;105,8524;xem lại\n"
    "Đình làng;;Hỗn hợp;Thành phố;;;\n";

// The first page as text, by LibreOffice and poppler; the test says plainly when they are not
// there.
class Office : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists("/usr/bin/soffice") || !fs::exists("/usr/bin/pdftotext")) {
      GTEST_SKIP() << "LibreOffice or poppler is not installed (scripts/setup --bench)";
    }
  }

  std::string TextOf(const fs::path& file) {
    const ProgramRun run =
        RunProgram("/usr/bin/soffice",
                   {"-env:UserInstallation=file://" + (folder_ / "profile").string(),
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    folder_.path().string(),
                    file.string()});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const fs::path pdf = folder_ / (file.stem().string() + ".pdf");
    EXPECT_TRUE(fs::exists(pdf)) << run.out << run.err;
    return RunProgram("/usr/bin/pdftotext", {"-layout", pdf.string(), "-"}).out;
  }

  TemporaryFolder folder_;
};

TEST(Inventory, GoesInAndOutOfTheProgram) {
  const TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "ds.csv", kList));
  ProgramRun run =
      RunDisan({"inventory", "import", (folder / "ds.csv").string(), "--json", "--lang", "en"});
  EXPECT_EQ(run.exit_status, 0) << run.err << run.out;
  EXPECT_EQ(nlohmann::json::parse(run.out)["created"], 2);
  EXPECT_TRUE(fs::exists(folder / "ds/den-ngoc-son/site.yaml"));
  run = RunDisan({"inventory", "export", (folder / "ds").string(), (folder / "ra.xlsx").string()});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_EQ(
      RunDisan(
          {"inventory", "import", (folder / "ra.xlsx").string(), "-o", (folder / "ds").string()})
          .exit_status,
      0);
}

TEST(Inventory, NamesTheCellAndImportsNothing) {
  const TemporaryFolder folder;
  ASSERT_FALSE(WriteFileAtomically(folder / "ds.csv", "Tên di tích;Loại hình\nĐền A;Lịch xử\n"));
  ProgramRun run = RunDisan({"inventory", "import", (folder / "ds.csv").string(), "--lang", "vi"});
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("ds.csv (trang tính “ds”, ô B2): Không hiểu “Lịch xử”"));
  EXPECT_THAT(run.err, HasSubstr("“Lịch sử”?"));
  EXPECT_FALSE(fs::exists(folder / "ds"));
  run = RunDisan({"inventory", "import", (folder / "ds.csv").string(), "--lang", "en", "--json"});
  EXPECT_EQ(nlohmann::json::parse(run.out)["problems"][0]["cell"], "B2");
}

TEST(Report, ComesOutTheSameEveryTime) {
  const TemporaryFolder folder;
  testing::WriteSampleSite(folder / "w/chua");
  ASSERT_EQ(RunDisan({"build", (folder / "w/chua").string(), "--quiet"}).exit_status, 0);
  ASSERT_FALSE(WriteFileAtomically(folder / "ds.csv", kList));
  const auto report = [&](const std::string& file) {
    return RunDisan({"report",
                     (folder / "w").string(),
                     "-o",
                     file,
                     "--inventory",
                     (folder / "ds.csv").string(),
                     "--date",
                     "2026-06-10"});
  };
  fs::create_directory(folder / "r");
  for (const char* file : {"r/a.xlsx", "r/a.html", "r/a.docx"}) {
    const ProgramRun run = report((folder / file).string());
    EXPECT_EQ(run.exit_status, 0) << run.err;
  }
  const auto first = FolderTree(folder / "r");
  for (const char* file : {"r/a.xlsx", "r/a.html", "r/a.docx"}) {
    report((folder / file).string());
  }
  EXPECT_EQ(FolderTree(folder / "r"), first);
  EXPECT_EQ(
      RunDisan({"report", (folder / "w").string(), "-o", (folder / "a.pdf").string()}).exit_status,
      2);
  EXPECT_EQ(
      RunDisan({"report", (folder / "r").string(), "-o", (folder / "b.html").string()}).exit_status,
      3);
}

TEST_F(Office, OpensTheReportAsADocumentAndAWorkbook) {
  testing::WriteSampleSite(folder_ / "w/chua");
  ASSERT_EQ(RunDisan({"build", (folder_ / "w/chua").string(), "--quiet"}).exit_status, 0);
  for (const char* file : {"bao-cao.docx", "so-lieu.xlsx"}) {
    const ProgramRun run = RunDisan({"report",
                                     (folder_ / "w").string(),
                                     "-o",
                                     (folder_ / file).string(),
                                     "--date",
                                     "2026-06-10",
                                     "--agency",
                                     "Ủy ban nhân dân phường Bạch Mai",
                                     "--place",
                                     "Bạch Mai"});
    ASSERT_EQ(run.exit_status, 0) << run.err;
  }
  const std::string document = TextOf(folder_ / "bao-cao.docx");
  EXPECT_THAT(document, HasSubstr("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
  EXPECT_THAT(document, HasSubstr("Bạch Mai, ngày 10 tháng 6 năm 2026"));
  EXPECT_THAT(document, HasSubstr("Ủy ban nhân dân phường Bạch Mai báo cáo"));
  EXPECT_THAT(document, HasSubstr("BẠCH MAI"));
  EXPECT_THAT(document, HasSubstr("Nơi nhận"));
  EXPECT_THAT(document, ::testing::ContainsRegex("\f *Phụ lục"));
  EXPECT_THAT(document, HasSubstr("(Kèm theo Báo cáo số"));
  const std::string workbook = TextOf(folder_ / "so-lieu.xlsx");
  EXPECT_THAT(workbook, HasSubstr("Báo cáo tiến độ số hoá di tích"));
}

TEST_F(Office, OpensTheFormThatStaffFillIn) {
  ASSERT_EQ(RunDisan({"inventory", "template", (folder_ / "mau.xlsx").string()}).exit_status, 0);
  EXPECT_THAT(TextOf(folder_ / "mau.xlsx"), HasSubstr("DANH MỤC KIỂM KÊ DI TÍCH"));
}

}  // namespace
}  // namespace disan
