// `disan export` and `disan verify` from the outside: what is in a bag, that nothing of it can
// change unseen, and that it gives everything back.
#include "formats/archive/verify.h"
#include "formats/files/atomic_write.h"
#include "formats/files/read_file.h"
#include "formats/files/sha256.h"
#include "formats/record/review/review_log.h"
#include "tests/support/folder_tree.h"
#include "tests/support/run_program.h"
#include "tests/support/sample_site.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace disan {
namespace {

namespace fs = std::filesystem;
using testing::FolderTree;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using testing::RunDisan;
using testing::RunProgram;
using testing::TemporaryFolder;
using testing::WriteSampleSite;

// A built site with an archive of it, made once.
class Export : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteSampleSite(*folder_ / "chua", {.scenes = 1, .panorama_width_px = 256});
    ASSERT_EQ(RunDisan({"build", Path("chua"), "-o", Path("kết quả")}).exit_status, 0);
    ASSERT_EQ(
        RunDisan({"export", Path("kết quả"), "--to", "archive", "-o", Path("kho")}).exit_status, 0);
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string Path(const std::string& name) { return (*folder_ / name).string(); }
  static fs::path Bag() { return *folder_ / "kho/chua-mau"; }

  static TemporaryFolder* folder_;
};
TemporaryFolder* Export::folder_ = nullptr;

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The names in the findings and problems.
std::string NamesFoundIn(const fs::path& bag) {
  std::string names;
  const Result<Verification> found = VerifyFolder(bag);
  for (const VerifyFinding& finding : found->findings) {
    names += finding.path + "\n";
  }
  for (const Diagnostic& problem : found->problems) {
    names += problem.file + "\n";
  }
  return names;
}

TEST_F(Export, TheOutputIsIntactAndEveryChangeIsNamed) {
  const TemporaryFolder copy;
  fs::copy(Path("kết quả"), copy / "out", fs::copy_options::recursive);
  EXPECT_EQ(RunDisan({"verify", (copy / "out").string()}).exit_status, 0);
  WriteFileAtomically(copy / "out/web/scenes/la.txt", "x");
  fs::remove(copy / "out/web/tour.json");
  const ProgramRun run = RunDisan({"verify", (copy / "out").string()});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(run.err, HasSubstr("web/scenes/la.txt"));
  EXPECT_THAT(run.err, HasSubstr("web/tour.json"));
}

TEST_F(Export, TheRecordTellsOfEveryFileAndEveryStep) {
  const fs::path out = *folder_ / "kết quả";
  const nlohmann::json record = nlohmann::json::parse(*ReadFile(out / "record/record.json"));
  const fs::path schema = testing::SourceRoot() / "formats/record/schemas/record.schema.json";
  const ProgramRun valid = RunProgram("/usr/bin/python3",
                                      {"-W",
                                       "ignore",
                                       "-m",
                                       "jsonschema",
                                       "-i",
                                       (out / "record/record.json").string(),
                                       schema.string()});
  EXPECT_EQ(valid.exit_status, 0) << valid.err << valid.out;
  EXPECT_EQ(record["site"]["rank"], "national");
  EXPECT_EQ(record["site"]["location"]["vn2000"]["crs"], "EPSG:3405");
  std::map<std::string, nlohmann::json> assets;
  for (const nlohmann::json& asset : record["assets"]) {
    assets[asset["path"]] = asset;
  }
  EXPECT_EQ(assets["sessions/2026-05-10/scans/qua-cau.obj"]["role"], "source");
  const nlohmann::json& master = assets["masters/models/qua-cau.glb"];
  EXPECT_EQ(master["role"], "master");
  EXPECT_EQ(assets["masters/models/qua-cau.json"]["role"], "derivative");
  EXPECT_EQ(assets["web/tour.json"]["role"], "web");
  EXPECT_EQ(master["process"], "model qua-cau");
  EXPECT_EQ(master["bytes"], fs::file_size(out / "masters/models/qua-cau.glb"));
  EXPECT_EQ(master["derived_from"][0], "sessions/2026-05-10/scans/qua-cau.obj");
  for (const nlohmann::json& process : record["processes"]) {
    EXPECT_NE(process["outcome"], "failed") << process;
    EXPECT_EQ(process["tool"], record["made_by"]);
  }
  const std::string sums = *ReadFile(out / kOutputManifest);
  for (const char* part : {"masters", "web", "record"}) {
    for (const fs::path& file : FilesOf(out / part)) {
      const std::string name = file.lexically_relative(out).string();
      if (name != kOutputManifest) {
        EXPECT_THAT(sums, HasSubstr("  " + name + "\n"));
      }
    }
  }
}

