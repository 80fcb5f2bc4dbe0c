// The canonical record of one site, as record/record.json keeps it: what the relic is, what was
// captured, what was made of it and how. Every export is drawn from this and nothing else.
//
// Empty text, an empty list or an empty optional is "not written"; what is known to be unknown
// stands in `unknown` under the key's name, with the reason.
#pragma once

#include "formats/diagnostics/diagnostic.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan::canonical {

inline constexpr int kRecordVersion = 1;
inline constexpr char kRecordFile[] = "record/record.json";

// One text in the languages it exists in; lzh is Hán-Nôm.
struct Words {
  std::string vi;
  std::string en;
  std::string lzh;

  bool empty() const { return vi.empty() && en.empty() && lzh.empty(); }
  bool operator==(const Words&) const = default;
};

using Unknown = std::map<std::string, Words>;  // key -> why it is not known

// A value that is JSON already, as text: options of a step.
struct JsonText {
  std::string text;
};

struct Wgs84 {
  double lat = 0;  // degrees
  double lon = 0;
};

struct Vn2000 {
  double x = 0;  // metres to the north, as Vietnamese surveys write
  double y = 0;  // metres to the east
  std::string crs;
};

// Both systems, one of them as the person gave it.
struct Location {
  std::optional<Wgs84> wgs84;
  std::optional<Vn2000> vn2000;
  std::string given;  // "wgs84" or "vn2000"; the other one is computed
};

struct Dating {
  std::string edtf;
  Words text;
  std::string original;  // as inscribed
  Unknown unknown;
};

struct Condition {
  std::string state;
  Words text;
  std::string date;
  Unknown unknown;
};

struct Decision {
  std::string number;
  std::string date;
  std::string issuer;
  std::string document;  // path in the site folder
  Unknown unknown;
};

struct Address {
  Words text;
  std::string hamlet;
  std::string ward;
  std::string former_ward;
  std::string former_district;
  std::string city;
  Unknown unknown;
};

struct Zone {
  std::string kind;
  Words text;
  std::optional<double> area_m2;
  std::string boundary;
  Unknown unknown;
};

struct Manager {
  Words name;
  std::string phone;
  std::string email;
  Unknown unknown;
};

struct Rights {
  std::string holder;
  std::string statement;  // a URI
  std::string access;     // public, restricted, closed; empty: not stated
  std::string credit;
  std::string consent;
  Unknown unknown;
};

struct Site {
  std::string id;
  Words name;
  std::vector<Words> other_names;
  std::string type;
  std::string rank;
  std::string registration;
  std::string part_of;
  Decision decision;
  Address address;
  Location location;
  Dating dating;
  Words description;
  std::vector<Zone> zones;
  Manager manager;
  Condition condition;
  Words restrictions;
  Rights rights;
  bool sensitive = false;
  Unknown unknown;
};

// A camera as its own files name it.
struct Device {
  std::string make;
  std::string model;
  std::string lens;
  int files = 0;
};

struct Session {
  std::string id;  // its folder: sessions/2026-05-10
  std::string date;
  std::string operator_name;
  std::string device;  // as the person wrote it; `devices` is what the files say
  std::string lens;
  std::vector<Device> devices;
  std::string conditions;  // weather and light
  std::string permission;
  Rights rights;
  Words notes;
  std::vector<std::string> scenes;
  std::vector<std::string> objects;
  Unknown unknown;
};

struct Scene {
  std::string id;
  Words name;
  Words description;
  std::string session;               // the capture that is shown
  std::vector<std::string> earlier;  // sessions that it replaces
  std::string made_from;             // photos, panorama, dual-fisheye
  std::optional<double> north_deg;
  std::optional<double> camera_height_m;
  Location location;
  Rights rights;
  bool sensitive = false;
  std::vector<std::string> assets;  // paths
  Unknown unknown;
};

struct Inscription {
  std::string original;
  std::string transcription;
  Words translation;
  std::string place;
  Unknown unknown;
};

struct Dimensions {
  std::optional<double> height_mm;
  std::optional<double> width_mm;
  std::optional<double> depth_mm;
  std::optional<double> diameter_mm;
  std::optional<double> weight_kg;
  Unknown unknown;
};

struct Object {
  std::string id;
  Words name;
  Words description;
  std::string session;
  std::vector<std::string> earlier;
  std::string registration;
  std::string object_class;
  Words kind;
  Words material;
  Words technique;
  Dimensions dimensions;
  Dating dating;
  Condition condition;
  std::vector<Inscription> inscriptions;
  std::string scene;
  std::string part_of;
  Rights rights;
  bool sensitive = false;
  std::vector<std::string> assets;
  Unknown unknown;
};

struct Asset {
  std::string path;  // in the site folder for a source, else in the output folder
  std::string role;  // source, master, derivative, web
  std::string item;  // id of the scene or object it belongs to; empty: of the site as a whole
  std::string mime;
  uint64_t bytes = 0;
  int files = 0;       // of a folder (tiles); 0: one file
  std::string sha256;  // of a folder: of its checksum list
  int width_px = 0;
  int height_px = 0;
  std::string captured_at;  // as the camera wrote it
  std::string process;      // the step that made it
  std::vector<std::string> derived_from;
};

struct Figure {
  Words name;
  std::string value;
};

struct Remark {
  std::string severity;  // info, warning, error
  std::string file;
  Words text;
};

// One step of the build.
struct Process {
  std::string id;  // "stitch san-truoc"
  std::string kind;
  int version = 0;
  std::string tool;  // "disan 0.1.0"
  JsonText options;
  std::string outcome;  // done, doubtful, failed
  std::vector<Figure> figures;
  std::vector<Remark> remarks;
};

struct Record {
  int version = kRecordVersion;
  std::string made_by;
  Site site;
  std::vector<Session> sessions;
  std::vector<Scene> scenes;
  std::vector<Object> objects;
  std::vector<Asset> assets;
  std::vector<Process> processes;

  const Asset* FindAsset(std::string_view path) const;
};

// The same record gives the same bytes; empty fields are left out.
std::string WriteRecord(Record record);

// Unknown keys are passed over with a warning, so that a later version can be read; values of the
// wrong kind are errors. `name` is what diagnostics call the file.
Result<Record> ReadRecord(std::string_view text, const std::string& name);

// The published JSON Schema (draft 2020-12), printed from the same description of the fields.
std::string RecordSchema();

// Every path at which a value may stand, for whoever writes a mapping: "site.name.vi",
// "objects.material.vi". Lists are passed through.
std::vector<std::string> RecordPaths();

}  // namespace disan::canonical
