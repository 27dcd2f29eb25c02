// Runs a fuzz target once over each file of its corpus: the form in which fuzz
// targets take part in the ordinary test run.
//
//   target --replay FOLDER...
//   target --seconds N [--seed S] FOLDER...   then mutates them for N seconds
//
// The input that ends the process is left in TARGET.finding.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/mutator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::string finding_path;
const std::string* running = nullptr;

void Run(const std::string& bytes) {
  running = &bytes;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

// Only what is safe in a signal handler.
void KeepInput() {
  const int file = open(finding_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || running == nullptr) return;
  [[maybe_unused]] const ssize_t written = write(file, running->data(), running->size());
  close(file);
}

void OnSignal(int signal) {
  KeepInput();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

// A sanitizer ends the process without a signal, but not without this.
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

int main(int argc, char** argv) {
  finding_path = std::string(argv[0]) + ".finding";
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, OnSignal);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(KeepInput);
  long seconds = 0;
  unsigned long seed = 1;
  std::vector<std::string> corpus;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) seconds = std::atol(argv[++i]);
    if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) seed = std::strtoul(argv[++i], nullptr, 10);
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      corpus.emplace_back((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      Run(corpus.back());
    }
  }
  std::printf("%zu corpus files replayed\n", corpus.size());
  if (corpus.empty()) return 1;  // It proves nothing.
  if (seconds == 0) return 0;
  // A folder's order is the file system's, a seed's histories are not to be.
  std::sort(corpus.begin(), corpus.end());
  enlace::fuzz::Mutator mutator(corpus, seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  long executions = 0;
  for (; std::chrono::steady_clock::now() < end; ++executions) Run(mutator.Next());
  std::printf("%ld mutated inputs of seed %lu\n", executions, seed);
  return 0;
}