TEST_F(Export, NoAbsolutePathAndNoClockIsInTheRecord) {
  for (const char* name : {"record/record.json", "record/provenance.jsonld"}) {
    const std::string text = *ReadFile(*folder_ / "kết quả" / name);
    EXPECT_THAT(text, Not(HasSubstr(folder_->path().string())));
  }
}

TEST_F(Export, AnArchiveInsideTheSiteIsRefused) {
  const ProgramRun run =
      RunDisan({"export", Path("kết quả"), "--to", "archive", "-o", Path("chua/kho")});
  EXPECT_EQ(run.exit_status, 2);
  EXPECT_FALSE(fs::exists(Path("chua/kho")));
}

TEST_F(Export, TheBagHoldsTheOriginalsByteForByte) {
  const auto originals = FolderTree(Path("chua"));
  EXPECT_EQ(FolderTree(Bag() / "data/site"), originals);
  EXPECT_EQ(RunDisan({"verify", Bag().string()}).exit_status, 0);
  EXPECT_THAT(*ReadFile(Bag() / "data/DOC-TRUOC.txt"), HasSubstr("disan verify"));
  EXPECT_THAT(*ReadFile(Bag() / "bag-info.txt"), HasSubstr("External-Identifier: chua-mau\n"));
}

TEST_F(Export, OneFlippedBitInAnyFileOfTheBagIsNamed) {
  for (const fs::path& file : FilesOf(Bag())) {
    const std::string whole = *ReadFile(file);
    const std::string name = file.lexically_relative(Bag()).string();
    const size_t steps = whole.size() < 2000 ? 40 : 3;
    for (size_t i = 0; i < steps; ++i) {
      std::string flipped = whole;
      flipped[(whole.size() - 1) * i / (steps - 1)] ^= static_cast<char>(1 << (i * 5 % 8));
      std::ofstream(file, std::ios::binary) << flipped;
      EXPECT_THAT(NamesFoundIn(Bag()), HasSubstr(name)) << name << " " << i;
    }
    std::ofstream(file, std::ios::binary) << whole;
  }
  EXPECT_EQ(NamesFoundIn(Bag()), "");
}

TEST_F(Export, MissingAddedAndRenamedFilesAreNamed) {
  const TemporaryFolder copy;
  fs::copy(Bag(), copy / "bag", fs::copy_options::recursive);
  const fs::path data = copy / "bag/data";
  fs::remove(data / "site/tour.yaml");
  WriteFileAtomically(data / "site/moi.txt", "mới");
  fs::rename(data / "site/site.yaml", data / "site/khac.yaml");
  const ProgramRun run = RunDisan({"verify", (copy / "bag").string()});
  EXPECT_EQ(run.exit_status, 1);
  for (const char* name : {"site/tour.yaml", "site/moi.txt", "site/khac.yaml"}) {
    EXPECT_THAT(run.err, HasSubstr(name));
  }
}

TEST_F(Export, APathOrLinkOutOfTheBagIsRefused) {
  const TemporaryFolder copy;
  fs::copy(Bag(), copy / "bag", fs::copy_options::recursive);
  WriteFileAtomically(copy / "ngoai.txt", "x");
  fs::create_symlink(copy / "ngoai.txt", copy / "bag/data/lien-ket");
  std::ofstream(copy / "bag/manifest-sha256.txt", std::ios::app)
      << std::string(64, 'a') << "  data/../../ngoai.txt\n";
  const ProgramRun run = RunDisan({"verify", (copy / "bag").string(), "--lang", "en"});
  EXPECT_EQ(run.exit_status, 1);
  EXPECT_THAT(run.err, HasSubstr("ngoai.txt"));
  EXPECT_THAT(run.err, HasSubstr("data/lien-ket"));
}

TEST_F(Export, ABagGivesTheSameOutputsOnAnotherMachine) {
  const TemporaryFolder other;
  fs::copy(Bag(), other / "bag", fs::copy_options::recursive);
  const ProgramRun run =
      RunDisan({"build", (other / "bag/data/site").string(), "-o", (other / "out").string()});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  for (const char* part : {"masters", "web", "record"}) {
    EXPECT_EQ(FolderTree(other / "out" / part), FolderTree(*folder_ / "kết quả" / part)) << part;
  }
}

