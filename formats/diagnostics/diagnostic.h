// What is wrong with something a person made, where, and how to mend it. Content that is wrong is
// data, not an error of the program: readers return a value and diagnostics; they never throw, log,
// print or exit.
#pragma once

#include "formats/language/text.h"

#include <optional>
#include <string>
#include <vector>

namespace disan {

enum class Severity { kInfo, kWarning, kError };

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string file;   // as the person knows it: relative to the site or as typed
  std::string place;  // "line 12", a cell, a photo's corner; empty for the whole file
  int line = 0;       // 1-based, 0 when lines mean nothing here
  Text what;
  Text remedy;
};

// A value that could be read, or none; and what there is to say about it either way.
template <typename T>
struct Result {
  std::optional<T> value;
  std::vector<Diagnostic> diagnostics;

  bool ok() const { return value.has_value(); }
  explicit operator bool() const { return ok(); }
  T& operator*() { return *value; }
  const T& operator*() const { return *value; }
  T* operator->() { return &*value; }
  const T* operator->() const { return &*value; }

  static Result Of(T value) { return {std::move(value), {}}; }
  static Result Failed(Diagnostic diagnostic) { return {std::nullopt, {std::move(diagnostic)}}; }
  static Result Failed(std::vector<Diagnostic> diagnostics) {
    return {std::nullopt, std::move(diagnostics)};
  }
};

bool HasErrors(const std::vector<Diagnostic>& diagnostics);

// "sessions/a/session.yaml:12: what is wrong. What to do." on one line.
std::string Line(const Diagnostic& diagnostic, Language language);

}  // namespace disan
