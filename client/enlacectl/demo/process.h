// Programs that the demo runs: to their end, or until the demo ends.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_PROCESS_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_PROCESS_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace enlace::client::demo {

// What a finished program left behind.
struct Finished {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs `arguments[0]` with the rest and waits for its end.
//   UNAVAILABLE  it could not be started, or a signal ended it.
absl::StatusOr<Finished> RunToEnd(const std::vector<std::string>& arguments);

// A program in the background. Ends it by its own process id, politely first,
// when destroyed. Not thread-safe.
class Background {
 public:
  // Its output goes to `log_file`. UNAVAILABLE if it could not be started.
  static absl::StatusOr<std::unique_ptr<Background>> Start(const std::vector<std::string>& arguments,
                                                           const std::string& log_file);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  // Whether it still runs.
  bool running();
  pid_t pid() const { return pid_; }

 private:
  explicit Background(pid_t pid) : pid_(pid) {}
  pid_t pid_;
  bool ended_ = false;
};

// Asks again and again, for `limit` at most. Whether it became true.
bool Await(absl::Duration limit, const std::function<bool()>& is_true);

// Looks at `path` until it exists. UNAVAILABLE after `limit`.
absl::Status WaitForFile(const std::string& path, absl::Duration limit);

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_PROCESS_H_
