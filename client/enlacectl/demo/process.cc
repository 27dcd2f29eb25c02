#include "client/enlacectl/demo/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

extern char** environ;

namespace enlace::client::demo {
namespace {

absl::Status Failed(const std::string& program, int error) {
  return absl::UnavailableError(absl::StrCat(program, ": cannot be started: ", strerror(error)));
}

absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& arguments, posix_spawn_file_actions_t* actions) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0], actions, nullptr, argv.data(), environ);
  if (error != 0) return Failed(arguments[0], error);
  return pid;
}

// Reads both pipes to their ends, neither of them blocking the other.
void Drain(int out_fd, int err_fd, Finished* finished) {
  pollfd fds[2] = {{out_fd, POLLIN, 0}, {err_fd, POLLIN, 0}};
  std::string* const texts[2] = {&finished->out, &finished->err};
  int open = 2;
  char buffer[4096];
  while (open > 0 && (poll(fds, 2, -1) > 0 || errno == EINTR)) {
    for (int i = 0; i < 2; ++i) {
      if (fds[i].fd < 0 || fds[i].revents == 0) continue;
      const ssize_t got = read(fds[i].fd, buffer, sizeof(buffer));
      if (got > 0) texts[i]->append(buffer, static_cast<size_t>(got));
      if (got > 0 || (got < 0 && errno == EINTR)) continue;
      fds[i].fd = -1;
      --open;
    }
  }
}

}  // namespace

// By a clock that nobody sets. Nothing tells of a file that appears or, without a
// handler in the whole program, of a child that ends: hence the looking.
bool Await(absl::Duration limit, const std::function<bool()>& is_true) {
  const auto give_up = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(limit);
  while (!is_true()) {
    if (std::chrono::steady_clock::now() >= give_up) return false;
    poll(nullptr, 0, 20);
  }
  return true;
}

absl::StatusOr<Finished> RunToEnd(const std::vector<std::string>& arguments) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0) return Failed(arguments[0], errno);
  if (pipe2(err, O_CLOEXEC) != 0) {
    close(out[0]);
    close(out[1]);
    return Failed(arguments[0], errno);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  const absl::StatusOr<pid_t> pid = Spawn(arguments, &actions);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  close(err[1]);
  Finished finished;
  if (pid.ok()) Drain(out[0], err[0], &finished);
  close(out[0]);
  close(err[0]);
  RETURN_IF_ERROR(pid.status());
  int status = 0;
  while (waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status))
    return absl::UnavailableError(absl::StrCat(arguments[0], ": was ended by a signal"));
  finished.exit_code = WEXITSTATUS(status);
  return finished;
}

absl::StatusOr<std::unique_ptr<Background>> Background::Start(const std::vector<std::string>& arguments,
                                                              const std::string& log_file) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  const absl::StatusOr<pid_t> pid = Spawn(arguments, &actions);
  posix_spawn_file_actions_destroy(&actions);
  RETURN_IF_ERROR(pid.status());
  return std::unique_ptr<Background>(new Background(*pid));
}

bool Background::running() {
  if (ended_) return false;
  ended_ = waitpid(pid_, nullptr, WNOHANG) == pid_;
  return !ended_;
}

Background::~Background() {
  if (!running()) return;
  kill(pid_, SIGTERM);
  if (Await(absl::Seconds(10), [this] { return !running(); })) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

absl::Status WaitForFile(const std::string& path, absl::Duration limit) {
  if (Await(limit, [&path] { return base::FileExists(path); })) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(path, ": did not appear in time"));
}

}  // namespace enlace::client::demo
