#include "gateway/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace enlace::base {
namespace {

constexpr size_t kMaxText = 500;
std::atomic<void (*)(absl::string_view)> test_sink{nullptr};

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text.substr(0, kMaxText)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppendFormat(out, "\\u%04x", byte);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

spdlog::logger& Logger() {
  static spdlog::logger* const logger = [] {
    auto* made = new spdlog::logger("enlace", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void Log(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  std::string rest = "\"event\":";
  AppendJsonString(event, &rest);
  for (const LogField& field : fields) {
    rest.push_back(',');
    AppendJsonString(field.key, &rest);
    rest.push_back(':');
    if (field.is_number) {
      absl::StrAppend(&rest, field.number);
    } else {
      AppendJsonString(field.text, &rest);
    }
  }
  if (auto* sink = test_sink.load()) {
    sink(absl::StrCat("{", rest, "}"));
    return;
  }
  static const bool patterned = [] {
    Logger().set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                         spdlog::pattern_time_type::utc);
    return true;
  }();
  (void)patterned;
  Logger().log(ToSpdlog(level), rest);
}

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

void SetLogSinkForTest(void (*sink)(absl::string_view)) { test_sink.store(sink); }

}  // namespace enlace::base