TEST_F(Export, TheSameBagAgainIsTheSameBytes) {
  ASSERT_EQ(
      RunDisan({"export", Path("kết quả"), "--to", "archive", "-o", Path("kho 2")}).exit_status, 0);
  EXPECT_EQ(FolderTree(*folder_ / "kho 2/chua-mau"), FolderTree(Bag()));
}

TEST_F(Export, ABagThatWasCutShortGoesOnAndLeavesNothingBehind) {
  const fs::path part = *folder_ / "kho 3/chua-mau.part";
  fs::create_directories(part / "data/site");
  WriteFileAtomically(part / "data/site/rac.txt", "left over");
  WriteFileAtomically(part / "data/site/site.yaml", "half of it");
  WriteFileAtomically(part / "journal.disan", "12 34 zz\n");
  ASSERT_EQ(
      RunDisan({"export", Path("kết quả"), "--to", "archive", "-o", Path("kho 3")}).exit_status, 0);
  EXPECT_EQ(FolderTree(*folder_ / "kho 3/chua-mau"), FolderTree(Bag()));
  EXPECT_FALSE(fs::exists(part));
}

TEST_F(Export, ABagIsNeverWrittenOver) {
  const ProgramRun run =
      RunDisan({"export", Path("kết quả"), "--to", "archive", "-o", Path("kho")});
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("đã có sẵn"));
}

TEST_F(Export, PremisIsValid) {
  const fs::path schemas = testing::SourceRoot() / "tests/golden/schemas";
  ::setenv("XML_CATALOG_FILES", (schemas / "catalog.xml").c_str(), 1);
  const auto lint = [&](const fs::path& file) {
    return RunProgram("/usr/bin/xmllint",
                      {"--nonet",
                       "--noout",
                       "--schema",
                       (schemas / "premis/premis.xsd").string(),
                       file.string()});
  };
  const ProgramRun run = lint(Bag() / "data/premis.xml");
  EXPECT_EQ(run.exit_status, 0) << run.err;
  std::string broken = *ReadFile(Bag() / "data/premis.xml");
  broken.erase(broken.find("<premis:eventType>"),
               broken.find("<premis:eventDateTime>") - broken.find("<premis:eventType>"));
  WriteFileAtomically(*folder_ / "broken.xml", broken);
  EXPECT_NE(lint(*folder_ / "broken.xml").exit_status, 0);
}

TEST_F(Export, OriginalsThatCannotBeReachedAreSaid) {
  const TemporaryFolder elsewhere;
  fs::copy(Path("kết quả"), elsewhere / "out", fs::copy_options::recursive);
  fs::remove_all(elsewhere / "out/.disan");
  const ProgramRun lost = RunDisan({"export",
                                    (elsewhere / "out").string(),
                                    "--to",
                                    "archive",
                                    "-o",
                                    (elsewhere / "kho").string()});
  EXPECT_EQ(lost.exit_status, 3);
  EXPECT_THAT(lost.err, HasSubstr("--site"));
  const ProgramRun shown = RunDisan({"export",
                                     (elsewhere / "out").string(),
                                     "--to",
                                     "archive",
                                     "-o",
                                     (elsewhere / "kho").string(),
                                     "--site",
                                     Path("chua")});
  EXPECT_EQ(shown.exit_status, 0) << shown.err;
}

TEST_F(Export, ATargetThatIsNotBuiltIsAUsageError) {
  const ProgramRun run = RunDisan({"export", Path("kết quả"), "--to", "tranh", "-o", Path("x")});
  EXPECT_EQ(run.exit_status, 2);
  EXPECT_THAT(run.err, HasSubstr("archive, "));
  EXPECT_EQ(RunDisan({"export", Path("kết quả"), "--to", "lido"}).exit_status, 2);
  EXPECT_EQ(RunDisan({"export", Path("chua"), "--to", "lido", "-o", Path("x")}).exit_status, 3);
}

