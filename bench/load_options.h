// What every part of the load client is told.
#ifndef ENLACE_BENCH_LOAD_OPTIONS_H_
#define ENLACE_BENCH_LOAD_OPTIONS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace enlace::bench {

struct LoadOptions {
  int port = 0;
  // Files in PEM.
  std::string authority, certificate, key;
  // If set, every handshake presents a certificate of its own that this key signs.
  std::string authority_key;
  // The processes whose CPU time and memory count.
  std::vector<pid_t> processes;
  int connections = 4;
  // Calls, or streams, that are open at a time on each connection.
  int outstanding = 8;
  // Echo: the length of the window and what goes before it.
  double seconds = 1, warm_up_seconds = 0.3;
  // Handshakes in a row, or events to each stream.
  int count = 100;
  bool deferred = false;
  // Push: each stream gets a message of its own.
  bool each = false;
};

// What was measured; `per` says what one of `count` is.
struct Measured {
  int64_t count = 0;
  int64_t cpu_nanoseconds = 0;
  int64_t resident_kib = 0;
  double seconds = 0;
};

// Each of these ends the program with a message if the server does not do its
// part, so that nothing is counted that did not happen.

// Calls in a window of `seconds`.
Measured EchoLoad(const LoadOptions& options);
// Events that came to a stream, `count` published one after the other.
Measured PushLoad(const LoadOptions& options);
// Full handshakes, one after the other.
Measured HandshakeLoad(const LoadOptions& options);
// `connections` that have said the HTTP/2 preface and then nothing, besides 50
// that were there before and do not count.
Measured IdleLoad(const LoadOptions& options);

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_LOAD_OPTIONS_H_
