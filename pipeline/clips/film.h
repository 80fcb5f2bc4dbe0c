// Frames to an MP4 file through ffmpeg, run as a process.
#pragma once

#include "formats/image/image.h"

#include <filesystem>
#include <memory>
#include <string>

namespace disan {

struct FilmOptions {
  int width_px = 1280;  // both even
  int height_px = 720;
  int frames_per_second = 25;
  std::string program = "ffmpeg";  // looked up in PATH unless it holds a slash
};

// Without Finish, and when anything fails, no file stays. Failures name the remedy.
class Film {
 public:
  Film(const std::filesystem::path& file, const FilmOptions& options);
  ~Film();
  Film(const Film&) = delete;
  Film& operator=(const Film&) = delete;

  // A picture of the film's size with 3 channels, sRGB.
  void Add(const Image8& frame);
  void Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace disan
