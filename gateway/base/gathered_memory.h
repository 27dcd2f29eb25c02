// Memory that a process touches at every call, brought close together.
#ifndef ENLACE_GATEWAY_BASE_GATHERED_MEMORY_H_
#define ENLACE_GATEWAY_BASE_GATHERED_MEMORY_H_

#include <cstddef>

#include "absl/status/statusor.h"

namespace enlace::base {

// What GatherMemory did, for the log.
struct GatheredMemory {
  // Parts of the program and its libraries that were moved, and their bytes.
  int parts = 0;
  size_t part_bytes = 0;
  // Bytes at the beginning of the heap that take large pages.
  size_t heap_bytes = 0;
};

// Moves text and data of the program and of its libraries behind each other onto
// large pages, under the addresses that they have, and lets the heap begin on
// such pages. Where calls are rare each of them finds every table of the
// processor and of the hypervisor empty, and pays for every 2 MiB of physical
// memory that it touches; ADR 0027 has the figures. Costs as much memory as the
// program and its libraries are large, because no other process shares it then.
//
// Call it once, early in main, while nothing but the calling thread runs. The
// first page of each file stays as it is, so that tools which look for processes
// with outdated libraries still see them. Whatever it answers, the process is
// whole and goes on; what could not be moved is where it was. All threads share one
// heap from then on.
//   FAILED_PRECONDITION  another thread runs, or a sanitizer watches the memory.
//   UNAVAILABLE          the kernel has no large pages for us, or tells us
//                        nothing of our memory. Serve as ever.
absl::StatusOr<GatheredMemory> GatherMemory();

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_GATHERED_MEMORY_H_
