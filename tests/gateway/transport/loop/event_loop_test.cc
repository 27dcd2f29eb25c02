#include "gateway/transport/loop/event_loop.h"

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using testing::ElementsAre;

class EventLoopTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(loop_, EventLoop::New());
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair_), 0);
  }
  void TearDown() override {
    loop_.reset();
    close(pair_[0]);
    close(pair_[1]);
  }
  // Runs `work` on the loop and waits for it.
  void RunOnLoop(absl::AnyInvocable<void()> work) {
    std::promise<void> done;
    loop_->Post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  std::unique_ptr<EventLoop> loop_;
  int pair_[2] = {-1, -1};
};

TEST_F(EventLoopTest, RunsPostsInTheirOrderOnItsThread) {
  std::vector<int> ran;
  loop_->Post([&] { ran.push_back(loop_->OnLoop() ? 1 : -1); });  // Before the start, too.
  loop_->Start();
  for (int i = 2; i < 5; ++i) loop_->Post([&ran, i] { ran.push_back(i); });
  RunOnLoop([] {});
  EXPECT_FALSE(loop_->OnLoop());
  EXPECT_THAT(ran, ElementsAre(1, 2, 3, 4));
}

TEST_F(EventLoopTest, NoPostOfManyThreadsIsLost) {
  loop_->Start();
  int count = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) loop_->Post([&] { ++count; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  RunOnLoop([] {});
  EXPECT_EQ(count, 20000);
}

// How often loops of this process were woken: nobody reads their eventfds back.
int WakeUps() {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo")) {
    std::ifstream info(entry.path());
    std::string word;
    while (info >> word) {
      if (word != "eventfd-count:") continue;
      info >> word;
      count += std::stoi(word, nullptr, 16);
    }
  }
  return count;
}

TEST_F(EventLoopTest, PostsOfATurnToItsOwnLoopWakeNobody) {
  struct Poster final : Watcher {
    void OnReady(uint32_t) override {
      char byte;
      ASSERT_EQ(read(fd, &byte, 1), 1);
      loop->Post([this] { posted.set_value(); });
    }
    int fd = -1;
    EventLoop* loop = nullptr;
    std::promise<void> posted;
  } poster;
  poster.fd = pair_[0];
  poster.loop = loop_.get();
  ASSERT_TRUE(loop_->Add(pair_[0], EPOLLIN, &poster).ok());
  loop_->Start();
  ASSERT_EQ(write(pair_[1], "x", 1), 1);
  poster.posted.get_future().wait();
  EXPECT_EQ(WakeUps(), 0);
  loop_->Stop();
}

TEST_F(EventLoopTest, WhatIsPostedAfterTheEndIsDestroyedWithoutBeingRun) {
  loop_->Start();
  loop_->Stop();
  auto witness = std::make_shared<int>(1);
  loop_->Post([witness] { FAIL(); });
  EXPECT_EQ(witness.use_count(), 1);
}

TEST_F(EventLoopTest, TellsAWatcherThatItsSocketHasBytes) {
  struct Reader final : Watcher {
    void OnReady(uint32_t events) override {
      loop->Remove(fd, this);
      told.set_value(events);
    }
    EventLoop* loop = nullptr;
    int fd = -1;
    std::promise<uint32_t> told;
  } reader;
  reader.loop = loop_.get();
  reader.fd = pair_[0];
  loop_->Start();
  RunOnLoop([&] { EXPECT_THAT(loop_->Add(pair_[0], EPOLLIN, &reader), IsOk()); });
  ASSERT_EQ(write(pair_[1], "x", 1), 1);
  EXPECT_NE(reader.told.get_future().get() & EPOLLIN, 0U);
}

