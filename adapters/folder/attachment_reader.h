// Attachments that a line names, from the folder that the line was dropped into.
#ifndef ENLACE_ADAPTERS_FOLDER_ATTACHMENT_READER_H_
#define ENLACE_ADAPTERS_FOLDER_ATTACHMENT_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/folder/language.h"
#include "adapters/folder/problem.h"
#include "enlace/content/v1/content.pb.h"

namespace enlace::adapters::folder {

// Whether `name` is a plain file name that may be dropped: without separators,
// control characters, a leading dot or tilde; at most 200 bytes of UTF-8.
bool IsPlainFileName(absl::string_view name);

// A name for a file that others sent: what is not safe on some system replaced,
// at most 120 bytes, the extension kept.
std::string SafeFileName(absl::string_view name);

// Media type by the extension; application/octet-stream otherwise.
std::string MediaTypeOf(absl::string_view name);

// Reads `names` from `folder` into `content`, at most `max_total` bytes together.
// What is wrong comes back, without line and column.
Problems ReadAttachments(const std::string& folder, const std::vector<std::string>& names, size_t max_total,
                         Language language, content::v1::ReferralContent* content);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_ATTACHMENT_READER_H_
