#include "client/enlacectl/ceremony_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/ca/ceremony.h"
#include "certs/ca/ceremony_record.h"
#include "gateway/base/files.h"
#include "gateway/base/passphrase.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxFile = 64 << 10;
constexpr absl::Duration kDay = absl::Hours(24);

struct Flags {
  std::string folder;
  std::string trust_domain;
  std::string passphrase_file;
  std::string token_uri;
  std::string module;
  std::vector<std::string> present;
  std::string record;
  std::string request;
  std::string root;
  std::string certificate;
  std::string out;
  int days = 0;
  bool yes = false;
};

absl::StatusOr<certs::KeyAccess> AccessOf(const Flags& flags) {
  certs::KeyAccess access;
  ASSIGN_OR_RETURN(access.passphrase, base::ReadPassphrase(flags.passphrase_file));
  access.pkcs11_module = flags.module;
  return access;
}

std::string KeyText(const std::string& token_uri, const std::string& file,
                    const std::string& passphrase_file) {
  if (!token_uri.empty()) return absl::StrCat("in the token, ", token_uri);
  return absl::StrCat("in the file ", file,
                      passphrase_file.empty() ? ", not encrypted" : ", with a passphrase");
}

certs::CeremonyRecord RecordOf(const Context& context, const Flags& flags, const std::string& act) {
  certs::CeremonyRecord record;
  record.act = act;
  record.time = context.Now();
  record.tool = "enlacectl " ENLACE_VERSION;
  record.present = flags.present;
  return record;
}

absl::Status AddFile(const std::string& path, certs::CeremonyRecord* record) {
  ASSIGN_OR_RETURN(const std::string content, base::ReadFile(path, kMaxFile));
  record->files.emplace_back(path, content);
  return absl::OkStatus();
}

// Writes the record beside what it tells of, and shows it.
absl::Status Finish(const Context& context, const Flags& flags, const std::string& name,
                    const certs::CeremonyRecord& record) {
  std::string path = flags.record;
  if (path.empty())
    path = absl::StrCat(flags.folder, "/", name, "-", absl::ToUnixSeconds(record.time), ".txt");
  if (base::FileExists(path)) {
    return absl::AlreadyExistsError(absl::StrCat(path, " exists: a record is never written over"));
  }
  const std::string text = certs::FormatRecord(record);
  RETURN_IF_ERROR(base::WriteFileAtomically(path, text, 0644));
  std::string json = absl::StrCat("{\"record\":", JsonString(path));
  for (const auto& [what, certificate] : record.certificates) {
    absl::StrAppend(&json, ",", JsonString(absl::StrCat(what, " fingerprint")), ":",
                    JsonString(absl::BytesToHexString(certificate.fingerprint())));
  }
  context.ShowText(absl::StrCat(json, "}\n"), text);
  context.Progress(absl::StrCat("The record is in ", path, ". Print it, and have everybody sign it."));
  return absl::OkStatus();
}

absl::Status CheckRecordVacant(const Flags& flags) {
  if (flags.record.empty() || !base::FileExists(flags.record)) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat(flags.record, " exists: a record is never written over"));
}

absl::Status RootInit(const Context& context, const Flags& flags) {
  RETURN_IF_ERROR(CheckRecordVacant(flags));
  certs::RootOptions options;
  options.folder = flags.folder;
  options.trust_domain = flags.trust_domain;
  options.now = context.Now();
  options.life = kDay * flags.days;
  options.key.token_uri = flags.token_uri;
  ASSIGN_OR_RETURN(options.key.access, AccessOf(flags));
  ASSIGN_OR_RETURN(const certs::Certificate root, certs::InitRoot(options, context.random()));
  certs::CeremonyRecord record = RecordOf(context, flags, "The root authority was made");
  record.facts = {{"trust domain", flags.trust_domain},
                  {"key", KeyText(flags.token_uri, certs::kRootKeyFile, flags.passphrase_file)}};
  record.certificates = {{"Root authority", root}};
  record.checks = {"the root's form, on the finished certificate"};
  RETURN_IF_ERROR(AddFile(absl::StrCat(flags.folder, "/", certs::kRootFile), &record));
  RETURN_IF_ERROR(AddFile(
      absl::StrCat(flags.folder, "/", flags.token_uri.empty() ? certs::kRootKeyFile : certs::kRootUriFile),
      &record));
  return Finish(context, flags, "ceremony-root", record);
}

