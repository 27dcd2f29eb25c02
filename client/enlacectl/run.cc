#include "client/enlacectl/run.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/enlacectl/command_tree.h"
#include "client/enlacectl/exit_code.h"
#include "client/error_text.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";

std::string ReasonName(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), kReasonPrefix));
}

void PrintError(const Context& context, absl::string_view code, const std::string& reason,
                const std::string& field, absl::string_view message, const std::string& text) {
  std::ostream& err = context.environment().err;
  if (context.json()) {
    err << "{\"error\":{\"code\":" << JsonString(code) << ",\"reason\":" << JsonString(reason)
        << ",\"field\":" << JsonString(field) << ",\"message\":" << JsonString(message)
        << ",\"text\":" << JsonString(text) << "}}" << std::endl;
  } else {
    err << "enlacectl: " << Printable(text) << std::endl;
  }
}

// Help asked for is a result; anything else is a wrong command line.
int EndParsing(const CLI::App& app, const CLI::ParseError& error, const Context& context) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    return app.exit(error, context.environment().out, context.environment().err);
  }
  PrintError(
      context, "USAGE", "", "", error.what(),
      absl::StrCat(error.what(), "; enlacectl --help and --help after any command list what is possible"));
  return static_cast<int>(ExitCode::kUsage);
}

}  // namespace

int Run(int argc, const char* const* argv, const Environment& environment) {
  Context context(environment);
  if (argc > 1) context.words.assign(argv + 1, argv + argc);
  const std::unique_ptr<CLI::App> app = BuildCommandTree(context);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return EndParsing(*app, error, context);
  }
  const absl::Status status = context.action();
  if (!status.ok()) {
    PrintError(context, absl::StatusCodeToString(status.code()), ReasonName(status), base::FieldOf(status),
               status.message(), ErrorText(status, context.language()));
  }
  return static_cast<int>(ExitCodeOf(status));
}

}  // namespace enlace::client
