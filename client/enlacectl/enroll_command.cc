#include "client/enlacectl/enroll_command.h"

#include <CLI/CLI.hpp>
#include <istream>
#include <iterator>
#include <memory>

#include "absl/strings/str_cat.h"
#include "client/enrollment.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

struct Flags {
  std::string token;
  std::string token_file;
  std::string enrollment_address;
};

absl::StatusOr<base::Secret> TokenText(const Context& context, const Flags& flags) {
  if (flags.token.empty() == flags.token_file.empty()) {
    return base::InvalidField("--token", "give either --token or --token-file");
  }
  if (flags.token == "-") {
    std::istream& in = context.environment().in;
    return base::Secret(std::string(std::istreambuf_iterator<char>(in), {}));
  }
  if (!flags.token.empty()) return base::Secret(flags.token);
  ASSIGN_OR_RETURN(std::string text, base::ReadFile(flags.token_file, 16384));
  return base::Secret(std::move(text));
}

absl::Status RunEnroll(Context& context, const Flags& flags) {
  ASSIGN_OR_RETURN(const base::Secret token, TokenText(context, flags));
  ASSIGN_OR_RETURN(certs::Keystore* const keystore, context.OpenKeystore());
  EnrollOptions options;
  options.address = flags.enrollment_address;
  options.server_name = context.globals().server_name;
  options.call.deadline = absl::Seconds(context.globals().timeout_seconds);
  context.Progress("Making keys and asking the gateway for certificates ...");
  const Environment& world = context.environment();
  ASSIGN_OR_RETURN(const Enrolled enrolled, Enroll(token.RevealSecret(), *keystore, world.clock, world.random,
                                                   world.sleeper, options));
  if (!context.globals().address.empty()) {
    ASSIGN_OR_RETURN(const Address address, context.GatewayAddress());
    RETURN_IF_ERROR(context.RememberAddress(address));
  }
  ASSIGN_OR_RETURN(const TrustedLogs logs, TrustedLogs::Load(keystore->folder()));
  const auto proof = logs.Verify(enrolled.receipt);
  if (!proof.ok()) return proof.status();
  const std::string end = base::TimeText(enrolled.not_after);
  const std::string renew = base::TimeText(enrolled.renew_after);
  context.ShowText(absl::StrCat("{\"uri\":", JsonString(enrolled.uri), ",\"not_after\":", JsonString(end),
                                ",\"renew_after\":", JsonString(renew),
                                ",\"identity\":", JsonString(keystore->folder()), "}\n"),
                   FormatFields({{"enrolled as", enrolled.uri},
                                 {"identity folder", keystore->folder()},
                                 {"valid until", end},
                                 {"renew after", renew}}));
  context.Progress(
      absl::StrCat("Back up ", keystore->folder(),
                   "/sealing in a safe place: without these keys nobody can open what was sealed to "
                   "this agency."));
  return absl::OkStatus();
}

}  // namespace

void AddEnrollCommand(CLI::App& app, Context& context) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* enroll =
      AddVerb(&app, context, "enroll", "Spend a token: make keys, get certificates, fill the identity folder",
              {"enlacectl enroll --token-file token.txt --identity /var/lib/enlace/identity --address "
               "enlace.example.gob:7444",
               "enlacectl enroll --token - < token.txt"},
              [&context, flags] { return RunEnroll(context, *flags); });
  enroll->alias("enrol");
  enroll->add_option("--token", flags->token, "The token's text, or - to read it from standard input");
  enroll->add_option("--token-file", flags->token_file, "File with the token's text");
  enroll->add_option("--enrollment-address", flags->enrollment_address,
                     "Enrol at host:port instead of the token's address");
}

}  // namespace enlace::client
