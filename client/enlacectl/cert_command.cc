#include "client/enlacectl/cert_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/administrative_act.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/revocation_text.h"
#include "client/enrollment.h"
#include "enlace/v1/administration_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using Administration = v1::AdministrationService;

absl::Status List(Context& context, const std::string& uri) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListCertificatesResponse all;
  v1::ListCertificatesRequest request;
  request.set_subject_uri(uri);
  request.set_page_size(500);
  do {
    ASSIGN_OR_RETURN(
        const v1::ListCertificatesResponse page,
        session->Call<Administration>(&Administration::StubInterface::ListCertificates, request));
    all.mutable_certificates()->MergeFrom(page.certificates());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table{{"SERIAL", "USAGE", "NOT AFTER", "LAST SEEN", "REVOKED", "HOLDER"}, {}};
  for (const v1::Certificate& certificate : all.certificates()) {
    table.rows.push_back({certificate.serial(), EnumText(certificate.usage()),
                          TimeCell(certificate.not_after()), TimeCell(certificate.last_seen_time()),
                          TimeCell(certificate.revoke_time()), certificate.subject_uri()});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

void AppendCertificate(const std::string& use, const certs::Certificate& certificate, Table* table,
                       std::string* json) {
  const std::string uris = absl::StrJoin(certificate.uris(), " ");
  const std::string names = uris.empty() ? absl::StrJoin(certificate.names(), " ") : uris;
  const std::string end = base::TimeText(certificate.not_after());
  const std::string key = absl::BytesToHexString(certificate.key_id());
  table->rows.push_back(
      {use, certificate.serial(), end, key.substr(0, 16), names.empty() ? certificate.subject() : names});
  absl::StrAppend(json, json->empty() ? "[" : ",", "{\"use\":", JsonString(use),
                  ",\"serial\":", JsonString(certificate.serial()),
                  ",\"not_before\":", JsonString(base::TimeText(certificate.not_before())),
                  ",\"not_after\":", JsonString(end), ",\"key_id\":", JsonString(key),
                  ",\"subject\":", JsonString(certificate.subject()), ",\"names\":", JsonString(names), "}");
}

absl::Status Show(Context& context, const std::string& file) {
  Table table{{"USE", "SERIAL", "NOT AFTER", "KEY", "NAMES"}, {}};
  std::string json;
  if (!file.empty()) {
    ASSIGN_OR_RETURN(const std::string pem, base::ReadFile(file, 1 << 20));
    ASSIGN_OR_RETURN(const auto chain, certs::Certificate::ChainFromPem(pem));
    for (const certs::Certificate& certificate : chain) {
      AppendCertificate(certificate.is_ca() ? "authority" : "holder", certificate, &table, &json);
    }
  } else {
    ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
    if (!keystore->enrolled())
      return absl::UnauthenticatedError(IdentityFromKeystore(*keystore).status().message());
    AppendCertificate("tls", keystore->tls_chain().front(), &table, &json);
    for (const certs::SealingPair& pair : keystore->sealing()) {
      AppendCertificate("sealing", pair.certificate, &table, &json);
    }
    for (const certs::Certificate& root : keystore->bundle()) AppendCertificate("root", root, &table, &json);
  }
  context.ShowText(absl::StrCat(json, "]\n"), FormatTable(table));
  return absl::OkStatus();
}

struct RenewFlags {
  bool new_sealing_key = false;
  bool if_needed = false;
};

absl::Status RunRenew(Context& context, const RenewFlags& flags) {
  ASSIGN_OR_RETURN(certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  const RenewalNeed need = NeedsRenewal(*keystore, context.Now());
  if (flags.if_needed && !need.any()) {
    context.ShowText("{\"renewed\":false}\n", "nothing to renew yet\n");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Enrolled renewed, Renew(*session, *keystore, flags.new_sealing_key || need.sealing));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(renewed.receipt));
  context.ShowText(
      absl::StrCat("{\"renewed\":true,\"not_after\":", JsonString(base::TimeText(renewed.not_after)),
                   ",\"renew_after\":", JsonString(base::TimeText(renewed.renew_after)), "}\n"),
      absl::StrCat(FormatFields({{"renewed", renewed.uri},
                                 {"valid until", base::TimeText(renewed.not_after)},
                                 {"renew after", base::TimeText(renewed.renew_after)}}),
                   receipt, "\n"));
  return absl::OkStatus();
}

struct RevokeFlags {
  std::string serial;
  std::string reason;
  ActFlags act;
  bool dry_run = false;
};

absl::Status Preview(Context& context, const std::string& serial) {
  v1::PreviewRevocationRequest request;
  request.set_serial(serial);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::PreviewRevocationResponse response,
                   session->Call<Administration>(&Administration::StubInterface::PreviewRevocation, request));
  context.Show(response, PreviewText(response, context.language()));
  return absl::OkStatus();
}

absl::Status Revoke(Context& context, const RevokeFlags& flags) {
  if (flags.dry_run) return Preview(context, flags.serial);
  v1::RevokeCertificateRequest request;
  request.set_request_id(RequestIdOf(context, flags.act));
  request.set_serial(flags.serial);
  ASSIGN_OR_RETURN(const v1::RevocationReason reason,
                   ParseEnumText<v1::RevocationReason>("--reason", flags.reason));
  request.set_reason(reason);
  ASSIGN_OR_RETURN(
      const v1::RevokeCertificateResponse response,
      CallAct(context, flags.act, flags.reason, &Administration::StubInterface::RevokeCertificate, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  const v1::Certificate& certificate = response.certificate();
  std::string text =
      absl::StrCat(certificate.serial(), " of ", certificate.subject_uri(), " is revoked\n", receipt, "\n");
  if (base::FromProto(certificate.undo_until()) > base::FromProto(certificate.revoke_time())) {
    absl::StrAppend(&text, "until ", TimeCell(certificate.undo_until()),
                    " it can be taken back: enlacectl cert reinstate ", certificate.serial(),
                    " --reason ...\n");
  }
  context.Show(response, text);
  return absl::OkStatus();
}

struct ReinstateFlags {
  std::string serial;
  std::string reason;
};

absl::Status Reinstate(Context& context, const ReinstateFlags& flags) {
  v1::ReinstateCertificateRequest request;
  request.set_request_id(base::NewUuid(context.random()));
  request.set_serial(flags.serial);
  request.set_reason(flags.reason);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(
      const v1::ReinstateCertificateResponse response,
      session->Call<Administration>(&Administration::StubInterface::ReinstateCertificate, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response,
               absl::StrCat(response.certificate().serial(), " of ", response.certificate().subject_uri(),
                            " is good again\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddCertCommand(CLI::App& app, Context& context) {
  CLI::App* cert = AddNoun(&app, "cert", "Certificates: our own, and all that the gateway issued");
  const auto uri = std::make_shared<std::string>();
  AddVerb(
      cert, context, "list", "List what the gateway issued (administrators)",
      {"enlacectl cert list", "enlacectl cert list --uri spiffe://enlace.example.gob/agency/mx-fgr/feadle"},
      [&context, uri] { return List(context, *uri); })
      ->add_option("--uri", *uri, "Only certificates of this identity");
  const auto file = std::make_shared<std::string>();
  AddVerb(cert, context, "show", "Show the identity folder's certificates, or those of a PEM file",
          {"enlacectl cert show", "enlacectl cert show --file tls.pem"},
          [&context, file] { return Show(context, *file); })
      ->add_option("--file", *file, "PEM file instead of the identity folder");
  const auto renew_flags = std::make_shared<RenewFlags>();
  CLI::App* renew = AddVerb(cert, context, "renew", "Get new certificates while the old ones are valid",
                            {"enlacectl cert renew --if-needed"},
                            [&context, renew_flags] { return RunRenew(context, *renew_flags); });
  renew->add_flag("--if-needed", renew_flags->if_needed, "Only past two thirds of their life; for timers");
  renew->add_flag("--new-sealing-key", renew_flags->new_sealing_key, "Change the sealing key as well");
  const auto revoke_flags = std::make_shared<RevokeFlags>();
  CLI::App* revoke = AddVerb(cert, context, "revoke", "Revoke a certificate at once (administrators)",
                             {"enlacectl cert revoke 5f3a09 --reason key-compromise --dry-run",
                              "enlacectl cert revoke 5f3a09 --reason key-compromise"},
                             [&context, revoke_flags] { return Revoke(context, *revoke_flags); });
  revoke->add_option("SERIAL", revoke_flags->serial, "Serial number, hexadecimal")->required();
  revoke->add_option("--reason", revoke_flags->reason, EnumChoices<v1::RevocationReason>())->required();
  AddActOptions(revoke, revoke_flags->act);
  revoke->add_flag("--dry-run", revoke_flags->dry_run, "Only tell what would end and what would wait");
  const auto reinstate_flags = std::make_shared<ReinstateFlags>();
  CLI::App* reinstate =
      AddVerb(cert, context, "reinstate", "Take a revocation back, within ten minutes (administrators)",
              {"enlacectl cert reinstate 5f3a09 --reason 'wrong serial number'"},
              [&context, reinstate_flags] { return Reinstate(context, *reinstate_flags); });
  reinstate->add_option("SERIAL", reinstate_flags->serial, "Serial number, hexadecimal")->required();
  reinstate
      ->add_option("--reason", reinstate_flags->reason, "Goes into the trust log, at most 200 characters")
      ->required();
}

}  // namespace enlace::client