absl::Status IssuingRequest(const Context& context, const Flags& flags) {
  RETURN_IF_ERROR(CheckRecordVacant(flags));
  certs::RequestOptions options;
  options.folder = flags.folder;
  options.trust_domain = flags.trust_domain;
  options.key.token_uri = flags.token_uri;
  ASSIGN_OR_RETURN(options.key.access, AccessOf(flags));
  ASSIGN_OR_RETURN(const certs::IssuingRequest request, certs::RequestIssuing(options));
  certs::CeremonyRecord record =
      RecordOf(context, flags, "An issuing authority's key asked for its certificate");
  record.facts = {{"name", request.common_name},
                  {"trust domain", request.trust_domain},
                  {"key", KeyText(flags.token_uri, certs::kIssuingKeyFile, flags.passphrase_file)},
                  {"SHA-256 of the key", certs::GroupedHex(request.key_id, 24)}};
  record.checks = {"the request is signed with the key that it asks to certify"};
  RETURN_IF_ERROR(AddFile(absl::StrCat(flags.folder, "/", certs::kIssuingRequestFile), &record));
  return Finish(context, flags, "ceremony-request", record);
}

std::string SignText(const certs::SignedIssuing& made) {
  std::string checks;
  for (const std::string& check : made.checks) absl::StrAppend(&checks, "  [x] ", check, "\n");
  return absl::StrCat(
      FormatFields({{"name", made.issuing.subject()},
                    {"name constraint", absl::StrCat("URI names of ", made.request.trust_domain, " alone")},
                    {"valid from", base::TimeText(made.issuing.not_before())},
                    {"valid to", base::TimeText(made.issuing.not_after())}}),
      "SHA-256 of the key\n  ", certs::GroupedHex(made.request.key_id, 2), "\n", checks);
}

absl::Status RootSign(const Context& context, const Flags& flags) {
  RETURN_IF_ERROR(CheckRecordVacant(flags));
  if (base::FileExists(flags.out)) {
    return absl::AlreadyExistsError(absl::StrCat(flags.out, " exists: name another file with --out"));
  }
  certs::SignOptions options;
  options.folder = flags.folder;
  ASSIGN_OR_RETURN(options.request_pem, base::ReadFile(flags.request, kMaxFile));
  options.trust_domain = flags.trust_domain;
  options.now = context.Now();
  options.life = kDay * flags.days;
  ASSIGN_OR_RETURN(const certs::SignedIssuing rehearsed, certs::RehearseIssuing(options, context.random()));
  if (!flags.yes) {
    context.ShowText("{\"signed\":false}\n", SignText(rehearsed));
    context.Progress(
        "Nothing was signed. Compare the key with the record of the request, then repeat with --yes.");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(options.root_key, AccessOf(flags));
  ASSIGN_OR_RETURN(const certs::SignedIssuing made, certs::SignIssuing(options, context.random()));
  RETURN_IF_ERROR(base::WriteFileAtomically(flags.out, made.issuing.ToPem(), 0644));
  certs::CeremonyRecord record = RecordOf(context, flags, "The root signed an issuing authority");
  record.facts = {{"trust domain", flags.trust_domain}};
  record.certificates = {{"Root authority", made.root}, {"Issuing authority", made.issuing}};
  record.checks = made.checks;
  record.files.emplace_back(flags.request, options.request_pem);
  RETURN_IF_ERROR(AddFile(flags.out, &record));
  RETURN_IF_ERROR(AddFile(absl::StrCat(flags.folder, "/", certs::kRootFile), &record));
  return Finish(context, flags, "ceremony-sign", record);
}

absl::Status IssuingInstall(const Context& context, const Flags& flags) {
  RETURN_IF_ERROR(CheckRecordVacant(flags));
  certs::InstallOptions options;
  options.folder = flags.folder;
  ASSIGN_OR_RETURN(options.root_pem, base::ReadFile(flags.root, kMaxFile));
  ASSIGN_OR_RETURN(options.issuing_pem, base::ReadFile(flags.certificate, kMaxFile));
  ASSIGN_OR_RETURN(options.issuing_key, AccessOf(flags));
  ASSIGN_OR_RETURN(const certs::Installed installed, certs::InstallIssuing(options));
  certs::CeremonyRecord record = RecordOf(context, flags, "An issuing authority was installed");
  record.facts = {{"folder", flags.folder}};
  record.certificates = {{"Root authority", installed.root}, {"Issuing authority", installed.issuing}};
  record.checks = installed.checks;
  RETURN_IF_ERROR(AddFile(absl::StrCat(flags.folder, "/", certs::kRootFile), &record));
  RETURN_IF_ERROR(AddFile(absl::StrCat(flags.folder, "/", certs::kIssuingFile), &record));
  return Finish(context, flags, "ceremony-install", record);
}

void AddCommonOptions(CLI::App* command, Flags* flags) {
  command->add_option("--folder", flags->folder, "Folder of the authority")->required();
  command->add_option("--passphrase-file", flags->passphrase_file,
                      "First line: passphrase of the key's file, or PIN of its token");
  command->add_option("--pkcs11-module", flags->module, "Module of the token, a shared library");
  command->add_option("--present", flags->present, "Name and role of somebody present; once for each")
      ->required();
  command->add_option("--record", flags->record, "File of the record; else one in the folder");
}

void AddKeyOption(CLI::App* command, Flags* flags) {
  command->add_option("--key-uri", flags->token_uri,
                      "PKCS#11 URI of a P-256 key that the token's tool has made; else a new key in a file");
}

void AddDays(CLI::App* command, Flags* flags, int days) {
  flags->days = days;
  command->add_option("--days", flags->days, "Life of the certificate")->check(CLI::Range(1, 36500));
}

void AddDomain(CLI::App* command, Flags* flags) {
  command->add_option("--trust-domain", flags->trust_domain, "Domain of all identities")->required();
}

}  // namespace

