// A disk that fails the next write beyond the end of a file.
#ifndef ENLACE_TESTS_GATEWAY_STORE_SQLITE_SMALL_DISK_H_
#define ENLACE_TESTS_GATEWAY_STORE_SQLITE_SMALL_DISK_H_

#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>

namespace enlace::store {

// While it lives, no file of this process grows beyond the size of `file`. EFBIG
// is the disk error that a test can provoke: SQLite reports it as IOERR.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& file) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit small = before_;
    small.rlim_cur = std::filesystem::file_size(file);
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

}  // namespace enlace::store

#endif  // ENLACE_TESTS_GATEWAY_STORE_SQLITE_SMALL_DISK_H_
