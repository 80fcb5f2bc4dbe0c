// What a person reads, in both languages at once. The language is chosen where it is shown, not
// where it is written.
#pragma once

#include <string>

namespace disan {

enum class Language { kVietnamese, kEnglish };

struct Text {
  std::string vi;
  std::string en;

  const std::string& In(Language language) const {
    return language == Language::kVietnamese ? vi : en;
  }
  bool operator==(const Text&) const = default;
};

}  // namespace disan
