#include "gateway/base/gathered_memory.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
constexpr bool kWatched = true;
#else
constexpr bool kWatched = false;
#endif

int changed_before = 1;

// What became of a process of its own, which has one thread whatever other tests did.
enum Outcome { kAsExpected = 0, kScattered = 1, kWrong = 2 };

Outcome InAChild(const std::function<Outcome()>& act) {
  const pid_t child = fork();
  if (child == 0) _exit(act());
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
  return WIFEXITED(status) ? static_cast<Outcome>(WEXITSTATUS(status)) : kWrong;
}

std::vector<std::string> Maps() {
  std::vector<std::string> lines;
  std::ifstream file("/proc/self/maps");
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

int LinesOf(const std::vector<std::string>& maps, absl::string_view rights, absl::string_view file) {
  int count = 0;
  for (const std::string& line : maps) {
    count += absl::StrContains(line, absl::StrCat(" ", rights, " ")) && absl::StrContains(line, file);
  }
  return count;
}

Outcome Wrong(absl::string_view what) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
  return kWrong;
}

// Skips where the kernel has no large pages to give, as in some containers.
#define GATHER_OR_RETURN(gathered)                               \
  const auto gathered = GatherMemory();                          \
  if (absl::IsUnavailable(gathered.status())) return kScattered; \
  if (!gathered.ok()) return Wrong(gathered.status().message())

TEST(GatheredMemoryTest, ProgramGoesOnAtItsAddressesWithAllThatItKnew) {
  if (kWatched) GTEST_SKIP() << "under a sanitizer";
  const Outcome outcome = InAChild([] {
    changed_before = 41;
    const std::string digest = Sha256("before and after");
    std::vector<std::string> kept(1000, std::string(100, 'k'));
    GATHER_OR_RETURN(gathered);
    if (++changed_before != 42) return Wrong("a variable lost its value");
    if (Sha256("before and after") != digest) return Wrong("a library computes otherwise");
    if (kept.back() != std::string(100, 'k')) return Wrong("the heap lost what it held");
    std::string on_thread;
    std::thread([&on_thread] { on_thread = std::string(8 << 20, 't'); }).join();
    if (on_thread.size() != (8 << 20)) return Wrong("no memory on another thread");
    try {
      throw std::string("thrown");
    } catch (const std::string& text) {
      return text == "thrown" ? kAsExpected : Wrong("another exception");
    }
  });
  if (outcome == kScattered) GTEST_SKIP() << "no large pages here";
  EXPECT_EQ(outcome, kAsExpected);
}

TEST(GatheredMemoryTest, NoTextOfAFileRemainsWhereItWasButItsFirstPartTellsTheFile) {
  if (kWatched) GTEST_SKIP() << "under a sanitizer";
  const Outcome outcome = InAChild([] {
    const int before = LinesOf(Maps(), "r-xp", "/");
    GATHER_OR_RETURN(gathered);
    const auto after = Maps();
    if (before == 0 || LinesOf(after, "r-xp", "/") != 0) return Wrong("text was left");
    if (LinesOf(after, "r--p", "libcrypto") != 1) return Wrong("libcrypto does not show any more");
    if (LinesOf(after, "rwxp", "") != 0) return Wrong("memory can be written and run");
    if (gathered->parts < before || gathered->part_bytes < (1 << 20)) return Wrong("moved less than it left");
    return gathered->heap_bytes >= (60 << 20) ? kAsExpected : Wrong(absl::StrCat(gathered->heap_bytes));
  });
  if (outcome == kScattered) GTEST_SKIP() << "no large pages here";
  EXPECT_EQ(outcome, kAsExpected);
}

TEST(GatheredMemoryTest, RefusesBesideAnotherThreadAndMovesNothing) {
  const Outcome outcome = InAChild([] {
    std::mutex mutex;
    std::condition_variable ended;
    bool end = false;
    std::thread other([&] {
      std::unique_lock<std::mutex> lock(mutex);
      ended.wait(lock, [&] { return end; });
    });
    const int before = LinesOf(Maps(), "r-xp", "/");
    const absl::Status status = GatherMemory().status();
    const int after = LinesOf(Maps(), "r-xp", "/");
    {
      const std::lock_guard<std::mutex> lock(mutex);
      end = true;
    }
    ended.notify_one();
    other.join();
    if (absl::IsUnavailable(status)) return kScattered;
    return absl::IsFailedPrecondition(status) && before == after ? kAsExpected : Wrong(status.message());
  });
  if (outcome == kScattered) GTEST_SKIP() << "no large pages here";
  EXPECT_EQ(outcome, kAsExpected);
}

}  // namespace
}  // namespace enlace::base