void AddCeremonyCommands(CLI::App* ca, Context& context) {
  const auto add = [&context](CLI::App* noun, const std::string& name, const std::string& description,
                              const std::string& example, absl::Status (*run)(const Context&, const Flags&)) {
    const auto flags = std::make_shared<Flags>();
    CLI::App* verb = AddVerb(noun, context, name, description, {example},
                             [&context, flags, run] { return run(context, *flags); });
    AddCommonOptions(verb, flags.get());
    return std::pair(verb, flags.get());
  };
  CLI::App* root = AddNoun(ca, "root", "The root authority, on a machine without network");
  CLI::App* issuing = AddNoun(ca, "issuing", "An issuing authority, on the gateway's machine");

  const auto [init, init_flags] =
      add(root, "init", "Make the root authority",
          "enlacectl ca root init --folder /media/root --trust-domain enlace.example.gob --passphrase-file "
          "words --present 'Ana Ruiz, administrator' --present 'Luis Paz, witness'",
          RootInit);
  AddDomain(init, init_flags);
  AddKeyOption(init, init_flags);
  AddDays(init, init_flags, 365 * 20);

  const auto [sign, sign_flags] =
      add(root, "sign", "Sign an issuing authority; without --yes, show what would be signed",
          "enlacectl ca root sign --folder /media/root --trust-domain enlace.example.gob --csr issuing.csr "
          "--out issuing.pem --present 'Ana Ruiz, administrator' --yes",
          RootSign);
  AddDomain(sign, sign_flags);
  AddDays(sign, sign_flags, 365 * 3);
  sign->add_option("--csr", sign_flags->request, "The request, as ca issuing request made it")->required();
  sign->add_option("--out", sign_flags->out, "File of the new certificate")->required();
  sign->add_flag("--yes", sign_flags->yes, "Sign it");

  const auto [request, request_flags] =
      add(issuing, "request", "Make the key of an issuing authority and its request",
          "enlacectl ca issuing request --folder /etc/enlace/ca --trust-domain enlace.example.gob --key-uri "
          "'pkcs11:token=enlace;object=issuing' --pkcs11-module /usr/lib/softhsm/libsofthsm2.so "
          "--passphrase-file pin --present 'Ana Ruiz, administrator'",
          IssuingRequest);
  AddDomain(request, request_flags);
  AddKeyOption(request, request_flags);

  const auto [install, install_flags] =
      add(issuing, "install", "Put the signed certificate and its root beside the key",
          "enlacectl ca issuing install --folder /etc/enlace/ca --root root.pem --certificate issuing.pem "
          "--present 'Ana Ruiz, administrator'",
          IssuingInstall);
  install->add_option("--root", install_flags->root, "root.pem, as the ceremony made it")->required();
  install->add_option("--certificate", install_flags->certificate, "issuing.pem, as the root signed it")
      ->required();
}

}  // namespace enlace::client
