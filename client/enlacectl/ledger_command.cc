#include "client/enlacectl/ledger_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/referral_text.h"
#include "client/enlacectl/report/document.h"
#include "enlace/v1/ledger_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/ledger/verify/act_verifier.h"
#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client {
namespace {

using Ledger = v1::LedgerService;

constexpr size_t kMaxFile = 4 << 20;
// Answers with a referral in them have 8 levels.
constexpr int kMaxDepth = 32;

// The name that signs a note: the first line of a checkpoint.
std::string OriginOf(const std::string& note) { return note.substr(0, note.find('\n')); }

// Reads a signed checkpoint with the key of ours that it names.
absl::StatusOr<ledger::Checkpoint> Verified(const TrustedLogs& logs, const std::string& note) {
  ASSIGN_OR_RETURN(const ledger::VerifierKey key, logs.Find(OriginOf(note)));
  return ledger::VerifyCheckpoint(note, key);
}

absl::StatusOr<v1::GetCheckpointResponse> FetchCheckpoint(Context& context, const std::string& log) {
  v1::GetCheckpointRequest request;
  ASSIGN_OR_RETURN(const v1::LogId id, ParseEnumText<v1::LogId>("--log", log));
  request.set_log_id(id);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  return session->Call<Ledger>(&Ledger::StubInterface::GetCheckpoint, request);
}

std::string Describe(const ledger::Checkpoint& checkpoint) {
  return FormatFields({{"origin", checkpoint.origin},
                       {"size", absl::StrCat(checkpoint.size)},
                       {"root", absl::BytesToHexString(checkpoint.root)}});
}

struct CheckpointFlags {
  std::string log = "case";
  std::string save;
};

absl::Status ShowCheckpoint(Context& context, const CheckpointFlags& flags) {
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const v1::GetCheckpointResponse response, FetchCheckpoint(context, flags.log));
  ASSIGN_OR_RETURN(const ledger::Checkpoint checkpoint, Verified(logs, response.checkpoint()));
  if (!flags.save.empty()) RETURN_IF_ERROR(base::WriteFileAtomically(flags.save, response.checkpoint()));
  context.Show(response, absl::StrCat(Describe(checkpoint), "signature verified\n"));
  return absl::OkStatus();
}

// Whether the log still begins with what a kept checkpoint says.
absl::Status Consistency(Context& context, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string kept, base::ReadFile(path, kMaxFile));
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const ledger::Checkpoint old, Verified(logs, kept));
  const std::string log = absl::StrContains(old.origin, "/trustlog/") ? "trust" : "case";
  ASSIGN_OR_RETURN(const v1::GetCheckpointResponse latest, FetchCheckpoint(context, log));
  ASSIGN_OR_RETURN(const ledger::Checkpoint now, Verified(logs, latest.checkpoint()));
  if (now.origin != old.origin) return absl::DataLossError("the gateway shows another log than the one kept");
  if (now.size < old.size) return absl::DataLossError("the log is shorter than it was: entries were removed");
  v1::GetConsistencyProofRequest request;
  request.set_log_id(log == "trust" ? v1::LOG_ID_TRUST : v1::LOG_ID_CASE);
  request.set_old_size(old.size);
  request.set_new_size(now.size);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::GetConsistencyProofResponse proof,
                   session->Call<Ledger>(&Ledger::StubInterface::GetConsistencyProof, request));
  RETURN_IF_ERROR(ledger::VerifyConsistency(old.size, old.root, now.size, now.root,
                                            {proof.path().begin(), proof.path().end()}));
  context.ShowText(
      absl::StrCat("{\"consistent\":true,\"old_size\":", old.size, ",\"new_size\":", now.size, "}\n"),
      absl::StrCat("consistent: the log of ", now.size, " entries begins with the ", old.size,
                   " that the checkpoint says\n"));
  return absl::OkStatus();
}

struct AccessFlags {
  std::string case_id;
};