TEST_F(Export, AMappingOfOnesOwnShapesTheFile) {
  WriteFileAtomically(
      *folder_ / "thanh-pho.yaml",
      "target: thanh-pho\ndocuments:\n  - file: \"{r.site.id}.json\"\n    each: r\n"
      "    format: json\n    root: {ten: \"{site.name.vi}\", hang: \"{site.rank}\"}\n");
  const ProgramRun run = RunDisan({"export",
                                   Path("kết quả"),
                                   "--to",
                                   "mapping",
                                   "--mapping",
                                   Path("thanh-pho.yaml"),
                                   "-o",
                                   Path("tp")});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_EQ(nlohmann::json::parse(*ReadFile(*folder_ / "tp/chua-mau.json")),
            (nlohmann::json{{"ten", "Chùa Mẫu"}, {"hang", "national"}}));
  WriteFileAtomically(
      *folder_ / "sai.yaml",
      "target: x\ndocuments:\n  - file: \"../../{r.site.id}.json\"\n    each: r\n    "
      "format: json\n    root: {ten: \"{site.name.vi}\"}\n");
  const ProgramRun out = RunDisan({"export",
                                   Path("kết quả"),
                                   "--to",
                                   "mapping",
                                   "--mapping",
                                   Path("sai.yaml"),
                                   "-o",
                                   Path("tp")});
  EXPECT_EQ(out.exit_status, 3) << out.err;
}

TEST(SensitiveSite, StaysOutOfPublicExportsAndInTheArchive) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 1, .panorama_width_px = 256, .object = false});
  std::ofstream(folder / "chua/site.yaml", std::ios::app) << "sensitive: true\n";
  ASSERT_EQ(RunDisan({"build", (folder / "chua").string()}).exit_status, 0);
  for (const char* target : {"jsonld", "csv", "lido", "edm", "oai", "iiif"}) {
    const ProgramRun run = RunDisan(
        {"export", (folder / "chua/out").string(), "--to", target, "-o", (folder / "ra").string()});
    EXPECT_EQ(run.exit_status, 0) << run.err;
  }
  for (const fs::path& file : FilesOf(folder / "ra")) {
    EXPECT_THAT(*ReadFile(file), Not(HasSubstr("21.0093"))) << file;
    EXPECT_THAT(*ReadFile(file), Not(HasSubstr("diem-1"))) << file;
  }
  ASSERT_EQ(RunDisan({"export",
                      (folder / "chua/out").string(),
                      "--to",
                      "archive",
                      "-o",
                      (folder / "kho").string()})
                .exit_status,
            0);
  EXPECT_THAT(*ReadFile(folder / "kho/chua-mau/data/record/record.json"), HasSubstr("21.0093"));
}

TEST(WardOfSites, IsExportedFromTheFolderThatHoldsThem) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    WriteSampleSite(folder / "phuong" / name,
                    {.scenes = 1, .panorama_width_px = 256, .object = false});
  }
  const fs::path yaml = folder / "phuong/b/site.yaml";
  std::string text = *ReadFile(yaml);
  text.replace(text.find("chua-mau"), 8, "dinh-mau");
  WriteFileAtomically(yaml, text);
  for (const char* name : {"a", "b"}) {
    ASSERT_EQ(RunDisan({"build", (folder / "phuong" / name).string()}).exit_status, 0);
  }
  const ProgramRun run = RunDisan(
      {"export", (folder / "phuong").string(), "--to", "csv", "-o", (folder / "ra").string()});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_THAT(*ReadFile(folder / "ra/csv/di-tich.csv"), HasSubstr("\r\ndinh-mau,"));
  for (const char* target : {"ra", "nua"}) {
    ASSERT_EQ(RunDisan({"export",
                        (folder / "phuong").string(),
                        "--to",
                        "xlsx",
                        "-o",
                        (folder / target).string()})
                  .exit_status,
              0);
  }
  EXPECT_TRUE(ReadFile(folder / "ra/xlsx/di-san.xlsx")->starts_with("PK"));
  EXPECT_EQ(*ReadFile(folder / "ra/xlsx/di-san.xlsx"), *ReadFile(folder / "nua/xlsx/di-san.xlsx"));
}

TEST(SensitiveScene, IsMadeButLiesNowhereInTheWeb) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 2, .panorama_width_px = 256});
  const fs::path yaml = folder / "chua/sessions/2026-05-10/session.yaml";
  std::string text = *ReadFile(yaml);
  for (const std::string& id : {std::string("diem-2"), std::string("qua-cau")}) {
    const std::string line = "  - id: " + id + "\n";
    text.replace(text.find(line), line.size(), line + "    sensitive: true\n");
  }
  WriteFileAtomically(yaml, text);
  fs::remove(folder / "chua/tour.yaml");
  EXPECT_LE(RunDisan({"build", (folder / "chua").string()}).exit_status, 1);
  for (const fs::path& file : FilesOf(folder / "chua/out/web")) {
    EXPECT_THAT(file.string(), Not(HasSubstr("diem-2")));
    EXPECT_THAT(file.string(), Not(HasSubstr("qua-cau")));
  }
  EXPECT_TRUE(fs::exists(folder / "chua/out/web/scenes/diem-1/fallback.jpg"));
  EXPECT_TRUE(fs::exists(folder / "chua/out/masters/kept/scenes/diem-2/fallback.jpg"));
  EXPECT_TRUE(fs::exists(folder / "chua/out/masters/kept/objects/qua-cau/poster.jpg"));
  EXPECT_TRUE(fs::exists(folder / "chua/out/masters/kept/objects/qua-cau/deviation.png"));
}

