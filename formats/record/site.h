// What people write down of a relic: site.yaml, the session.yaml of each visit, tour.yaml. Plain
// values; what a file says on which line stands beside them in `written`, so that a later stage can
// still point at the line that a person has to mend.
//
// Empty text, an empty list or an empty optional is "not written". What a person wrote as unknown
// stands in written.unknown with the reason.
#pragma once

#include "formats/diagnostics/diagnostic.h"
#include "formats/language/text.h"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disan {

// Where a mapping of a YAML file was written.
struct Written {
  int line = 0;                                      // 1-based, of its first key
  std::map<std::string, int, std::less<>> lines;     // of each key that is there
  std::map<std::string, Text, std::less<>> unknown;  // key -> why it is not known

  // The line of `key`, or of the mapping when the key is not there.
  int LineOf(std::string_view key) const {
    const auto found = lines.find(key);
    return found == lines.end() ? line : found->second;
  }
  bool Has(std::string_view key) const { return lines.find(key) != lines.end(); }
};

// A file or folder that a record names. Never outside the site's folder.
struct SourcePath {
  std::string written;             // as in the YAML, NFC
  std::filesystem::path resolved;  // absolute or below the root that was given; empty when refused
  int line = 0;
  bool exists = false;
};

enum class RelicType {
  kUnstated,
  kHistory,
  kArchitectureArt,
  kArchaeology,
  kScenic,
  kMixed,
};
enum class RelicRank { kUnstated, kSpecialNational, kNational, kProvincial, kInventoried };
enum class Access { kUnstated, kPublic, kRestricted, kClosed };
enum class ObjectClass { kUnstated, kRelic, kAntiquity, kNationalTreasure };
enum class LengthUnit { kUnstated, kMillimetre, kCentimetre, kMetre };
enum class UpAxis { kUnstated, kY, kZ };
enum class ZoneKind { kUnstated, kProtection1, kProtection2, kBuffer };
enum class ConditionState { kUnstated, kGood, kFair, kPoor, kRuined, kLost };

// A text of both languages, and in Hán-Nôm where the thing bears it.
struct Name {
  Text text;
  std::string lzh;
};

// WGS84 degrees, or metres of a VN-2000 grid; the conversion is the record's business.
struct Location {
  Written written;
  std::optional<double> latitude_deg;
  std::optional<double> longitude_deg;
  std::optional<double> northing_m;  // X of a Vietnamese survey
  std::optional<double> easting_m;   // Y of a Vietnamese survey
  std::string crs;                   // "EPSG:3405"; empty for WGS84
};

// When something was made: EDTF for machines beside the words of the source.
struct Dating {
  Written written;
  std::string edtf;
  Text text;             // "thế kỷ XVIII"
  std::string original;  // as inscribed: 保泰七年
};

struct Condition {
  Written written;
  ConditionState state = ConditionState::kUnstated;
  Text text;
  std::string date;
};

struct Decision {
  Written written;
  std::string number;
  std::string date;  // 1962, 1962-04 or 1962-04-28
  std::string issuer;
  SourcePath document;
};

struct Address {
  Written written;
  Text text;
  std::string hamlet;
  std::string ward;
  std::string former_ward;
  std::string former_district;
  std::string city;
};

struct Zone {
  Written written;
  ZoneKind kind = ZoneKind::kUnstated;
  Text text;
  std::optional<double> area_m2;
  SourcePath boundary;
};

struct Manager {
  Written written;
  Text name;
  std::string phone;
  std::string email;
};

struct Rights {
  Written written;
  std::string holder;
  std::string statement;  // a URI
  Access access = Access::kUnstated;
  std::string credit;  // the line that a visitor sees
  std::string consent;
};

