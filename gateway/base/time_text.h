// Times between absl, protobuf and text.
#ifndef ENLACE_GATEWAY_BASE_TIME_TEXT_H_
#define ENLACE_GATEWAY_BASE_TIME_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace enlace::base {

// Truncates to microseconds, which every store keeps.
google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& time);

// RFC 3339 in UTC, to the second: 2026-11-23T23:17:03Z.
std::string TimeText(absl::Time time);

// RFC 3339 with any offset, or a plain date (2018-05-14, midnight UTC).
// INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::Time> ParseTime(absl::string_view text);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_TIME_TEXT_H_