absl::Status Accesses(Context& context, const AccessFlags& flags) {
  v1::ListAccessesRequest request;
  request.set_case_id(flags.case_id);
  request.set_page_size(500);
  request.set_officer_pseudonym(context.globals().officer);
  request.set_purpose(context.globals().purpose);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListAccessesResponse all;
  do {
    ASSIGN_OR_RETURN(const v1::ListAccessesResponse page,
                     session->Call<Ledger>(&Ledger::StubInterface::ListAccesses, request));
    all.mutable_accesses()->MergeFrom(page.accesses());
    *all.mutable_record() = page.record();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table{{"INDEX", "TIME", "WHO", "OFFICER", "WHAT", "PURPOSE"}, {}};
  for (const v1::CaseAccess& access : all.accesses()) {
    table.rows.push_back({absl::StrCat(access.log_index()), TimeCell(access.record_time()),
                          AgencyText(access.actor()), access.officer_pseudonym(), access.event_type(),
                          access.purpose()});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

struct VerifyFlags {
  std::string file;
  std::string key_file;
  std::string certificate_file;
};

// Reads a foreign file as JSON. What is nested too deep is not kept: writing it
// again would take the stack.
absl::StatusOr<nlohmann::json> ReadJson(const std::string& path) {
  const absl::StatusOr<std::string> text = base::ReadFile(path, kMaxFile);
  if (absl::IsResourceExhausted(text.status())) {
    return absl::InvalidArgumentError(absl::StrCat(text.status().message(), ", which no receipt is"));
  }
  RETURN_IF_ERROR(text.status());
  bool too_deep = false;
  const auto keep = [&too_deep](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return depth <= kMaxDepth;
  };
  nlohmann::json json = nlohmann::json::parse(*text, keep, /*allow_exceptions=*/false);
  if (too_deep) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is nested more than ", kMaxDepth, " levels deep, which no receipt is"));
  }
  return json;
}

// The receipt that a file in JSON is, or has.
absl::StatusOr<v1::Receipt> ReceiptIn(const nlohmann::json& json, const std::string& path) {
  if (!json.is_object()) return absl::InvalidArgumentError(absl::StrCat(path, ": is not a receipt in JSON"));
  const auto inner = json.find("receipt");
  v1::Receipt receipt;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      inner == json.end() ? json.dump() : inner->dump(), &receipt);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": is not a receipt: ", std::string(parsed.message())));
  }
  return receipt;
}

absl::StatusOr<TrustedLogs> ReadKeys(const Context& context, const std::string& path) {
  if (path.empty()) {
    ASSIGN_OR_RETURN(const std::string folder, context.IdentityFolder());
    return TrustedLogs::Load(folder);
  }
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, kMaxFile));
  return TrustedLogs::Parse(absl::StrSplit(text, absl::ByAnyChar("\r\n")));
}

// What is known of the agency's own signature: "verified", "present", "none".
//   DATA_LOSS, INVALID_ARGUMENT  a certificate was given and does not vouch for it.
absl::StatusOr<std::string> CheckAgencySignature(const ledger::VerifiedReceipt& proof,
                                                 const std::string& certificate_file) {
  if (certificate_file.empty()) return proof.record.has_act_signature() ? "present" : "none";
  ASSIGN_OR_RETURN(const std::string pem, base::ReadFile(certificate_file, kMaxFile));
  const auto certificate = certs::Certificate::FromPem(pem);
  if (!certificate.ok()) return base::InvalidField("--agency-certificate", "is not a certificate in PEM");
  RETURN_IF_ERROR(ledger::VerifyAct(proof, *certificate).status());
  return std::string("verified");
}

