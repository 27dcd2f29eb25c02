// Warnings as a person reads them.
#ifndef ENLACE_CLIENT_ENLACECTL_WARNING_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_WARNING_TEXT_H_

#include <string>

#include "client/warning/warning_reader.h"
#include "enlace/v1/warning_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace enlace::client {

// The clear fields.
std::string WarningText(const v1::Warning& warning);
// One row per warning.
std::string WarningsText(const google::protobuf::RepeatedPtrField<v1::WarningView>& warnings);
// The whole, opened.
std::string OpenedText(const ReadWarning& read);
// {"warning":...,"texts":[...],"notes":[...]}, without envelopes.
std::string OpenedJson(const ReadWarning& read);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_WARNING_TEXT_H_
