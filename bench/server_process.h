// The processes that are being measured, seen from the client, which knows best
// when its window begins and ends.
#ifndef ENLACE_BENCH_SERVER_PROCESS_H_
#define ENLACE_BENCH_SERVER_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace enlace::bench {

// Nanoseconds of user and system time of these processes so far, by their CPU
// clocks: what /proc/<pid>/stat says, without its ticks of 10 ms. Ends this
// program if one of them is gone.
int64_t CpuNanoseconds(const std::vector<pid_t>& processes);

// Resident memory of these processes in KiB.
int64_t ResidentKib(const std::vector<pid_t>& processes);

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_SERVER_PROCESS_H_
