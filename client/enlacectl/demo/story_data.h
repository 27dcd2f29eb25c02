// What the state unit's officers wrote, as they would export it.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_STORY_DATA_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_STORY_DATA_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace enlace::client::demo {

// The spreadsheet with one person and one community, in UTF-8. Times lie shortly
// before `now`. The second prosecutor's office is excluded from both.
std::string CasesCsv(absl::Time now);

// A page that says what it is, as PDF.
std::string AttachmentPdf();

// UTF-8 as a spreadsheet on Windows exports it: Windows-1252. Characters that it
// does not have become question marks.
std::string ToWindows1252(absl::string_view utf8);

inline constexpr char kCasesFile[] = "casos.csv";
inline constexpr char kAttachmentFile[] = "dictamen.pdf";
inline constexpr char kExcludedAgency[] = "fiscalia-sur";
// In the narrative of the first case: found in the recipient's folder, and
// nowhere at the gateway.
inline constexpr char kPersonName[] = "Sofía Peña Güereca";

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_STORY_DATA_H_
