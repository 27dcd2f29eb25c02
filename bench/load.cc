// The bench's client. Measures one thing and prints it as one line of JSON.
//
//   bench_load echo --port N --pid N [--connections N --outstanding N --seconds S --deferred]
//   bench_load push --port N --pid N [--connections N --outstanding N --count N --each]
//   bench_load handshake | idle --port N --pid N [--count N | --connections N]
#include <cstdio>

#include "CLI/CLI.hpp"
#include "bench/load_options.h"

namespace enlace::bench {
namespace {

int Main(int argc, char** argv) {
  CLI::App app("The bench's client");
  LoadOptions options;
  app.add_option("--port", options.port)->required();
  app.add_option("--authority", options.authority)->required();
  app.add_option("--certificate", options.certificate)->required();
  app.add_option("--key", options.key)->required();
  app.add_option("--authority-key", options.authority_key, "handshakes with a new certificate each");
  app.add_option("--pid", options.processes, "a process whose CPU time counts; may be repeated")->required();
  app.add_option("--connections", options.connections);
  app.add_option("--outstanding", options.outstanding, "calls or streams at a time on each connection");
  app.add_option("--seconds", options.seconds);
  app.add_option("--warm-up", options.warm_up_seconds, "seconds");
  app.add_option("--count", options.count);
  app.add_flag("--deferred", options.deferred, "completed by the server's other thread");
  app.add_flag("--each", options.each, "a message of its own for each stream");
  app.require_subcommand(1);
  Measured (*measure)(const LoadOptions&) = nullptr;
  const auto add = [&](const char* name, Measured (*part)(const LoadOptions&)) {
    app.add_subcommand(name)->fallthrough()->callback([&measure, part] { measure = part; });
  };
  add("echo", EchoLoad);
  add("push", PushLoad);
  add("handshake", HandshakeLoad);
  add("idle", IdleLoad);
  CLI11_PARSE(app, argc, argv);

  const Measured measured = measure(options);
  std::printf("{\"count\": %lld, \"cpu_us\": %.3f, \"resident_kib\": %lld, \"seconds\": %.6f}\n",
              static_cast<long long>(measured.count), measured.cpu_nanoseconds / 1e3,
              static_cast<long long>(measured.resident_kib), measured.seconds);
  std::fflush(stdout);
  // Thousands of connections are closed faster by the kernel.
  std::_Exit(0);
}

}  // namespace
}  // namespace enlace::bench

int main(int argc, char** argv) { return enlace::bench::Main(argc, argv); }
