#include "bench/server_process.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

namespace enlace::bench {
namespace {

[[noreturn]] void Gone(pid_t process) {
  std::fprintf(stderr, "bench_load: process %d is gone\n", static_cast<int>(process));
  std::exit(1);
}

}  // namespace

int64_t CpuNanoseconds(const std::vector<pid_t>& processes) {
  int64_t sum = 0;
  for (const pid_t process : processes) {
    clockid_t clock;
    timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) Gone(process);
    sum += time.tv_sec * int64_t{1'000'000'000} + time.tv_nsec;
  }
  return sum;
}

int64_t ResidentKib(const std::vector<pid_t>& processes) {
  int64_t sum = 0;
  for (const pid_t process : processes) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (status >> word && word != "VmRSS:") {
    }
    int64_t kib = 0;
    if (!(status >> kib)) Gone(process);
    sum += kib;
  }
  return sum;
}

}  // namespace enlace::bench
