#include "gateway/transport/http2/session_memory.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace enlace::transport {
namespace {

// How many of the whole pages within `block` are resident.
size_t ResidentPages(const void* block, size_t size) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(block) + page - 1) & ~(page - 1);
  const uintptr_t end = (reinterpret_cast<uintptr_t>(block) + size) & ~(page - 1);
  std::vector<unsigned char> pages((end - begin) / page);
  EXPECT_EQ(mincore(reinterpret_cast<void*>(begin), end - begin, pages.data()), 0);
  size_t resident = 0;
  for (const unsigned char state : pages) resident += state & 1;
  return resident;
}

TEST(SessionMemory, LargeBlockHasNoPagesEvenWhereOthersWere) {
  nghttp2_mem memory = SessionMemory();
  // As the buffers of a handshake do: used whole, then free for the next one.
  void* const used = memory.malloc(kLargeBlock, nullptr);
  std::memset(used, 1, kLargeBlock);
  EXPECT_GE(ResidentPages(used, kLargeBlock), 3u);
  memory.free(used, nullptr);
  void* const block = memory.realloc(nullptr, kLargeBlock, nullptr);
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(ResidentPages(block, kLargeBlock), 0u);
  std::memset(block, 2, kLargeBlock);
  EXPECT_EQ(static_cast<const char*>(block)[kLargeBlock - 1], 2);
  memory.free(block, nullptr);
}

TEST(SessionMemory, GrownBlockKeepsItsContent) {
  nghttp2_mem memory = SessionMemory();
  auto* block = static_cast<char*>(memory.malloc(kLargeBlock, nullptr));
  std::memset(block, 7, kLargeBlock);
  block = static_cast<char*>(memory.realloc(block, 2 * kLargeBlock, nullptr));
  ASSERT_NE(block, nullptr);
  for (size_t i = 0; i < kLargeBlock; ++i) ASSERT_EQ(block[i], 7) << i;
  memory.free(block, nullptr);
}

TEST(SessionMemory, ZeroedBlockIsZero) {
  nghttp2_mem memory = SessionMemory();
  void* const used = memory.malloc(kLargeBlock, nullptr);
  std::memset(used, 1, kLargeBlock);
  memory.free(used, nullptr);
  auto* const block = static_cast<char*>(memory.calloc(2, kLargeBlock / 2, nullptr));
  ASSERT_NE(block, nullptr);
  for (size_t i = 0; i < kLargeBlock; ++i) ASSERT_EQ(block[i], 0) << i;
  memory.free(block, nullptr);
}

TEST(SessionMemory, ReallocOfNothingIsMallocAndFreeOfNothingIsNothing) {
  nghttp2_mem memory = SessionMemory();
  void* const block = memory.realloc(nullptr, 10, nullptr);
  EXPECT_NE(block, nullptr);
  memory.free(block, nullptr);
  memory.free(nullptr, nullptr);
}

}  // namespace
}  // namespace enlace::transport
