#include "pipeline/record/draft_record.h"

#include <algorithm>

namespace disan {
namespace {

using canonical::Words;

Words WordsOf(const Text& text) {
  return {.vi = text.vi, .en = text.en};
}

Words WordsOf(const Name& name) {
  return {.vi = name.text.vi, .en = name.text.en, .lzh = name.lzh};
}

canonical::Unknown UnknownOf(const Written& written) {
  canonical::Unknown unknown;
  for (const auto& [key, reason] : written.unknown) {
    unknown[key] = WordsOf(reason);
  }
  return unknown;
}

canonical::Location LocationOf(const Location& written) {
  canonical::Location location;
  if (written.latitude_deg && written.longitude_deg) {
    location.wgs84 = canonical::Wgs84{*written.latitude_deg, *written.longitude_deg};
    location.given = "wgs84";
  } else if (written.northing_m && written.easting_m) {
    location.vn2000 = canonical::Vn2000{*written.northing_m, *written.easting_m, written.crs};
    location.given = "vn2000";
  }
  return location;
}

canonical::Dating DatingOf(const Dating& written) {
  return {.edtf = written.edtf,
          .text = WordsOf(written.text),
          .original = written.original,
          .unknown = UnknownOf(written.written)};
}

canonical::Condition ConditionOf(const Condition& written) {
  return {.state = std::string(Word(written.state)),
          .text = WordsOf(written.text),
          .date = written.date,
          .unknown = UnknownOf(written.written)};
}

canonical::Rights RightsOf(const Rights& written) {
  return {.holder = written.holder,
          .statement = written.statement,
          .access = std::string(Word(written.access)),
          .credit = written.credit,
          .consent = written.consent,
          .unknown = UnknownOf(written.written)};
}

canonical::Address AddressOf(const Address& written) {
  return {.text = WordsOf(written.text),
          .hamlet = written.hamlet,
          .ward = written.ward,
          .former_ward = written.former_ward,
          .former_district = written.former_district,
          .city = written.city,
          .unknown = UnknownOf(written.written)};
}

std::vector<canonical::Zone> ZonesOf(const std::vector<Zone>& written) {
  std::vector<canonical::Zone> zones;
  for (const Zone& zone : written) {
    zones.push_back({.kind = std::string(Word(zone.kind)),
                     .text = WordsOf(zone.text),
                     .area_m2 = zone.area_m2,
                     .boundary = zone.boundary.written,
                     .unknown = UnknownOf(zone.written)});
  }
  return zones;
}

canonical::Site SiteOf(const Site& written) {
  canonical::Site site{.id = written.id,
                       .name = WordsOf(written.name),
                       .type = std::string(Word(written.type)),
                       .rank = std::string(Word(written.rank)),
                       .registration = written.registration,
                       .part_of = written.part_of,
                       .decision = {.number = written.decision.number,
                                    .date = written.decision.date,
                                    .issuer = written.decision.issuer,
                                    .document = written.decision.document.written,
                                    .unknown = UnknownOf(written.decision.written)},
                       .address = AddressOf(written.address),
                       .location = LocationOf(written.location),
                       .dating = DatingOf(written.dating),
                       .description = WordsOf(written.description),
                       .zones = ZonesOf(written.zones),
                       .manager = {.name = WordsOf(written.manager.name),
                                   .phone = written.manager.phone,
                                   .email = written.manager.email,
                                   .unknown = UnknownOf(written.manager.written)},
                       .condition = ConditionOf(written.condition),
                       .restrictions = WordsOf(written.restrictions),
                       .rights = RightsOf(written.rights),
                       .sensitive = written.sensitive,
                       .unknown = UnknownOf(written.written)};
  for (const Text& name : written.other_names) {
    site.other_names.push_back(WordsOf(name));
  }
  return site;
}

canonical::Session SessionOf(const SiteFolder& folder, const Session& written) {
  canonical::Session session{.id = written.folder,
                             .date = written.capture.date,
                             .operator_name = written.capture.operator_name,
                             .device = written.capture.device,
                             .lens = written.capture.lens,
                             .conditions = written.capture.conditions,
                             .permission = written.capture.permission,
                             .rights = RightsOf(disan::RightsOf(folder, written)),
                             .notes = WordsOf(written.notes),
                             .unknown = UnknownOf(written.capture.written)};
  for (const Scene& scene : written.scenes) {
    session.scenes.push_back(scene.id);
  }
  for (const Object& object : written.objects) {
    session.objects.push_back(object.id);
  }
  return session;
}

std::vector<std::string> FoldersOf(const std::vector<const Session*>& sessions) {
  std::vector<std::string> folders;
  std::transform(
      sessions.begin(), sessions.end(), std::back_inserter(folders), [](const Session* session) {
        return session->folder;
      });
  return folders;
}

std::string SourceWord(SceneSource source) {
  switch (source) {
    case SceneSource::kPhotos:
      return "photos";
    case SceneSource::kPanorama:
      return "panorama";
    case SceneSource::kDualFisheye:
      return "dual-fisheye";
    case SceneSource::kNone:
      break;
  }
  return "";
}

canonical::Scene SceneOf(const SiteFolder& folder, const CurrentScene& current) {
  const Scene& written = *current.scene;
  return {.id = written.id,
          .name = WordsOf(written.name),
          .description = WordsOf(written.description),
          .session = current.session->folder,
          .earlier = FoldersOf(current.earlier),
          .made_from = SourceWord(written.source),
          .north_deg = written.north_deg,
          .camera_height_m = written.camera_height_m,
          .location = LocationOf(written.location),
          .rights = RightsOf(disan::RightsOf(folder, *current.session)),
          .sensitive = written.sensitive,
          .unknown = UnknownOf(written.written)};
}

canonical::Dimensions DimensionsOf(const Dimensions& written) {
  return {.height_mm = written.height_mm,
          .width_mm = written.width_mm,
          .depth_mm = written.depth_mm,
          .diameter_mm = written.diameter_mm,
          .weight_kg = written.weight_kg,
          .unknown = UnknownOf(written.written)};
}

canonical::Object ObjectOf(const SiteFolder& folder, const CurrentObject& current) {
  const Object& written = *current.object;
  canonical::Object object{
      .id = written.id,
      .name = WordsOf(written.name),
      .description = WordsOf(written.description),
      .session = current.session->folder,
      .earlier = FoldersOf(current.earlier),
      .registration = written.registration,
      .object_class = std::string(Word(written.object_class)),
      .kind = WordsOf(written.kind),
      .material = WordsOf(written.material),
      .technique = WordsOf(written.technique),
      .dimensions = DimensionsOf(written.dimensions),
      .dating = DatingOf(written.dating),
      .condition = ConditionOf(written.condition),
      .scene = written.scene,
      .part_of = written.part_of,
      .rights = RightsOf(disan::RightsOf(folder, *current.session, current.object)),
      .sensitive = written.sensitive,
      .unknown = UnknownOf(written.written)};
  for (const Inscription& inscription : written.inscriptions) {
    object.inscriptions.push_back({.original = inscription.original,
                                   .transcription = inscription.transcription,
                                   .translation = WordsOf(inscription.translation),
                                   .place = inscription.place,
                                   .unknown = UnknownOf(inscription.written)});
  }
  return object;
}

}  // namespace

canonical::Record DraftRecord(const SiteFolder& folder) {
  canonical::Record record{.site = SiteOf(folder.site)};
  for (const Session& session : folder.sessions) {
    record.sessions.push_back(SessionOf(folder, session));
  }
  for (const CurrentScene& current : CurrentScenes(folder)) {
    record.scenes.push_back(SceneOf(folder, current));
  }
  for (const CurrentObject& current : CurrentObjects(folder)) {
    record.objects.push_back(ObjectOf(folder, current));
  }
  return record;
}

}  // namespace disan
