#include "pipeline/engine/json_values.h"

#include <nlohmann/json.hpp>

namespace disan::engine {

using Json = nlohmann::json;

namespace {

Text TextFrom(const Json& json) {
  return {json.at("vi").get<std::string>(), json.at("en").get<std::string>()};
}

const char* Name(Severity severity) {
  return severity == Severity::kError     ? "error"
         : severity == Severity::kWarning ? "warning"
                                          : "info";
}

Severity SeverityFrom(const std::string& name) {
  return name == "error"     ? Severity::kError
         : name == "warning" ? Severity::kWarning
                             : Severity::kInfo;
}

template <typename T, typename Convert>
Json ListOf(const std::vector<T>& values, const Convert& convert) {
  Json list = Json::array();
  for (const T& value : values) {
    list.push_back(convert(value));
  }
  return list;
}

template <typename Convert>
auto VectorOf(const Json& list, const Convert& convert) {
  std::vector<decltype(convert(list))> values;
  for (const Json& value : list) {
    values.push_back(convert(value));
  }
  return values;
}

}  // namespace

Json ToJson(const Text& text) {
  return {{"vi", text.vi}, {"en", text.en}};
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json ToJson(const std::vector<Diagnostic>& diagnostics) {
  return ListOf(diagnostics, [](const Diagnostic& d) {
    return Json{{"severity", Name(d.severity)},
                {"file", d.file},
                {"place", d.place},
                {"line", d.line},
                {"what", ToJson(d.what)},
                {"remedy", ToJson(d.remedy)}};
  });
}

std::vector<Diagnostic> DiagnosticsFrom(const Json& json) {
  return VectorOf(json, [](const Json& d) {
    return Diagnostic{.severity = SeverityFrom(d.at("severity").get<std::string>()),
                      .file = d.at("file").get<std::string>(),
                      .place = d.at("place").get<std::string>(),
                      .line = d.at("line").get<int>(),
                      .what = TextFrom(d.at("what")),
                      .remedy = TextFrom(d.at("remedy"))};
  });
}

Json ToJson(const StepOutcome& outcome) {
  return {{"diagnostics", ToJson(outcome.diagnostics)},
          {"doubtful", outcome.doubtful},
          {"facts", outcome.facts_json}};
}

StepOutcome OutcomeFrom(const Json& json) {
  return {.diagnostics = DiagnosticsFrom(json.at("diagnostics")),
          .doubtful = json.at("doubtful").get<bool>(),
          .facts_json = json.at("facts").get<std::string>()};
}

Json ToJson(const StepTask& task) {
  return {{"name", task.name},
          {"kind", task.kind},
          {"version", task.version},
          {"options", task.options},
          {"seed", task.seed},
          {"scratch", task.scratch},
          {"threads", task.threads},
          {"memory_bytes", task.memory_bytes},
          {"inputs",
           ListOf(task.inputs,
                  [](const TaskInput& i) {
                    return Json{{"role", i.role}, {"path", i.path}, {"name", i.name}};
                  })},
          {"outputs", ListOf(task.outputs, [](const TaskOutput& o) {
             return Json{{"role", o.role}, {"path", o.path}, {"folder", o.folder}};
           })}};
}

StepTask TaskFrom(const Json& json) {
  StepTask task{.name = json.at("name").get<std::string>(),
                .kind = json.at("kind").get<std::string>(),
                .version = json.at("version").get<int>(),
                .options = json.at("options").get<std::string>(),
                .seed = json.at("seed").get<uint64_t>(),
                .scratch = json.at("scratch").get<std::string>(),
                .threads = json.at("threads").get<int>(),
                .memory_bytes = json.at("memory_bytes").get<uint64_t>()};
  task.inputs = VectorOf(json.at("inputs"), [](const Json& i) {
    return TaskInput{i.at("role").get<std::string>(),
                     i.at("path").get<std::string>(),
                     i.at("name").get<std::string>()};
  });
  task.outputs = VectorOf(json.at("outputs"), [](const Json& o) {
    return TaskOutput{o.at("role").get<std::string>(),
                      o.at("path").get<std::string>(),
                      o.at("folder").get<bool>()};
  });
  return task;
}

Json ToJson(const StepRecord& record) {
  return {{"step", record.step},
          {"fingerprint", record.fingerprint},
          {"kind", record.kind},
          {"version", record.version},
          {"options", record.options},
          {"outcome", ToJson(record.outcome)},
          {"seconds", record.seconds},
          {"peak_memory_bytes", record.peak_memory_bytes},
          {"inputs",
           ListOf(record.inputs,
                  [](const InputRecord& i) {
                    return Json{{"role", i.role}, {"name", i.name}, {"hash", i.hash}};
                  })},
          {"outputs", ListOf(record.outputs, [](const OutputRecord& o) {
             return Json{{"role", o.role},
                         {"path", o.path},
                         {"published", o.published},
                         {"hash", o.content.hash},
                         {"extension", o.content.extension},
                         {"folder", o.content.folder}};
           })}};
}

StepRecord RecordFrom(const Json& json) {
  StepRecord record{.step = json.at("step").get<std::string>(),
                    .fingerprint = json.at("fingerprint").get<std::string>(),
                    .kind = json.at("kind").get<std::string>(),
                    .version = json.at("version").get<int>(),
                    .options = json.at("options").get<std::string>(),
                    .outcome = OutcomeFrom(json.at("outcome")),
                    .seconds = json.at("seconds").get<double>(),
                    .peak_memory_bytes = json.at("peak_memory_bytes").get<uint64_t>()};
  record.inputs = VectorOf(json.at("inputs"), [](const Json& i) {
    return InputRecord{i.at("role").get<std::string>(),
                       i.at("name").get<std::string>(),
                       i.at("hash").get<std::string>()};
  });
  record.outputs = VectorOf(json.at("outputs"), [](const Json& o) {
    return OutputRecord{.role = o.at("role").get<std::string>(),
                        .path = o.at("path").get<std::string>(),
                        .published = o.at("published").get<bool>(),
                        .content = {o.at("hash").get<std::string>(),
                                    o.at("extension").get<std::string>(),
                                    o.at("folder").get<bool>()}};
  });
  return record;
}

}  // namespace disan::engine
