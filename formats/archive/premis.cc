#include "formats/archive/premis.h"

#include "formats/exchange/markup.h"

#include <fmt/format.h>

namespace disan {
namespace {

std::string Element(const char* name, const std::string& text) {
  return text.empty() ? "" : fmt::format("<premis:{0}>{1}</premis:{0}>", name, EscapeMarkup(text));
}

std::string Identifier(const char* kind, const std::string& type, const std::string& value) {
  return fmt::format(
      "<premis:{0}Identifier>{1}{2}</premis:{0}Identifier>",
      kind,
      fmt::format("<premis:{0}IdentifierType>{1}</premis:{0}IdentifierType>", kind, type),
      fmt::format(
          "<premis:{0}IdentifierValue>{1}</premis:{0}IdentifierValue>", kind, EscapeMarkup(value)));
}

std::string Linking(const char* kind, const std::string& type, const std::string& value) {
  return fmt::format(
      "<premis:linking{0}Identifier><premis:linking{0}IdentifierType>{1}</premis:linking{0}"
      "IdentifierType><premis:linking{0}IdentifierValue>{2}</premis:linking{0}IdentifierValue></"
      "premis:linking{0}Identifier>",
      kind,
      type,
      EscapeMarkup(value));
}

std::string Fixity(const char* algorithm, const std::string& digest) {
  return "<premis:fixity>" + Element("messageDigestAlgorithm", algorithm) +
         Element("messageDigest", digest) + "</premis:fixity>";
}

std::string Derivation(const PremisFile& file) {
  std::string xml;
  for (const std::string& source : file.derived_from) {
    xml += "<premis:relationship>" + Element("relationshipType", "derivation") +
           Element("relationshipSubType", "has source") + "<premis:relatedObjectIdentifier>" +
           Element("relatedObjectIdentifierType", "bag path") +
           Element("relatedObjectIdentifierValue", source) +
           "</premis:relatedObjectIdentifier></premis:relationship>\n";
  }
  return xml;
}

}  // namespace

PremisWriter::PremisWriter(std::string agent, Sink sink)
    : agent_(std::move(agent)), sink_(std::move(sink)) {
  sink_(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<premis:premis "
      "xmlns:premis=\"http://www.loc.gov/premis/v3\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.0\">\n");
}

void PremisWriter::File(const PremisFile& file) {
  std::string xml =
      "<premis:object xsi:type=\"premis:file\">" + Identifier("object", "bag path", file.path) +
      "\n<premis:objectCharacteristics>" + Fixity("SHA-256", file.sha256) +
      Fixity("SHA-512", file.sha512) + Element("size", fmt::format("{}", file.bytes)) +
      "<premis:format><premis:formatDesignation>" + Element("formatName", file.mime) +
      "</premis:formatDesignation></premis:format></premis:objectCharacteristics>\n" +
      Derivation(file);
  if (!file.made_by.empty()) {
    xml += Linking("Event", "local", file.made_by);
  }
  sink_(xml + "</premis:object>\n");
}

void PremisWriter::Event(const PremisEvent& event) {
  std::string xml = "<premis:event>" + Identifier("event", "local", event.id) +
                    Element("eventType", event.type) + Element("eventDateTime", event.date);
  if (!event.detail.empty()) {
    xml += "<premis:eventDetailInformation>" + Element("eventDetail", event.detail) +
           "</premis:eventDetailInformation>";
  }
  if (!event.outcome.empty()) {
    xml += "<premis:eventOutcomeInformation>" + Element("eventOutcome", event.outcome);
    if (!event.note.empty()) {
      xml += "<premis:eventOutcomeDetail>" + Element("eventOutcomeDetailNote", event.note) +
             "</premis:eventOutcomeDetail>";
    }
    xml += "</premis:eventOutcomeInformation>";
  }
  sink_(xml + Linking("Agent", "local", agent_) + "</premis:event>\n");
}

void PremisWriter::End() {
  sink_("<premis:agent>" + Identifier("agent", "local", agent_) +
        Element("agentName", agent_.substr(0, agent_.find(' '))) +
        Element("agentType", "software") +
        Element("agentVersion",
                agent_.find(' ') == std::string::npos ? "" : agent_.substr(agent_.find(' ') + 1)) +
        "</premis:agent>\n</premis:premis>\n");
}

}  // namespace disan
