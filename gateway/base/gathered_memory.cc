#include "gateway/base/gathered_memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/base/config.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"

namespace enlace::base {
namespace {

constexpr uintptr_t kLargePage = uintptr_t{2} << 20;
constexpr uintptr_t kSmallPage = 4096;
constexpr int kHeapBytes = 64 << 20;
constexpr char kHeap[] = "[heap]";

constexpr uintptr_t UpToLargePage(uintptr_t address) {
  return (address + kLargePage - 1) / kLargePage * kLargePage;
}

// One line of /proc/self/maps.
struct Mapping {
  uintptr_t begin = 0;
  uintptr_t end = 0;
  std::string name;
  bool of_private_file = false;
  int protection = 0;
  uint64_t offset = 0;
};

// A piece of memory that is treated as one.
struct Part {
  uintptr_t begin = 0;
  size_t size = 0;
  int protection = 0;
};

std::vector<Mapping> OwnMappings() {
  std::vector<Mapping> out;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    Mapping mapping;
    char rights[5] = "";
    uint64_t inode = 0;
    int name_at = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " %4s %" SCNx64 " %*s %" SCNu64 " %n",
                    &mapping.begin, &mapping.end, rights, &mapping.offset, &inode, &name_at) != 5) {
      continue;
    }
    mapping.name = line.substr(name_at);
    mapping.of_private_file = inode != 0 && rights[3] == 'p';
    mapping.protection = (rights[0] == 'r' ? PROT_READ : 0) | (rights[1] == 'w' ? PROT_WRITE : 0) |
                         (rights[2] == 'x' ? PROT_EXEC : 0);
    out.push_back(std::move(mapping));
  }
  return out;
}

absl::Status CheckLargePages() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  const std::string modes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (absl::StrContains(modes, "[madvise]") || absl::StrContains(modes, "[always]")) return absl::OkStatus();
  return absl::UnavailableError("the kernel gives no large pages on request");
}

absl::Status CheckAlone() {
  std::error_code error;
  int threads = 0;
  for (std::filesystem::directory_iterator task("/proc/self/task", error), end; !error && task != end;
       task.increment(error)) {
    ++threads;
  }
  if (error || threads == 0) return absl::UnavailableError("/proc/self cannot be read");
  if (threads == 1) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(threads, " threads run already"));
}

// One arena for all threads that begins with one piece on large pages. Returns where
// that piece begins, and its size; nothing if the heap lies elsewhere.
Part GatherHeap() {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, kHeapBytes);
  // Else the end of the heap were given back as soon as 128 KiB of it are free.
  mallopt(M_TRIM_THRESHOLD, 3 * kHeapBytes);
  // Setting any of these ends glibc's own adaptation of this one.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  // Lets the heap grow and touches nothing but a few bytes behind its old end: a large
  // page is given only where no small one is. `volatile`, or the compiler sees that
  // nobody needs it.
  const uintptr_t begin = UpToLargePage(reinterpret_cast<uintptr_t>(sbrk(0)) + kSmallPage);
  void* volatile more = std::malloc(mallinfo2().keepcost + 1);
  std::free(more);
  for (const Mapping& mapping : OwnMappings()) {
    if (mapping.name != kHeap || mapping.begin > begin || mapping.end < begin + kLargePage) continue;
    const Part part{begin, (mapping.end - begin) / kLargePage * kLargePage, PROT_READ | PROT_WRITE};
    if (madvise(reinterpret_cast<void*>(begin), part.size, MADV_HUGEPAGE) == 0) return part;
  }
  return {};
}

// What is to be moved: of each file all but its first page, which tells others what
// file it is, and of the heap what lies before its large pages. A part that can be
// written and run is not ours to judge.
std::vector<Part> PartsToMove(const Part& heap) {
  std::vector<Part> parts;
  for (const Mapping& mapping : OwnMappings()) {
    const bool in_front = mapping.name == kHeap && mapping.end == heap.begin;
    if (!mapping.of_private_file && !in_front) continue;
    if ((mapping.protection & PROT_READ) == 0) continue;
    if (mapping.protection == (PROT_READ | PROT_WRITE | PROT_EXEC)) continue;
    const size_t stays = mapping.of_private_file && mapping.offset == 0 ? kSmallPage : 0;
    if (mapping.end - mapping.begin == stays) continue;
    parts.push_back({mapping.begin + stays, mapping.end - mapping.begin - stays, mapping.protection});
  }
  return parts;
}

// Nothing may be written to any part between its copy and its move: no allocation,
// no stream, no lock. What the kernel may refuse it refuses before it takes away what
// is there; only its own lack of memory in that instant would end the process, which
// has served nobody yet.
GatheredMemory Move(const std::vector<Part>& parts, char* target) {
  GatheredMemory done;
  for (const Part& part : parts) {
    std::memcpy(target, reinterpret_cast<const void*>(part.begin), part.size);
    if (mprotect(target, part.size, part.protection) == 0 &&
        mremap(target, part.size, part.size, MREMAP_MAYMOVE | MREMAP_FIXED,
               reinterpret_cast<void*>(part.begin)) != MAP_FAILED) {
      ++done.parts;
      done.part_bytes += part.size;
    } else {
      munmap(target, part.size);
    }
    target += part.size;
  }
  return done;
}

}  // namespace

absl::StatusOr<GatheredMemory> GatherMemory() {
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER) || \
    defined(ABSL_HAVE_MEMORY_SANITIZER)
  return absl::FailedPreconditionError("a sanitizer watches the memory");
#endif
  RETURN_IF_ERROR(CheckLargePages());
  RETURN_IF_ERROR(CheckAlone());
  const Part heap = GatherHeap();
  const std::vector<Part> parts = PartsToMove(heap);
  size_t total = 0;
  for (const Part& part : parts) total += part.size;
  const size_t room = UpToLargePage(total) + kLargePage;
  void* const made = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (made == MAP_FAILED) return absl::UnavailableError(std::strerror(errno));
  const uintptr_t address = reinterpret_cast<uintptr_t>(made);
  char* const edge = static_cast<char*>(made);
  char* const begin = edge + (UpToLargePage(address) - address);
  madvise(begin, room - kLargePage, MADV_HUGEPAGE);
  GatheredMemory done = Move(parts, begin);
  done.heap_bytes = heap.size;
  munmap(edge, begin - edge);
  munmap(begin + total, edge + room - (begin + total));
  return done;
}

}  // namespace enlace::base
