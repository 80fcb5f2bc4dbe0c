#include "formats/workbook/workbook.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace disan {

const Cell* SheetRow::At(int column) const {
  const auto found =
      std::lower_bound(cells.begin(), cells.end(), column, [](const Cell& cell, int wanted) {
        return cell.column < wanted;
      });
  return found != cells.end() && found->column == column ? &*found : nullptr;
}

const SheetRow* Sheet::Row(int number) const {
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), number, [](const SheetRow& row, int n) { return row.number < n; });
  return found != rows.end() && found->number == number ? &*found : nullptr;
}

std::string ColumnName(int column) {
  std::string name;
  for (int left = column + 1; left > 0; left = (left - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return name;
}

std::string CellName(int row, int column) {
  return fmt::format("{}{}", ColumnName(column), row);
}

std::string NumberText(double number) {
  if (std::abs(number) < 1e15 && number == std::floor(number)) {
    return fmt::format("{:.0f}", number == 0 ? 0 : number);  // no "-0"
  }
  return fmt::format("{:.15g}", number);
}

std::string DateOfSerial(double serial, bool counts_from_1904) {
  using std::chrono::day, std::chrono::month, std::chrono::year, std::chrono::sys_days;
  if (!(serial >= 0 && serial < 2'958'466)) {  // 9999-12-31
    return "";
  }
  int days = static_cast<int>(std::floor(serial));
  sys_days start = year{1904} / month{1} / day{1};
  if (!counts_from_1904) {
    // Day 1 is 1 January 1900; from day 61 on the false 29 February stands between.
    start = days > 60 ? year{1899} / month{12} / day{30} : year{1899} / month{12} / day{31};
  }
  const std::chrono::year_month_day date{start + std::chrono::days{days}};
  return fmt::format("{:04}-{:02}-{:02}",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace disan
