// What may have been sent and is not settled yet, in the bytes in which it was.
#ifndef ENLACE_CLIENT_SPOOL_H_
#define ENLACE_CLIENT_SPOOL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace enlace::client {

// A folder with one sealed request per file. Sealing draws fresh keys each time, so
// that only the kept bytes are the same request to the gateway after a crash,
// and get its first answer and receipt. No file holds sealed content in clear.
// Not thread-safe; one process per folder.
class Spool {
 public:
  // The folder must be there.
  explicit Spool(std::string folder) : folder_(std::move(folder)) {}

  // Whether something is kept as `name`, or was and left its mark.
  bool Has(absl::string_view name) const;
  // Reads what is kept as `name`. A mark is an empty file, which says no more than
  // that something may have been sent; an earlier version left nothing else.
  //   NOT_FOUND            nothing is kept.
  //   FAILED_PRECONDITION  there is only a mark.
  //   DATA_LOSS            the file is damaged; the message names it.
  absl::Status Find(absl::string_view name, google::protobuf::Message* request) const;

  // On disk on OK, in the place of what was kept before. Call it before sending.
  //   UNAVAILABLE  with the path; then do not send.
  absl::Status Keep(absl::string_view name, const google::protobuf::Message& request);

  // Once it is settled. OK if nothing is kept. UNAVAILABLE with the path.
  absl::Status Remove(absl::string_view name);
  // Leaves no more than a mark of what was kept before `time`, where nobody says that
  // it is settled: a repetition then asks first. UNAVAILABLE with the path.
  absl::Status ForgetOlderThan(absl::Time time);

 private:
  std::string PathOf(absl::string_view name) const;

  const std::string folder_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_SPOOL_H_