TEST_F(EventLoopTest, AWatcherThatWasRemovedInTheSameTurnIsNotTold) {
  struct Other final : Watcher {
    void OnReady(uint32_t) override {
      ++*told;
      // Whichever comes first removes both.
      loop->Remove(fds[0], watchers[0]);
      loop->Remove(fds[1], watchers[1]);
      done->set_value();
    }
    EventLoop* loop;
    int* told;
    int fds[2];
    Watcher* watchers[2];
    std::promise<void>* done;
  } first, second;
  int told = 0;
  std::promise<void> done;
  for (Other* watcher : {&first, &second}) {
    watcher->loop = loop_.get();
    watcher->told = &told;
    watcher->done = &done;
    watcher->fds[0] = pair_[0], watcher->fds[1] = pair_[1];
    watcher->watchers[0] = &first, watcher->watchers[1] = &second;
  }
  loop_->Post([&] {
    EXPECT_THAT(loop_->Add(pair_[0], EPOLLOUT, &first), IsOk());
    EXPECT_THAT(loop_->Add(pair_[1], EPOLLOUT, &second), IsOk());
  });
  loop_->Start();
  done.get_future().wait();
  RunOnLoop([] {});
  EXPECT_EQ(told, 1);
}

TEST_F(EventLoopTest, AFlusherRunsOnceAtTheEndOfATurn) {
  struct Counter final : Flusher {
    void Flush() override { ++flushed; }
    int flushed = 0;
  } counter;
  int within = -1;
  loop_->Post([&] {
    loop_->FlushAtEnd(&counter);
    loop_->FlushAtEnd(&counter);
    within = counter.flushed;
  });
  loop_->Start();
  RunOnLoop([] {});
  RunOnLoop([] {});
  EXPECT_EQ(within, 0);
  EXPECT_EQ(counter.flushed, 1);
}

TEST_F(EventLoopTest, ADestroyedFlusherIsForgotten) {
  struct Failing final : Flusher {
    void Flush() override { FAIL(); }
  };
  loop_->Post([&] {
    Failing flusher;
    loop_->FlushAtEnd(&flusher);
  });
  loop_->Start();
  RunOnLoop([] {});
  RunOnLoop([] {});
}

TEST_F(EventLoopTest, AFlusherThatAlwaysWantsMoreDoesNotStarvePosts) {
  struct Greedy final : Flusher {
    void Flush() override {
      if (!enough) loop->FlushAtEnd(this);
    }
    EventLoop* loop = nullptr;
    bool enough = false;
  } greedy;
  greedy.loop = loop_.get();
  loop_->Post([&] { loop_->FlushAtEnd(&greedy); });
  loop_->Start();
  RunOnLoop([&] { greedy.enough = true; });
  // It still stood on the list in that turn, and a flusher is the loop's until it is off.
  RunOnLoop([] {});
}

TEST_F(EventLoopTest, FiresATimerAndSleepsAgain) {
  loop_->Start();
  std::promise<SteadyTime> fired;
  std::unique_ptr<Timer> timer;
  SteadyTime armed_at;
  RunOnLoop([&] {
    timer = std::make_unique<Timer>([&] { fired.set_value(loop_->now()); });
    armed_at = loop_->now();
    loop_->Arm(timer.get(), absl::Milliseconds(20));
  });
  EXPECT_GE(fired.get_future().get() - armed_at, std::chrono::milliseconds(20));
  RunOnLoop([&] { timer.reset(); });
}

TEST_F(EventLoopTest, ADisarmedTimerDoesNotFire) {
  loop_->Start();
  std::promise<void> later;
  std::unique_ptr<Timer> disarmed, control;
  RunOnLoop([&] {
    disarmed = std::make_unique<Timer>([] { FAIL(); });
    control = std::make_unique<Timer>([&] { later.set_value(); });
    loop_->Arm(disarmed.get(), absl::Milliseconds(8));
    loop_->Arm(control.get(), absl::Milliseconds(40));
    disarmed->Disarm();
  });
  later.get_future().wait();
  RunOnLoop([&] { control.reset(); });
}

}  // namespace
}  // namespace enlace::transport
