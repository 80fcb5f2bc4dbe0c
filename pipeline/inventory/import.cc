#include "pipeline/inventory/import.h"

#include "formats/diagnostics/failure.h"
#include "formats/files/file_batch.h"
#include "formats/files/read_file.h"
#include "formats/record/scalars.h"
#include "formats/record/yaml_tree.h"
#include "pipeline/inventory/inventory_file.h"
#include "pipeline/inventory/site_yaml.h"
#include "pipeline/session/yaml_values.h"

#include <algorithm>

namespace disan {
namespace {

namespace fs = std::filesystem;

enum class Outcome { kRefused, kCreated, kUpdated, kUnchanged };

struct RowOutcome {
  Outcome outcome = Outcome::kRefused;
  std::vector<InventoryProblem> problems;
};

void OrThrow(std::optional<Diagnostic> failed) {
  if (failed) {
    throw Failure(std::move(*failed), Exit::kUnusableInput);
  }
}

RowOutcome TakeIn(const InventoryRow& row,
                  const fs::path& site,
                  const InventoryRow* earlier,
                  FileBatch& batch) {
  const fs::path file = site / "site.yaml";
  std::error_code error;
  if (!fs::exists(file, error)) {
    OrThrow(batch.Add(file, SiteYamlOf(row)));
    return {Outcome::kCreated, {}};
  }
  const std::string text = ValueOrThrow(ReadFile(file, uint64_t{4} << 20));
  SiteUpdate update = UpdatedSiteYaml(text, (site.filename() / "site.yaml").string(), row, earlier);
  if (update.text != text) {
    OrThrow(batch.Add(file, update.text));
  }
  return {update.text == text ? Outcome::kUnchanged : Outcome::kUpdated,
          std::move(update.problems)};
}

// The inventory in the book in place of what the same file said before. Rows that were refused keep
// what was taken in of them earlier.
void Enter(const Inventory& inventory, InventoryBook& book) {
  Inventory kept = inventory;
  kept.file = fs::path(inventory.file).filename().string();
  for (InventoryRow& row : kept.rows) {
    const InventoryRow* earlier = row.refused ? FindRelic(book, row.id) : nullptr;
    if (earlier != nullptr) {
      row = InventoryRow(*earlier);
    }
  }
  std::erase_if(kept.rows, [](const InventoryRow& row) { return row.refused || row.id.empty(); });
  const auto same = std::find_if(
      book.begin(), book.end(), [&](const Inventory& other) { return other.file == kept.file; });
  if (same != book.end()) {
    *same = std::move(kept);
  } else {
    book.push_back(std::move(kept));
  }
}

std::map<std::string, const InventoryRow*> ById(const InventoryBook& book) {
  std::map<std::string, const InventoryRow*> rows;
  for (const Inventory& inventory : book) {
    for (const InventoryRow& row : inventory.rows) {
      rows.emplace(row.id, &row);
    }
  }
  return rows;
}

}  // namespace

std::map<std::string, fs::path> SitesIn(const fs::path& folder, const Execution& execution) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    folders.push_back(it->path());
  }
  std::sort(folders.begin(), folders.end());  // of two with one id the same counts everywhere
  std::vector<std::string> ids(folders.size());
  ParallelFor(execution, folders.size(), [&](size_t i) {
    const fs::path file = folders[i] / "site.yaml";
    std::error_code missing;
    if (!fs::is_regular_file(file, missing)) {
      return;
    }
    const Result<std::string> text = ReadFile(file, uint64_t{4} << 20);
    const Result<YamlNode> tree = text ? ParseYaml(*text, file.string()) : Result<YamlNode>();
    const YamlNode* id = tree ? tree->Get("id") : nullptr;
    const bool named = id != nullptr && IsIdentifier(id->scalar);
    ids[i] = named ? id->scalar : folders[i].filename().string();
  });
  std::map<std::string, fs::path> sites;
  for (size_t i = 0; i < folders.size(); ++i) {
    if (!ids[i].empty()) {
      sites.emplace(ids[i], folders[i]);
    }
  }
  return sites;
}

ImportReport ImportInventory(const InventoryReading& reading,
                             const fs::path& folder,
                             bool partial,
                             const Execution& execution) {
  ImportReport report;
  const std::vector<InventoryRow>& rows = reading.inventory.rows;
  report.refused = static_cast<size_t>(
      std::count_if(rows.begin(), rows.end(), [](const InventoryRow& row) { return row.refused; }));
  if ((reading.HasErrors() && !partial) || rows.size() == report.refused) {
    return report;
  }
  InventoryBook book = ValueOrThrow(ReadInventoryBook(folder / kInventoryFile));
  const auto earlier = ById(book);
  const auto sites = SitesIn(folder, execution);
  FileBatch batch;
  std::vector<RowOutcome> outcomes(rows.size());
  ParallelFor(execution, rows.size(), [&](size_t i) {
    if (!rows[i].refused) {
      const auto site = sites.find(rows[i].id);
      const auto before = earlier.find(rows[i].id);
      outcomes[i] = TakeIn(rows[i],
                           site == sites.end() ? folder / rows[i].id : site->second,
                           before == earlier.end() ? nullptr : before->second,
                           batch);
    }
  });
  for (RowOutcome& outcome : outcomes) {
    report.created += outcome.outcome == Outcome::kCreated ? 1U : 0U;
    report.updated += outcome.outcome == Outcome::kUpdated ? 1U : 0U;
    report.unchanged += outcome.outcome == Outcome::kUnchanged ? 1U : 0U;
    for (InventoryProblem& problem : outcome.problems) {
      problem.said.file = reading.inventory.file;
      report.problems.push_back(std::move(problem));
    }
  }
  Enter(reading.inventory, book);
  // The book comes last: a run that is cut short is taken up again from what the book said before.
  OrThrow(batch.Add(folder / kInventoryFile, InventoryBookText(book)));
  OrThrow(batch.Commit());
  report.imported = true;
  return report;
}

}  // namespace disan