absl::Status Verify(const Context& context, const VerifyFlags& flags) {
  ASSIGN_OR_RETURN(const nlohmann::json json_file, ReadJson(flags.file));
  ASSIGN_OR_RETURN(const v1::Receipt receipt, ReceiptIn(json_file, flags.file));
  ASSIGN_OR_RETURN(const TrustedLogs logs, ReadKeys(context, flags.key_file));
  ASSIGN_OR_RETURN(const ledger::VerifiedReceipt proof, logs.Verify(receipt));
  RETURN_IF_ERROR(CheckSavedDocument(proof, json_file));
  ASSIGN_OR_RETURN(const std::string signature, CheckAgencySignature(proof, flags.certificate_file));
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"log", proof.checkpoint.origin},
      {"index", absl::StrCat(proof.index)},
      {"tree_size", absl::StrCat(proof.checkpoint.size)},
      {"recorded", TimeCell(proof.record.record_time())},
      {"event", proof.record.event_type()},
      {"who", AgencyText(proof.record.actor())},
      {"administrator", proof.record.administrator()},
      {"request_id", proof.record.request_id()},
      {"case_id", proof.record.case_id()},
      {"referral_id", proof.record.referral_id()},
      {"leg_id", proof.record.leg_id()},
      {"sealed_digest", absl::BytesToHexString(proof.record.sealed_digest())},
      {"document_digest", absl::BytesToHexString(proof.record.event().report_drawn().digest())},
      {"certificate_serial", proof.record.certificate_serial()},
      {"agency_signature", signature}};
  std::string json = "{\"verified\":true";
  for (const auto& [name, value] : fields)
    absl::StrAppend(&json, ",", JsonString(name), ":", JsonString(value));
  context.ShowText(absl::StrCat(json, "}\n"),
                   absl::StrCat("The receipt is genuine. It proves:\n", FormatFields(fields)));
  return absl::OkStatus();
}

}  // namespace

void AddLedgerCommand(CLI::App& app, Context& context) {
  CLI::App* ledger = AddNoun(&app, "ledger", "What the gateway proves: receipts, checkpoints, who looked");
  const auto checkpoint_flags = std::make_shared<CheckpointFlags>();
  CLI::App* checkpoint =
      AddVerb(ledger, context, "checkpoint", "Fetch and verify the latest signed checkpoint",
              {"enlacectl ledger checkpoint --log case --save case-2026-11.txt"},
              [&context, checkpoint_flags] { return ShowCheckpoint(context, *checkpoint_flags); });
  checkpoint->add_option("--log", checkpoint_flags->log, "case or trust");
  checkpoint->add_option("--save", checkpoint_flags->save, "Keep the signed text in this file");
  const auto kept = std::make_shared<std::string>();
  AddVerb(ledger, context, "consistency", "Check that the log only grew since a kept checkpoint",
          {"enlacectl ledger consistency case-2026-11.txt"},
          [&context, kept] { return Consistency(context, *kept); })
      ->add_option("FILE", *kept, "Checkpoint that was kept")
      ->required();
  const auto access_flags = std::make_shared<AccessFlags>();
  AddVerb(ledger, context, "accesses", "List who did and read what in a case (overseers)",
          {"enlacectl ledger accesses --case 01HX... --officer ov-2 --purpose complaint-17"},
          [&context, access_flags] { return Accesses(context, *access_flags); })
      ->add_option("--case", access_flags->case_id, "Case, 26 characters")
      ->required();
  const auto verify_flags = std::make_shared<VerifyFlags>();
  CLI::App* verify =
      AddVerb(ledger, context, "verify", "Verify a receipt, and the report it is about, offline: no connection, no identity needed",
              {"enlacectl ledger verify receipt.json --key log-keys.txt",
               "enlacectl ledger verify receipt.json --key log-keys.txt --agency-certificate mx-fgr.pem"},
              [&context, verify_flags] { return Verify(context, *verify_flags); });
  verify->add_option("FILE", verify_flags->file, "Receipt in JSON, or an answer of -o json that has one")
      ->required();
  verify->add_option(
      "--key", verify_flags->key_file,
      "File with the logs' verification keys, one per line; the identity folder's unless said");
  verify->add_option(
      "--agency-certificate", verify_flags->certificate_file,
      "TLS certificate of the agency that acted, in PEM: verifies that it signed the act itself");
}

}  // namespace enlace::client
