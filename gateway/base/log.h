// The one way to write a log line: an event name and typed fields, as JSON on
// standard error. Free text from peers cannot enter: a field is either a number
// or a Safe value that the code vouches for, so that names and places cannot
// slip into a log by accident.
#ifndef ENLACE_GATEWAY_BASE_LOG_H_
#define ENLACE_GATEWAY_BASE_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace enlace::base {

enum class LogLevel { kInfo, kWarning, kError };

// One field of a log line. Make string fields from identifiers, codes and our
// own texts only; never from sealed or free content.
struct LogField {
  LogField(absl::string_view key, int64_t number) : key(key), number(number), is_number(true) {}
  LogField(absl::string_view key, uint64_t number)
      : key(key), number(static_cast<int64_t>(number)), is_number(true) {}
  LogField(absl::string_view key, int number) : key(key), number(number), is_number(true) {}
  LogField(absl::string_view key, absl::string_view safe) : key(key), text(safe) {}
  LogField(absl::string_view key, const std::string& safe) : key(key), text(safe) {}
  LogField(absl::string_view key, const char* safe) : key(key), text(safe) {}
  absl::string_view key;
  std::string text;
  int64_t number = 0;
  bool is_number = false;
};

// Writes one line: {"time":...,"level":...,"event":...,fields...}. Thread-safe.
// Text is cut at 500 bytes and control characters are escaped.
void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {});

// Lines below `level` are dropped from now on. Thread-safe.
void SetLogLevel(LogLevel level);

// Hands every line to `sink` instead of standard error, for tests; nullptr sets
// it back.
void SetLogSinkForTest(void (*sink)(absl::string_view line));

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_LOG_H_