struct Site {
  Written written;
  std::string id;
  Name name;
  std::vector<Text> other_names;
  RelicType type = RelicType::kUnstated;
  RelicRank rank = RelicRank::kUnstated;
  std::string registration;  // number in the ward's inventory
  std::string part_of;       // id of the larger site
  Decision decision;
  Address address;
  Location location;
  Dating dating;
  Text description;
  std::vector<Zone> zones;
  Manager manager;
  Condition condition;
  Text restrictions;
  bool sensitive = false;                    // keeps coordinates and scenes out of public exports
  Rights rights;                             // for sessions that state none of their own
  LengthUnit units = LengthUnit::kUnstated;  // of scans that do not say
  UpAxis up = UpAxis::kUnstated;
  SourcePath face_model;  // privacy.face_model: an ONNX file of OpenCV's face detector
};

// A part of a panorama or photo that nobody may recognise: a face, a number plate, an altar that is
// closed. Given on the sphere, or in one of the item's photos as pixels of the upright picture.
struct BlurRegion {
  Written written;
  double yaw_deg = 0;  // of the centre
  double pitch_deg = 0;
  double width_deg = 0;
  double height_deg = 0;
  std::string photo;  // the file's name; empty: on the sphere
  double left_px = 0;
  double top_px = 0;
  double width_px = 0;
  double height_px = 0;
  std::string reason;
};

// What a scene's panorama is made from.
enum class SceneSource { kNone, kPhotos, kPanorama, kDualFisheye };

struct Scene {
  Written written;
  std::string id;
  Name name;
  Text description;
  SceneSource source = SceneSource::kNone;
  std::vector<SourcePath> photos;        // as written: folders and files
  SourcePath panorama;                   // kPanorama
  std::vector<SourcePath> dual_fisheye;  // one file, or front and back
  // The photo files to read: for kPhotos every photo of the folders (sorted by name in NFC, what is
  // no photo left out), for kPanorama and kDualFisheye the one or two files. Only files that exist.
  std::vector<std::filesystem::path> photo_files;
  // RAW files beside a JPEG of the same shot: archived, not stitched twice.
  std::vector<std::filesystem::path> raw_companions;
  std::optional<int> brackets;      // exposures a direction
  std::optional<double> north_deg;  // yaw of north in the panorama
  std::optional<double> camera_height_m;
  Location location;
  std::vector<BlurRegion> blur;  // privacy.blur
  bool sensitive = false;
};

struct Inscription {
  Written written;
  std::string original;
  std::string transcription;
  Text translation;
  std::string place;  // "mặt trước"
};

struct Dimensions {
  Written written;
  std::optional<double> height_mm;  // whatever unit was written
  std::optional<double> width_mm;
  std::optional<double> depth_mm;
  std::optional<double> diameter_mm;
  std::optional<double> weight_kg;
};

struct Object {
  Written written;
  std::string id;
  Name name;
  Text description;
  std::vector<SourcePath> scans;
  std::vector<SourcePath> photos;  // as written: folders and files
  std::vector<std::filesystem::path> scan_files;
  std::vector<std::filesystem::path> photo_files;
  std::vector<std::filesystem::path> raw_companions;
  LengthUnit units = LengthUnit::kUnstated;
  UpAxis up = UpAxis::kUnstated;
  std::string registration;
  ObjectClass object_class = ObjectClass::kUnstated;
  Text kind;  // stele, bell, statue
  Text material;
  Text technique;
  Dimensions dimensions;
  Dating dating;
  Condition condition;
  std::vector<Inscription> inscriptions;
  std::string scene;             // where it stands
  std::string part_of;           // another object
  Rights rights;                 // where they differ from the session's
  std::vector<BlurRegion> blur;  // privacy.blur, in photos only
  bool sensitive = false;
};

struct Capture {
  Written written;
  std::string date;  // 2026-05-10
  std::string operator_name;
  std::string device;
  std::string lens;
  std::string conditions;
  std::string permission;
};

struct Session {
  Written written;
  std::string folder;          // "sessions/2026-05-10", relative to the site
  std::string file;            // "sessions/2026-05-10/session.yaml", as diagnostics name it
  std::filesystem::path path;  // the folder
  Capture capture;
  Rights rights;
  Text notes;
  std::vector<Scene> scenes;
  std::vector<Object> objects;
};

