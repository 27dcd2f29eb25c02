#include "client/enlacectl/context.h"

#include <CLI/CLI.hpp>
#include <ostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

constexpr char kAddressFile[] = "gateway-address.txt";

}  // namespace

absl::StatusOr<std::string> Context::IdentityFolder() const {
  if (!globals_.identity.empty()) return globals_.identity;
  const auto set = environment_.variable("ENLACE_IDENTITY");
  if (set.has_value() && !set->empty()) return *set;
  const auto home = environment_.variable("HOME");
  if (home.has_value() && !home->empty()) return absl::StrCat(*home, "/.enlace");
  return base::InvalidField("--identity", "name the folder with the keys of this agency or administrator");
}

absl::StatusOr<certs::Keystore*> Context::OpenKeystore() {
  if (keystore_ == nullptr) {
    ASSIGN_OR_RETURN(const std::string folder, IdentityFolder());
    ASSIGN_OR_RETURN(keystore_, certs::Keystore::Open(folder, environment_.random));
  }
  return keystore_.get();
}

absl::StatusOr<Address> Context::GatewayAddress() const {
  if (!globals_.address.empty()) return ParseAddress("--address", globals_.address);
  const auto set = environment_.variable("ENLACE_ADDRESS");
  if (set.has_value() && !set->empty()) return ParseAddress("ENLACE_ADDRESS", *set);
  ASSIGN_OR_RETURN(const std::string folder, IdentityFolder());
  const auto kept = base::ReadFile(absl::StrCat(folder, "/", kAddressFile), 1024);
  if (kept.ok()) return ParseAddress(kAddressFile, absl::StripAsciiWhitespace(*kept));
  return base::InvalidField("--address", "name the gateway as host:port, or set ENLACE_ADDRESS");
}

absl::Status Context::RememberAddress(const Address& address) const {
  ASSIGN_OR_RETURN(const std::string folder, IdentityFolder());
  return base::WriteFileAtomically(absl::StrCat(folder, "/", kAddressFile),
                                   absl::StrCat(address.ToText(), "\n"));
}

absl::StatusOr<Session*> Context::OpenSession() {
  if (session_ != nullptr) return session_.get();
  ConnectionOptions options;
  ASSIGN_OR_RETURN(options.address, GatewayAddress());
  options.server_name = globals_.server_name;
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, OpenKeystore());
  auto identity = IdentityFromKeystore(*keystore);
  if (!identity.ok()) return absl::UnauthenticatedError(identity.status().message());
  ASSIGN_OR_RETURN(connection_, Connection::New(std::move(options), *std::move(identity)));
  CallOptions calls;
  calls.deadline = absl::Seconds(globals_.timeout_seconds);
  session_ = std::make_unique<Session>(*connection_, environment_.clock, environment_.random,
                                       environment_.sleeper, calls);
  return session_.get();
}

absl::StatusOr<TrustedLogs> Context::OpenLogs() {
  ASSIGN_OR_RETURN(Session* const session, OpenSession());
  ASSIGN_OR_RETURN(const std::string folder, IdentityFolder());
  return TrustedLogs::LoadOrFetch(folder, *session);
}

absl::StatusOr<std::string> Context::CheckReceipt(const v1::Receipt& receipt) {
  ASSIGN_OR_RETURN(const TrustedLogs logs, OpenLogs());
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs.Verify(receipt));
  return absl::StrCat("receipt verified: ", proof.record.event_type(), ", index ", proof.index, " of ",
                      proof.checkpoint.origin, ", ", TimeCell(proof.record.record_time()));
}

absl::StatusOr<absl::Time> Context::ParseTimeOption(absl::string_view field, const std::string& text) const {
  if (text == "now") return Now();
  const auto time = base::ParseTime(text);
  if (!time.ok())
    return base::InvalidField(field, "must be now, a date, or a time like 2026-11-23T17:03:00-06:00");
  return time;
}

Language Context::language() const {
  if (const auto given = ParseLanguage(globals_.language); given.has_value()) return *given;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto set = environment_.variable(name);
    if (set.has_value() && !set->empty()) return ParseLanguage(*set).value_or(Language::kEnglish);
  }
  return Language::kEnglish;
}

void Context::Show(const google::protobuf::Message& message, const std::string& text) const {
  environment_.out << (json() ? FormatJson(message) : text) << std::flush;
}

void Context::ShowText(const std::string& json_text, const std::string& text) const {
  environment_.out << (json() ? json_text : text) << std::flush;
}

void Context::Progress(absl::string_view text) const {
  if (!json()) environment_.err << text << std::endl;
}

CLI::App* AddVerb(CLI::App* parent, Context& context, const std::string& name, const std::string& description,
                  const std::vector<std::string>& examples, std::function<absl::Status()> run) {
  CLI::App* verb = parent->add_subcommand(name, description);
  verb->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  ")));
  verb->callback([&context, run = std::move(run)] { context.action = run; });
  return verb;
}

CLI::App* AddNoun(CLI::App* parent, const std::string& name, const std::string& description) {
  const std::function<bool(CLI::App*)> is_it = [&name](CLI::App* app) { return app->get_name() == name; };
  if (const std::vector<CLI::App*> there = parent->get_subcommands(is_it); !there.empty()) return there.front();
  CLI::App* noun = parent->add_subcommand(name, description);
  noun->require_subcommand(1);
  return noun;
}

}  // namespace enlace::client
