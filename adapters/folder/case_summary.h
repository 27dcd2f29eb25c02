// A delivered case as an officer reads it, and as a program does.
#ifndef ENLACE_ADAPTERS_FOLDER_CASE_SUMMARY_H_
#define ENLACE_ADAPTERS_FOLDER_CASE_SUMMARY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/adapter.h"
#include "adapters/folder/language.h"

namespace enlace::adapters::folder {

// Plain text in the agency's language, UTF-8, CRLF: who, what, where, when, what
// is asked, the files beside it (`file_names`), and how to answer.
std::string SummaryText(const IncomingReferral& referral, const std::vector<std::string>& file_names,
                        Language language, absl::TimeZone zone);

// JSON object: short_code, leg_id, sender, referral (clear part), content, without
// the bytes of attachments, which lie beside it under `file_names`.
//   INVALID_ARGUMENT  the content cannot be written as JSON.
absl::StatusOr<std::string> CaseJson(const IncomingReferral& referral, const std::vector<std::string>& file_names);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_CASE_SUMMARY_H_
