// From one line of an agency's file to a referral.
#ifndef ENLACE_ADAPTERS_FOLDER_ROW_TO_REFERRAL_H_
#define ENLACE_ADAPTERS_FOLDER_ROW_TO_REFERRAL_H_

#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/folder/row_view.h"

namespace enlace::adapters::folder {

// A referral as read, without the bytes of its attachments.
struct ReferralLine {
  OutgoingReferral referral;
  std::vector<std::string> attachment_names;
  std::string reference;       // The agency's own; may be empty.
  std::string content_digest;  // Of all that the line says.
};

// One problem that lists every required column that neither the file nor the
// agency's defaults have; none if all are there.
Problems CheckReferralHeaders(const ReadingRules& rules, const Table& table, const MappedHeaders& mapped);

// Reads `row`. What is wrong goes into `problems`; the result is of use only if
// there is nothing. Columns that no field takes end in content.other_fields.
ReferralLine ReadReferralRow(const ReadingRules& rules, const Table& table, const MappedHeaders& mapped,
                             const Row& row, absl::Time now, Problems* problems);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_ROW_TO_REFERRAL_H_