struct Link {
  Written written;
  std::string to;
  double yaw_deg = 0;
  std::optional<double> pitch_deg;
  Text title;
  bool one_way = false;  // no way back, on purpose
  bool bend = false;     // not straight: the headings at both ends need not agree
};

struct Hotspot {
  Written written;
  double yaw_deg = 0;
  double pitch_deg = 0;
  Text title;
  Text text;
  std::string object;
  SourcePath image;
  SourcePath audio;
  SourcePath video;
  std::string url;
};

struct View {
  Written written;
  double yaw_deg = 0;
  double pitch_deg = 0;
  std::optional<double> hfov_deg;
};

struct TourScene {
  Written written;
  std::string scene;
  std::optional<double> plan_x;  // 0 left to 1 right on the plan
  std::optional<double> plan_y;  // 0 top to 1 bottom
  std::optional<View> view;      // where a visitor looks first
  std::vector<Link> links;
  std::vector<Hotspot> hotspots;
  std::vector<BlurRegion> blur;  // beside what the session says
};

struct Stop {
  Written written;
  std::string scene;
  double yaw_deg = 0;
  double pitch_deg = 0;
  Text title;
  Text text;
  SourcePath audio;
};

// A note at a point of the model.
struct Annotation {
  Written written;
  std::array<double, 3> point_m = {};  // in the model's own metres, y up
  std::optional<std::array<double, 3>> normal;
  Text title;
  Text text;
};

struct TourObject {
  Written written;
  std::string object;
  std::vector<Annotation> annotations;
};

struct Tour {
  Written written;
  Text title;
  std::string start;
  SourcePath plan;
  std::vector<TourScene> scenes;  // in the order of the file
  std::vector<TourObject> objects = {};
  std::vector<Stop> stops;

  const TourScene* Find(std::string_view scene_id) const;
  const TourObject* FindObject(std::string_view object_id) const;
};

struct SiteFolder {
  std::filesystem::path root;
  Site site;
  std::vector<Session> sessions;  // by date, then by folder
  std::optional<Tour> tour;       // none: tour.yaml is not there
};

// The latest capture of a scene or object, and the earlier ones that it replaces in the tour.
struct CurrentScene {
  const Session* session = nullptr;
  const Scene* scene = nullptr;
  std::vector<const Session*> earlier;
};
struct CurrentObject {
  const Session* session = nullptr;
  const Object* object = nullptr;
  std::vector<const Session*> earlier;
};

// In the order in which the ids first appear over the sessions, so that a new capture of an old
// scene moves nothing. The pointers live as long as `folder`.
std::vector<CurrentScene> CurrentScenes(const SiteFolder& folder);
std::vector<CurrentObject> CurrentObjects(const SiteFolder& folder);

// The rights that hold for a session or object: its own, else the session's, else the site's, field
// by field.
Rights RightsOf(const SiteFolder& folder, const Session& session, const Object* object = nullptr);

// Reads and checks all of it; every problem in one go, each with file, line and remedy. There is a
// value as soon as site.yaml is a mapping, so that `check` can go on to the photos; whoever wants
// to work with it stops when HasErrors(diagnostics). File names in the diagnostics are relative to
// `root`.
Result<SiteFolder> ReadSiteFolder(const std::filesystem::path& root);

// One file each, for editors and tests; `root` is the site's folder, `file` relative to it.
Result<Site> ReadSite(const std::filesystem::path& root, const std::string& file = "site.yaml");
Result<Session> ReadSession(const std::filesystem::path& root, const std::string& file);
Result<Tour> ReadTour(const std::filesystem::path& root, const std::string& file = "tour.yaml");

// The words of the YAML: "special-national", "mm".
std::string_view Word(RelicType type);
std::string_view Word(RelicRank rank);
std::string_view Word(Access access);
std::string_view Word(ObjectClass object_class);
std::string_view Word(LengthUnit unit);
std::string_view Word(UpAxis up);
std::string_view Word(ZoneKind kind);
std::string_view Word(ConditionState state);

}  // namespace disan
