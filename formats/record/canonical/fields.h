// Every struct of the record described once, as the list of its fields: written, read, printed as
// a schema and listed as paths from the same lines, so that the four cannot disagree. Private to
// this folder.
#pragma once

#include "formats/record/canonical/record.h"
#include "formats/record/shape.h"

namespace disan::canonical {

inline constexpr Choice kGivenWords[] = {{"wgs84", "", ""}, {"vn2000", "", ""}};
inline constexpr Choice kRoleWords[] = {
    {"source", "", ""}, {"master", "", ""}, {"derivative", "", ""}, {"web", "", ""}};
inline constexpr Choice kOutcomeWords[] = {
    {"done", "", ""}, {"doubtful", "", ""}, {"failed", "", ""}};
inline constexpr Choice kSeverityWords[] = {
    {"info", "", ""}, {"warning", "", ""}, {"error", "", ""}};
inline constexpr Choice kSceneSourceWords[] = {
    {"photos", "", ""}, {"panorama", "", ""}, {"dual-fisheye", "", ""}};

template <class V>
void Describe(V& v, Words& s) {
  v.Field("vi", s.vi);
  v.Field("en", s.en);
  v.Field("lzh", s.lzh);
}

template <class V>
void Describe(V& v, Wgs84& s) {
  v.Required("lat", s.lat);
  v.Required("lon", s.lon);
}

template <class V>
void Describe(V& v, Vn2000& s) {
  v.Required("x", s.x);
  v.Required("y", s.y);
  v.Required("crs", s.crs);
}

template <class V>
void Describe(V& v, Location& s) {
  v.Field("wgs84", s.wgs84);
  v.Field("vn2000", s.vn2000);
  v.OneOf("given", s.given, kGivenWords);
}

template <class V>
void Describe(V& v, Dating& s) {
  v.Field("edtf", s.edtf);
  v.Field("text", s.text);
  v.Field("original", s.original);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Condition& s) {
  v.OneOf("state", s.state, ConditionStateChoices());
  v.Field("text", s.text);
  v.Field("date", s.date);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Decision& s) {
  v.Field("number", s.number);
  v.Field("date", s.date);
  v.Field("issuer", s.issuer);
  v.Field("document", s.document);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Address& s) {
  v.Field("text", s.text);
  v.Field("hamlet", s.hamlet);
  v.Field("ward", s.ward);
  v.Field("former_ward", s.former_ward);
  v.Field("former_district", s.former_district);
  v.Field("city", s.city);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Zone& s) {
  v.OneOf("kind", s.kind, ZoneKindChoices());
  v.Field("text", s.text);
  v.Field("area_m2", s.area_m2);
  v.Field("boundary", s.boundary);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Manager& s) {
  v.Field("name", s.name);
  v.Field("phone", s.phone);
  v.Field("email", s.email);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Rights& s) {
  v.Field("holder", s.holder);
  v.Field("statement", s.statement);
  v.OneOf("access", s.access, AccessChoices());
  v.Field("credit", s.credit);
  v.Field("consent", s.consent);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Site& s) {
  v.Required("id", s.id);
  v.Required("name", s.name);
  v.Field("other_names", s.other_names);
  v.OneOf("type", s.type, RelicTypeChoices());
  v.OneOf("rank", s.rank, RelicRankChoices());
  v.Field("registration", s.registration);
  v.Field("part_of", s.part_of);
  v.Field("decision", s.decision);
  v.Field("address", s.address);
  v.Field("location", s.location);
  v.Field("dating", s.dating);
  v.Field("description", s.description);
  v.Field("zones", s.zones);
  v.Field("manager", s.manager);
  v.Field("condition", s.condition);
  v.Field("restrictions", s.restrictions);
  v.Field("rights", s.rights);
  v.Field("sensitive", s.sensitive);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Device& s) {
  v.Field("make", s.make);
  v.Field("model", s.model);
  v.Field("lens", s.lens);
  v.Field("files", s.files);
}

template <class V>
void Describe(V& v, Session& s) {
  v.Required("id", s.id);
  v.Field("date", s.date);
  v.Field("operator", s.operator_name);
  v.Field("device", s.device);
  v.Field("lens", s.lens);
  v.Field("devices", s.devices);
  v.Field("conditions", s.conditions);
  v.Field("permission", s.permission);
  v.Field("rights", s.rights);
  v.Field("notes", s.notes);
  v.Field("scenes", s.scenes);
  v.Field("objects", s.objects);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Scene& s) {
  v.Required("id", s.id);
  v.Field("name", s.name);
  v.Field("description", s.description);
  v.Field("session", s.session);
  v.Field("earlier", s.earlier);
  v.OneOf("made_from", s.made_from, kSceneSourceWords);
  v.Field("north_deg", s.north_deg);
  v.Field("camera_height_m", s.camera_height_m);
  v.Field("location", s.location);
  v.Field("rights", s.rights);
  v.Field("sensitive", s.sensitive);
  v.Field("assets", s.assets);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Inscription& s) {
  v.Field("original", s.original);
  v.Field("transcription", s.transcription);
  v.Field("translation", s.translation);
  v.Field("place", s.place);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Dimensions& s) {
  v.Field("height_mm", s.height_mm);
  v.Field("width_mm", s.width_mm);
  v.Field("depth_mm", s.depth_mm);
  v.Field("diameter_mm", s.diameter_mm);
  v.Field("weight_kg", s.weight_kg);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Object& s) {
  v.Required("id", s.id);
  v.Field("name", s.name);
  v.Field("description", s.description);
  v.Field("session", s.session);
  v.Field("earlier", s.earlier);
  v.Field("registration", s.registration);
  v.OneOf("class", s.object_class, ObjectClassChoices());
  v.Field("kind", s.kind);
  v.Field("material", s.material);
  v.Field("technique", s.technique);
  v.Field("dimensions", s.dimensions);
  v.Field("dating", s.dating);
  v.Field("condition", s.condition);
  v.Field("inscriptions", s.inscriptions);
  v.Field("scene", s.scene);
  v.Field("part_of", s.part_of);
  v.Field("rights", s.rights);
  v.Field("sensitive", s.sensitive);
  v.Field("assets", s.assets);
  v.Field("unknown", s.unknown);
}

template <class V>
void Describe(V& v, Asset& s) {
  v.Required("path", s.path);
  v.RequiredOneOf("role", s.role, kRoleWords);
  v.Field("item", s.item);
  v.Field("mime", s.mime);
  v.Field("bytes", s.bytes);
  v.Field("files", s.files);
  v.Field("sha256", s.sha256);
  v.Field("width_px", s.width_px);
  v.Field("height_px", s.height_px);
  v.Field("captured_at", s.captured_at);
  v.Field("process", s.process);
  v.Field("derived_from", s.derived_from);
}

template <class V>
void Describe(V& v, Figure& s) {
  v.Required("name", s.name);
  v.Required("value", s.value);
}

template <class V>
void Describe(V& v, Remark& s) {
  v.RequiredOneOf("severity", s.severity, kSeverityWords);
  v.Field("file", s.file);
  v.Field("text", s.text);
}

template <class V>
void Describe(V& v, Process& s) {
  v.Required("id", s.id);
  v.Required("kind", s.kind);
  v.Field("version", s.version);
  v.Field("tool", s.tool);
  v.Field("options", s.options);
  v.RequiredOneOf("outcome", s.outcome, kOutcomeWords);
  v.Field("figures", s.figures);
  v.Field("remarks", s.remarks);
}

template <class V>
void Describe(V& v, Record& s) {
  v.Required("disan_record", s.version);
  v.Field("made_by", s.made_by);
  v.Required("site", s.site);
  v.Field("sessions", s.sessions);
  v.Field("scenes", s.scenes);
  v.Field("objects", s.objects);
  v.Field("assets", s.assets);
  v.Field("processes", s.processes);
}

}  // namespace disan::canonical
