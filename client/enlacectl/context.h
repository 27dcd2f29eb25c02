// What every command of enlacectl has at hand.
#ifndef ENLACE_CLIENT_ENLACECTL_CONTEXT_H_
#define ENLACE_CLIENT_ENLACECTL_CONTEXT_H_

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "certs/keystore/keystore.h"
#include "client/connection.h"
#include "client/enlacectl/output.h"
#include "client/language.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"

namespace CLI {
class App;
}

namespace enlace::client {

// The world outside: streams, time, chance and variables. Borrowed.
struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const base::Clock& clock;
  base::Random& random;
  Sleeper& sleeper;
  // A variable of the process's environment; nothing if it is not set.
  std::function<std::optional<std::string>(const std::string& name)> variable;
};

// The flags that every command takes.
struct Globals {
  std::string address;
  std::string server_name;
  std::string identity;
  std::string output = "table";
  std::string language;
  int timeout_seconds = 60;
  std::string officer;
  std::string purpose;
};

// Opens the keystore and the connection when a command first asks for them, and
// prints. One per run; not thread-safe.
class Context {
 public:
  explicit Context(Environment environment) : environment_(std::move(environment)) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Globals& globals() { return globals_; }
  const Environment& environment() const { return environment_; }
  absl::Time Now() const { return environment_.clock.Now(); }
  base::Random& random() const { return environment_.random; }

  // --identity, else ENLACE_IDENTITY, else ~/.enlace.
  //   INVALID_ARGUMENT  none of them is there.
  absl::StatusOr<std::string> IdentityFolder() const;
  // As certs::Keystore::Open; the folder is made if need be.
  absl::StatusOr<certs::Keystore*> OpenKeystore();
  // --address, else ENLACE_ADDRESS, else what RememberAddress kept.
  //   INVALID_ARGUMENT  none, or not host:port.
  absl::StatusOr<Address> GatewayAddress() const;
  absl::Status RememberAddress(const Address& address) const;
  // A session with the keystore's identity. UNAUTHENTICATED if it has none.
  absl::StatusOr<Session*> OpenSession();
  // The logs that the identity trusts, fetched and pinned at the first use.
  absl::StatusOr<TrustedLogs> OpenLogs();

  // Verifies a receipt that the gateway just gave and describes it in a line.
  // DATA_LOSS if it does not verify.
  absl::StatusOr<std::string> CheckReceipt(const v1::Receipt& receipt);
  // An option's text as a time (base::ParseTime), "now" included.
  //   INVALID_ARGUMENT naming `field`.
  absl::StatusOr<absl::Time> ParseTimeOption(absl::string_view field, const std::string& text) const;

  // --language, else LC_ALL, LC_MESSAGES, LANG; English if none says.
  Language language() const;
  bool json() const { return globals_.output == "json"; }

  // Prints the message with -o json, the text otherwise.
  void Show(const google::protobuf::Message& message, const std::string& text) const;
  // For results that are no protobuf message.
  void ShowText(const std::string& json, const std::string& text) const;
  // A line on standard error while long work goes on; not with -o json.
  void Progress(absl::string_view text) const;

  // What the command line asked for; set by the command that was parsed.
  std::function<absl::Status()> action;
  // The words after "enlacectl", as they were given.
  std::vector<std::string> words;
  // The whole command tree, for completion. Borrowed from Run.
  CLI::App* root = nullptr;

 private:
  const Environment environment_;
  Globals globals_;
  std::unique_ptr<certs::Keystore> keystore_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Session> session_;
};

// A verb below `parent` with its examples (one line each); `run` becomes the
// context's action when the command line names it. Returns the new command, for
// its options.
CLI::App* AddVerb(CLI::App* parent, Context& context, const std::string& name, const std::string& description,
                  const std::vector<std::string>& examples, std::function<absl::Status()> run);
// A noun: a command that needs one of its verbs. One that is there already, because
// another command has brought it, is given back.
CLI::App* AddNoun(CLI::App* parent, const std::string& name, const std::string& description);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CONTEXT_H_
