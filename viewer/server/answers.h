// How an answer leaves the server: headers that every one carries, refusals, files in parts.
#pragma once

#include "formats/language/text.h"
#include "viewer/server/served_files.h"

#include <string>

#include <httplib.h>

namespace disan {

void SetCommonHeaders(httplib::Response& response, bool is_report);
void Refuse(httplib::Response& response, int status, const std::string& words);
// To a person, in both languages.
void Refuse(httplib::Response& response, int status, const Text& words);
void Redirect(httplib::Response& response, int status, const std::string& place);
void AnswerJson(httplib::Response& response, int status, const std::string& json);

// "a b/c" -> "/a%20b/c"
std::string AddressOf(const std::string& path);

// The file with its type and tag, whole or the ranges that were asked for; 304 when the visitor has
// it. Nothing is held in memory.
void AnswerFile(const httplib::Request& request,
                const FoundFile& found,
                httplib::Response& response);

}  // namespace disan
