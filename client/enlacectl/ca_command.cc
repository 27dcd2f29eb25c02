#include "client/enlacectl/ca_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/ca/authority.h"
#include "client/enlacectl/ceremony_command.h"
#include "gateway/base/files.h"
#include "gateway/base/passphrase.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

struct InitFlags {
  std::string folder;
  std::string trust_domain;
  std::string root_passphrase_file;
  std::string issuing_passphrase_file;
  int root_days = 365 * 20;
  int issuing_days = 365 * 3;
};

absl::StatusOr<certs::Certificate> ReadCertificate(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, base::ReadFile(path, 1 << 20));
  return certs::Certificate::FromPem(pem);
}

absl::Status Show(const Context& context, const std::string& folder) {
  std::string json;
  std::string text;
  for (const char* name : {"root", "issuing"}) {
    ASSIGN_OR_RETURN(const certs::Certificate certificate,
                     ReadCertificate(absl::StrCat(folder, "/", name, ".pem")));
    const std::string fingerprint = absl::BytesToHexString(certificate.fingerprint());
    absl::StrAppend(&text, name, "\n",
                    FormatFields({{"  subject", certificate.subject()},
                                  {"  serial", certificate.serial()},
                                  {"  fingerprint", fingerprint},
                                  {"  not before", base::TimeText(certificate.not_before())},
                                  {"  not after", base::TimeText(certificate.not_after())}}));
    absl::StrAppend(&json, json.empty() ? "{" : ",", JsonString(name),
                    ":{\"subject\":", JsonString(certificate.subject()),
                    ",\"serial\":", JsonString(certificate.serial()),
                    ",\"fingerprint\":", JsonString(fingerprint),
                    ",\"not_before\":", JsonString(base::TimeText(certificate.not_before())),
                    ",\"not_after\":", JsonString(base::TimeText(certificate.not_after())), "}");
  }
  context.ShowText(absl::StrCat(json, "}\n"), text);
  return absl::OkStatus();
}

absl::Status Init(const Context& context, const InitFlags& flags) {
  certs::InitOptions options;
  options.folder = flags.folder;
  options.trust_domain = flags.trust_domain;
  options.now = context.Now();
  options.root_life = absl::Hours(24) * flags.root_days;
  options.issuing_life = absl::Hours(24) * flags.issuing_days;
  ASSIGN_OR_RETURN(options.root_passphrase, base::ReadPassphrase(flags.root_passphrase_file));
  ASSIGN_OR_RETURN(options.issuing_passphrase, base::ReadPassphrase(flags.issuing_passphrase_file));
  RETURN_IF_ERROR(certs::InitAuthority(options, context.random()));
  context.Progress(absl::StrCat("The authority is in ", flags.folder, ". Now move ", flags.folder,
                                "/root.key to a medium without network; the gateway does not need it."));
  return Show(context, flags.folder);
}

}  // namespace

void AddCaCommand(CLI::App& app, Context& context) {
  CLI::App* ca = AddNoun(&app, "ca", "The certificate authority of a gateway (files alone, no connection)");
  const auto flags = std::make_shared<InitFlags>();
  CLI::App* init =
      AddVerb(ca, context, "init", "Make root and issuing authority at once, for tests and small sites",
              {"enlacectl ca init --folder /etc/enlace/ca --trust-domain enlace.example.gob"},
              [&context, flags] { return Init(context, *flags); });
  init->add_option("--folder", flags->folder, "Folder to make; must not hold an authority yet")->required();
  init->add_option("--trust-domain", flags->trust_domain, "Domain of all identities")->required();
  init->add_option("--root-passphrase-file", flags->root_passphrase_file,
                   "Encrypts root.key with its first line");
  init->add_option("--issuing-passphrase-file", flags->issuing_passphrase_file,
                   "Encrypts issuing.key with its first line");
  init->add_option("--root-days", flags->root_days, "Life of the root")->check(CLI::Range(1, 36500));
  init->add_option("--issuing-days", flags->issuing_days, "Life of the issuing authority")
      ->check(CLI::Range(1, 36500));
  const auto folder = std::make_shared<std::string>();
  CLI::App* show = AddVerb(ca, context, "show", "Show names, fingerprints and validity",
                           {"enlacectl ca show --folder /etc/enlace/ca"},
                           [&context, folder] { return Show(context, *folder); });
  show->add_option("--folder", *folder, "Folder of the authority")->required();
  AddCeremonyCommands(ca, context);
}

}  // namespace enlace::client
