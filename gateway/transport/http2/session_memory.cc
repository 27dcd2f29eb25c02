#include "gateway/transport/http2/session_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace enlace::transport {
namespace {

// Gives the whole pages within a fresh block back to the kernel. What they held
// means nothing, and malloc keeps its own records outside the block.
void DropPages(void* block, size_t size) {
  static const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(block) + page - 1) & ~(page - 1);
  const uintptr_t end = (reinterpret_cast<uintptr_t>(block) + size) & ~(page - 1);
  // A refusal (locked memory) costs memory and nothing else.
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

void* Allocate(size_t size, void* /*unused*/) {
  void* const block = std::malloc(size);
  if (block != nullptr && size >= kLargeBlock) DropPages(block, size);
  return block;
}

void Free(void* block, void* /*unused*/) { std::free(block); }

void* AllocateZeroed(size_t count, size_t size, void* /*unused*/) { return std::calloc(count, size); }

void* Reallocate(void* block, size_t size, void* unused) {
  return block == nullptr ? Allocate(size, unused) : std::realloc(block, size);
}

}  // namespace

nghttp2_mem SessionMemory() { return {nullptr, &Allocate, &Free, &AllocateZeroed, &Reallocate}; }

}  // namespace enlace::transport
