// The other thread that deferred answers are completed from. It stands for a
// group commit: whatever has come while one batch was being completed is the
// next batch.
#ifndef ENLACE_BENCH_COMPLETER_H_
#define ENLACE_BENCH_COMPLETER_H_

#include <condition_variable>
#include <functional>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace enlace::bench {

// Thread-safe. The destructor completes what was submitted, then ends the thread.
template <typename Item>
class Completer {
 public:
  // `complete` runs on the completer's thread, with at least one item.
  explicit Completer(std::function<void(std::vector<Item>&)> complete)
      : complete_(std::move(complete)), thread_([this] { Run(); }) {}

  ~Completer() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void Submit(Item item) {
    bool first;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      first = waiting_.empty();
      waiting_.push_back(std::move(item));
    }
    if (first) wake_.notify_one();
  }
  // The same for many, which are moved from.
  void SubmitAll(std::vector<Item>& items) {
    bool first;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      first = waiting_.empty();
      waiting_.insert(waiting_.end(), std::make_move_iterator(items.begin()),
                      std::make_move_iterator(items.end()));
    }
    if (first) wake_.notify_one();
  }

 private:
  void Run() {
    std::vector<Item> batch;
    while (true) {
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        batch.swap(waiting_);
      }
      complete_(batch);
      batch.clear();
    }
  }

  const std::function<void(std::vector<Item>&)> complete_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Item> waiting_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_COMPLETER_H_