// A scene that goes nowhere back, two that face the wrong way, English that is missing: what a
// person wrote is held against what a visitor needs.
TEST(ExportWeb, ABuiltSiteBecomesAFolderAndWhatIsWrongIsSaidAtOnce) {
  const TemporaryFolder folder;
  const std::string site = (folder / "chua").string();
  const auto web = [&](const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{
        "--json", "export", site, "--to", "web", "-o", (folder / "web").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunDisan(arguments);
  };
  WriteSampleSite(folder / "chua", {.panorama_width_px = 256});
  ASSERT_EQ(RunDisan({"build", site}).exit_status, 0);
  EXPECT_EQ(web({"--base", "ftp://a/"}).exit_status, 2);
  const ProgramRun made = web({"--base", "https://di-san.vn/chua/"});
  EXPECT_EQ(made.exit_status, 0) << made.err;
  EXPECT_THAT(*ReadFile(folder / "web/index.html"), HasSubstr("<title>Chùa Mẫu</title>"));
  EXPECT_THAT(nlohmann::json::parse(made.out)["embed"].get<std::string>(),
              HasSubstr("https://di-san.vn/chua/tour.json"));
  EXPECT_FALSE(fs::exists(folder / "web/portal"));
  EXPECT_FALSE(fs::exists(folder / "chua/out/web/portal"));
  const auto before = FolderTree(folder / "web");
  EXPECT_EQ(nlohmann::json::parse(web({"--base", "https://di-san.vn/chua/"}).out)["written"].size(),
            0U);

  std::string tour = *ReadFile(folder / "chua/tour.yaml");
  tour.replace(tour.find("yaw_deg: 180"), 12, "yaw_deg: 170");
  WriteFileAtomically(folder / "chua/tour.yaml", tour);
  std::string yaml = *ReadFile(folder / "chua/site.yaml");
  yaml.replace(yaml.find(", en: Sample Pagoda"), 19, "");
  WriteFileAtomically(folder / "chua/site.yaml", yaml);
  ASSERT_LE(RunDisan({"build", site}).exit_status, 1);
  const ProgramRun refused = web({"--base", "https://di-san.vn/chua/"});
  EXPECT_EQ(refused.exit_status, 3);
  EXPECT_THAT(refused.err, HasSubstr("10.0°"));
  EXPECT_THAT(refused.err, HasSubstr("Thiếu bản tiếng Anh của “Chùa Mẫu”"));
  EXPECT_EQ(FolderTree(folder / "web"), before);

  // As it is said in tour.yaml, and as a draft.
  tour.replace(tour.find("yaw_deg: 170"), 12, "yaw_deg: 170, bend: true");
  WriteFileAtomically(folder / "chua/tour.yaml", tour);
  ASSERT_LE(RunDisan({"build", site}).exit_status, 1);
  const ProgramRun draft = web({"--draft"});
  EXPECT_EQ(draft.exit_status, 1);
  EXPECT_THAT(draft.err, Not(HasSubstr("10.0°")));
  EXPECT_THAT(*ReadFile(folder / "web/index.html"), HasSubstr("noindex"));
}

// A scan of more than 2 GB, in 200 MB of memory.
TEST(LargeBag, StreamsInLittleMemory) {
  const TemporaryFolder folder;
  WriteSampleSite(folder / "chua", {.scenes = 1, .panorama_width_px = 256, .object = false});
  ASSERT_EQ(RunDisan({"build", (folder / "chua").string()}).exit_status, 0);
  const fs::path large = folder / "chua/sessions/2026-05-10/scans/lon.e57";
  WriteFileAtomically(large, "x");
  fs::resize_file(large, (uint64_t{2} << 30) + 1);
  const std::string command =
      "import resource, subprocess, sys\n"
      "done = subprocess.run(sys.argv[1:])\n"
      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
      "sys.exit(done.returncode)";
  const ProgramRun run = RunProgram("/usr/bin/python3",
                                    {"-c",
                                     command,
                                     testing::Disan().string(),
                                     "export",
                                     (folder / "chua/out").string(),
                                     "--to",
                                     "archive",
                                     "-o",
                                     (folder / "kho").string(),
                                     "--quiet"});
  EXPECT_EQ(run.exit_status, 0) << run.err;
  EXPECT_LT(std::stoi(run.out), 200 * 1024) << run.out;
}

// What a second person approved is published, and nothing else: not a scene, not a link to it.
class ApprovedOnly : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteSampleSite(folder_ / "chua", {.scenes = 2, .panorama_width_px = 256, .object = false});
    ASSERT_EQ(RunDisan({"build", (folder_ / "chua").string()}).exit_status, 0);
    for (const auto& file : fs::directory_iterator(folder_ / "chua/out/masters/panoramas")) {
      if (file.path().extension() == ".jpg") {
        scenes_.push_back(file.path().stem().string());
      }
    }
    ASSERT_EQ(scenes_.size(), 2U);
  }
  void Say(const std::string& scene, const std::string& reviewer, ReviewVerdict verdict) {
    const std::string asset = "masters/panoramas/" + scene + ".jpg";
    ASSERT_FALSE(AppendReview(folder_ / "chua",
                              {.time = "2026-05-12T08:30:00Z",
                               .reviewer = reviewer,
                               .asset = asset,
                               .sha256 = *Sha256OfFile(folder_ / "chua/out" / asset),
                               .verdict = verdict,
                               .text = "",
                               .at = {}}));
  }
  ProgramRun Web() {
    return RunDisan({"export",
                     (folder_ / "chua").string(),
                     "--to",
                     "web",
                     "--approved-only",
                     "-o",
                     (folder_ / "web").string()});
  }
  nlohmann::json Tour() { return nlohmann::json::parse(*ReadFile(folder_ / "web/tour.json")); }

  TemporaryFolder folder_;
  std::vector<std::string> scenes_;
};

