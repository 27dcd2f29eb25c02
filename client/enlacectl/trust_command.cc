#include "client/enlacectl/trust_command.h"

#include <CLI/CLI.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/trust_bundle.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

void AppendRoot(const std::string& use, const certs::Certificate& root, Table* table, std::string* json) {
  const std::string fingerprint = absl::BytesToHexString(root.fingerprint());
  table->rows.push_back({use, root.subject(), base::TimeText(root.not_after()), fingerprint});
  absl::StrAppend(json, json->empty() ? "[" : ",", "{\"use\":", JsonString(use),
                  ",\"subject\":", JsonString(root.subject()),
                  ",\"not_after\":", JsonString(base::TimeText(root.not_after())),
                  ",\"fingerprint\":", JsonString(fingerprint), "}");
}

absl::Status Show(Context& context) {
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  if (!keystore->enrolled())
    return absl::UnauthenticatedError(IdentityFromKeystore(*keystore).status().message());
  Table table{{"USE", "NAME", "NOT AFTER", "FINGERPRINT"}, {}};
  std::string json;
  for (const certs::Certificate& root : keystore->bundle()) AppendRoot("trusted", root, &table, &json);
  for (const certs::Certificate& root : keystore->former_roots()) AppendRoot("former", root, &table, &json);
  context.ShowText(absl::StrCat(json, "]\n"), FormatTable(table));
  return absl::OkStatus();
}

absl::Status Update(Context& context) {
  ASSIGN_OR_RETURN(certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const bool updated, UpdateTrustBundle(*session, *keystore));
  context.Progress(updated ? "The gateway's roots have changed; these are trusted from now on."
                           : "These roots were trusted already; the gateway knows that.");
  return Show(context);
}

}  // namespace

void AddTrustCommand(CLI::App& app, Context& context) {
  CLI::App* trust = AddNoun(&app, "trust", "The roots that we trust the gateway by");
  AddVerb(trust, context, "update", "Fetch the gateway's trust bundle, and tell it that we trust it",
          {"enlacectl trust update"}, [&context] { return Update(context); });
  AddVerb(trust, context, "show", "Show the roots of the identity folder", {"enlacectl trust show"},
          [&context] { return Show(context); });
}

}  // namespace enlace::client