TEST_F(ApprovedOnly, NothingApprovedIsNothingPublished) {
  const ProgramRun run = Web();
  EXPECT_EQ(run.exit_status, 3);
  EXPECT_THAT(run.err, HasSubstr("disan view"));
  EXPECT_FALSE(fs::exists(folder_ / "web"));
  EXPECT_EQ(RunDisan({"export",
                      (folder_ / "chua").string(),
                      "--to",
                      "csv",
                      "--approved-only",
                      "-o",
                      (folder_ / "csv").string()})
                .exit_status,
            2);
}

TEST_F(ApprovedOnly, WhatIsLeftOutIsNamedAndNotLinkedTo) {
  // Two people, whether or not the sample says who captured it.
  for (const char* reviewer : {"Trần Thị B", "Lê Văn C"}) {
    Say(scenes_[0], reviewer, ReviewVerdict::kApproved);
  }
  Say(scenes_[1], "Trần Thị B", ReviewVerdict::kSentBack);
  const ProgramRun run = Web();
  EXPECT_EQ(run.exit_status, 1) << run.err;
  EXPECT_THAT(run.err, HasSubstr("(" + scenes_[1] + ")"));
  EXPECT_THAT(run.err, HasSubstr("đã bị trả lại"));
  ASSERT_EQ(Tour()["scenes"].size(), 1U);
  EXPECT_EQ(Tour()["scenes"][0]["id"], scenes_[0]);
  EXPECT_TRUE(Tour()["scenes"][0]["links"].empty());
  EXPECT_EQ(Tour()["start"], scenes_[0]);
  EXPECT_FALSE(fs::exists(folder_ / "web/scenes" / scenes_[1]));

  Say(scenes_[1], "Lê Văn C", ReviewVerdict::kApproved);
  Say(scenes_[1], "Phạm D", ReviewVerdict::kApproved);
  EXPECT_EQ(Web().exit_status, 0);
  EXPECT_EQ(Tour()["scenes"].size(), 2U);

  std::ofstream(folder_ / "chua/out/masters/panoramas" / (scenes_[0] + ".jpg"), std::ios::app)
      << 'x';
  const ProgramRun lapsed = Web();
  EXPECT_EQ(lapsed.exit_status, 1);
  EXPECT_THAT(lapsed.err, HasSubstr("đã thay đổi sau khi duyệt"));
  EXPECT_EQ(Tour()["scenes"].size(), 1U);
}

}  // namespace
}  // namespace disan
