#include "adapters/runtime/outbound.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/runtime/derived_request_id.h"
#include "adapters/runtime/verdict.h"
#include "client/retry_policy.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::adapters {
namespace {

// How often a leg is read again because somebody else moved it meanwhile.
constexpr int kMostLooks = 3;

Settlement SettledBy(const v1::Receipt& receipt, absl::string_view short_code) {
  Settlement settlement;
  settlement.referral_id = receipt.referral_id();
  settlement.short_code = std::string(short_code);
  settlement.log_index = receipt.log_index();
  settlement.record_time = base::FromProto(receipt.record_time());
  return settlement;
}

// What is sent again is sent as it was, from the spool. Another request of the same
// id is of an earlier version, which kept none, and took effect.
bool TookEffectBefore(const absl::Status& status) {
  return base::ReasonOf(status) == v1::ERROR_REASON_REQUEST_ID_REUSED;
}

// The leg is not any more as we saw it: somebody moved it, or an earlier run of
// ours did and its answer was lost.
bool LooksAgain(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason == v1::ERROR_REASON_VERSION_CONFLICT || reason == v1::ERROR_REASON_REQUEST_ID_REUSED;
}

// What the officer wrote, without the times of reading and sending: a line that
// was corrected after a refusal is another request.
std::string DigestOf(const client::OutgoingReferral& referral) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    referral.classification.SerializeToCodedStream(&coded);
    coded.WriteTag(0);
    referral.disclosure.SerializeToCodedStream(&coded);
    coded.WriteTag(0);
    referral.content.SerializeToCodedStream(&coded);
    for (const v1::ExcludedAgency& excluded : referral.excluded) {
      coded.WriteTag(0);
      excluded.SerializeToCodedStream(&coded);
    }
  }
  return absl::BytesToHexString(base::Sha256(bytes));
}

const char* NoticeText(absl::string_view language) {
  if (absl::StartsWith(language, "pt")) {
    return "Não foi enviado, nem será enquanto este aviso existir: uma prova do gateway não confere. Avise "
           "quem o "
           "administra e a ouvidoria. Depois de esclarecido, apague este aviso e o adaptador tentará de "
           "novo.\n";
  }
  if (absl::StartsWith(language, "en")) {
    return "This was not sent, and will not be as long as this notice is here: a proof of the gateway does "
           "not "
           "verify. Tell its administrator and the ombudsman's office. When it is explained, remove this "
           "notice and "
           "the adapter tries again.\n";
  }
  return "No se envió, ni se enviará mientras exista este aviso: una prueba de la pasarela no es válida. "
         "Avise a quien "
         "la administra y a la defensoría. Cuando esté aclarado, borre este aviso y el adaptador lo "
         "intentará de "
         "nuevo.\n";
}

}  // namespace

absl::Status Outbound::SendAll() {
  ASSIGN_OR_RETURN(const std::vector<Collected> collected, deps_.driver.Collect());
  waiting_ = 0;
  held_back_ = 0;
  for (const Collected& item : collected) RETURN_IF_ERROR(SendOne(item));
  return absl::OkStatus();
}

absl::Status Outbound::SendOne(const Collected& item) {
  const std::string& id = SourceIdOf(item);
  const absl::Time now = deps_.session.clock().Now();
  if (base::FileExists(NoticePath(id))) {
    ++held_back_;
    return absl::OkStatus();
  }
  if (!retries_.IsDue(id, now)) {
    ++waiting_;
    return absl::OkStatus();
  }
  absl::StatusOr<Settlement> settled = std::visit([this](const auto& thing) { return Send(thing); }, item);
  Settlement settlement;
  if (settled.ok()) {
    settlement = *std::move(settled);
  } else {
    const absl::Status& failure = settled.status();
    const Verdict verdict = VerdictOf(failure);
    if (verdict == Verdict::kUnproved) return HoldBack(id, failure);
    if (IsGatewayAway(failure)) return failure;
    if (verdict == Verdict::kTryAgain) {
      ++waiting_;
      const absl::Duration delay = retries_.Failed(id, failure, now, client::Chance(deps_.session.random()));
      base::Log(base::LogLevel::kWarning, "adapter.not_sent_yet",
                {{"source_id", id},
                 {"code", absl::StatusCodeToString(failure.code())},
                 {"problem", LogText(failure)},
                 {"seconds", absl::ToInt64Seconds(delay)}});
      return absl::OkStatus();
    }
    settlement.result = absl::Status(failure.code(), TextFor(failure, deps_.language));
  }
  base::Log(base::LogLevel::kInfo, settlement.result.ok() ? "adapter.sent" : "adapter.refused",
            {{"source_id", id}, {"log_index", settlement.log_index}});
  RETURN_IF_ERROR(deps_.driver.Settle(id, settlement));
  RETURN_IF_ERROR(spool_.Remove(std::visit([this](const auto& thing) { return SpoolName(thing); }, item)));
  retries_.Succeeded(id);
  if (deps_.counts != nullptr) ++(settlement.result.ok() ? deps_.counts->sent : deps_.counts->refused);
  return absl::OkStatus();
}

std::string Outbound::NoticePath(const std::string& source_id) const {
  return absl::StrCat(deps_.quarantine_folder, "/", source_id, ".txt");
}

absl::Status Outbound::HoldBack(const std::string& source_id, const absl::Status& why) {
  ++held_back_;
  if (deps_.counts != nullptr) ++deps_.counts->held_back;
  base::Log(base::LogLevel::kError, "adapter.held_back",
            {{"source_id", source_id}, {"problem", LogText(why)}});
  RETURN_IF_ERROR(base::MakeFolders(deps_.quarantine_folder));
  return base::WriteFileAtomically(
      NoticePath(source_id),
      absl::StrCat(NoticeText(deps_.language), base::TimeText(deps_.session.clock().Now()), "\n",
                   why.message(), "\n"));
}

absl::Status Outbound::KeepReceipt(const std::string& name, const v1::Receipt& receipt) {
  if (receipt.leaf().empty()) return absl::OkStatus();  // Sent by an earlier run; its receipt went with it.
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  if (!google::protobuf::util::MessageToJsonString(receipt, &json, options).ok()) {
    return absl::InternalError("a receipt cannot be written as JSON");
  }
  return base::WriteFileAtomically(absl::StrCat(deps_.receipts_folder, "/", name, ".json"), json);
}

client::OutgoingReferral Outbound::ToSend(const OutgoingReferral& referral) const {
  client::OutgoingReferral out;
  out.classification = referral.classification;
  if (out.classification.mechanism_id().empty()) out.classification.set_mechanism_id(deps_.mechanism_id);
  out.disclosure = referral.disclosure;
  out.content = referral.content;
  if (referral.event_time.has_value()) out.event_time = referral.event_time;
  out.petition_time = referral.petition_time;
  out.excluded = referral.excluded;
  out.officer_pseudonym = referral.officer_pseudonym;
  out.request_id =
      DerivedRequestId(deps_.agency_id, "send", absl::StrCat(referral.source_id, "/", DigestOf(out)));
  return out;
}

std::string Outbound::SpoolName(const OutgoingReferral& referral) const {
  return ToSend(referral).request_id;
}

std::string Outbound::SpoolName(const OutgoingAction& action) const {
  return absl::StrCat(DerivedRequestId(deps_.agency_id, "act", action.source_id), ".act");
}

std::string Outbound::SpoolName(const OutgoingStatus& status) const {
  return absl::StrCat(DerivedRequestId(deps_.agency_id, "report", status.source_id), ".report");
}

absl::StatusOr<Settlement> Outbound::Send(const OutgoingReferral& referral) {
  ASSIGN_OR_RETURN(const client::SentReferral sent, deps_.sender.Send(ToSend(referral), &spool_));
  RETURN_IF_ERROR(KeepReceipt(sent.referral.short_code(), sent.receipt));
  if (!referral.native_number.empty()) RETURN_IF_ERROR(LinkNumber(sent.referral.case_id(), referral));
  Settlement settlement = SettledBy(sent.receipt, sent.referral.short_code());
  settlement.referral_id = sent.referral.referral_id();
  if (sent.was_sent_before) settlement.record_time = base::FromProto(sent.referral.create_time());
  return settlement;
}

absl::Status Outbound::LinkNumber(const std::string& case_id, const OutgoingReferral& referral) {
  v1::LinkNativeNumberRequest request;
  request.set_request_id(DerivedRequestId(deps_.agency_id, "link", referral.source_id));
  request.set_case_id(case_id);
  request.set_native_number_hash(deps_.keystore.HashNativeNumber(referral.native_number));
  request.set_officer_pseudonym(referral.officer_pseudonym);
  const absl::Status linked =
      deps_.session
          .CallAct<v1::CaseService>(deps_.case_log, &v1::CaseService::StubInterface::LinkNativeNumber,
                                    request)
          .status();
  if (!absl::IsAlreadyExists(linked)) return linked;
  // The number leads to another case of ours already; the referral stands.
  base::Log(base::LogLevel::kWarning, "adapter.number_taken", {{"case_id", case_id}});
  return absl::OkStatus();
}

absl::StatusOr<v1::Leg> Outbound::BringToReceived(const v1::Referral& referral, v1::Leg leg,
                                                  const OutgoingAction& action) {
  const auto step = [&](v1::AdvanceLegRequest request, absl::string_view act) -> absl::Status {
    request.set_request_id(
        DerivedRequestId(deps_.agency_id, act, absl::StrCat(leg.leg_id(), "/", leg.version())));
    ASSIGN_OR_RETURN(const v1::AdvanceLegResponse response,
                     deps_.legs.Advance(referral, leg, std::move(request)));
    leg = response.leg();
    return absl::OkStatus();
  };
  if (leg.state() == v1::LEG_STATE_DISPATCHED) {
    v1::AdvanceLegRequest delivered;
    delivered.mutable_confirm_delivery()->set_channel(deps_.driver.Capabilities().channel);
    RETURN_IF_ERROR(step(std::move(delivered), "confirm_delivery"));
  }
  if (leg.state() == v1::LEG_STATE_DELIVERED && !action.action.has_confirm_reception()) {
    v1::AdvanceLegRequest received;
    received.mutable_confirm_reception();
    received.set_officer_pseudonym(action.action.officer_pseudonym());
    RETURN_IF_ERROR(step(std::move(received), "confirm_reception"));
  }
  return leg;
}

absl::StatusOr<Settlement> Outbound::Send(const OutgoingAction& action) {
  absl::StatusOr<Settlement> settled = ActAgain(action);
  if (!absl::IsNotFound(settled.status())) return settled;
  settled = Act(action);
  for (int look = 1; look < kMostLooks && LooksAgain(settled.status()); ++look) settled = Act(action);
  return settled;
}

absl::StatusOr<Settlement> Outbound::ActAgain(const OutgoingAction& action) {
  v1::AdvanceLegRequest kept;
  RETURN_IF_ERROR(spool_.Find(SpoolName(action), &kept));
  absl::StatusOr<Settlement> settled = Submit(action, kept);
  // A refusal says that it never took effect: it is decided again on the leg as it
  // is now.
  if (VerdictOf(settled.status()) != Verdict::kRefused && !LooksAgain(settled.status())) return settled;
  return base::NotFound();
}

absl::StatusOr<Settlement> Outbound::Act(const OutgoingAction& action) {
  ASSIGN_OR_RETURN(const client::ReadReferral read,
                   deps_.reader.Fetch(action.referral_id, action.action.officer_pseudonym(), "decision"));
  ASSIGN_OR_RETURN(v1::Leg leg, deps_.legs.FindLeg(read.referral, action.leg_id));
  ASSIGN_OR_RETURN(leg, BringToReceived(read.referral, std::move(leg), action));
  Settlement settlement;
  settlement.referral_id = action.referral_id;
  settlement.short_code = action.short_code;
  settlement.record_time = base::FromProto(leg.state_since());
  const bool received_already =
      action.action.has_confirm_reception() && leg.state() != v1::LEG_STATE_DELIVERED;
  if (received_already) return settlement;
  v1::AdvanceLegRequest request = action.action;
  request.set_request_id(DerivedRequestId(deps_.agency_id, "act", action.source_id));
  std::optional<content::v1::NoteContent> note;
  if (!action.note.text().empty()) note = action.note;
  ASSIGN_OR_RETURN(request, deps_.legs.Prepare(read.referral, leg, std::move(request), note));
  RETURN_IF_ERROR(spool_.Keep(SpoolName(action), request));
  absl::StatusOr<Settlement> settled = Submit(action, request);
  if (TookEffectBefore(settled.status())) return settlement;
  return settled;
}

absl::StatusOr<Settlement> Outbound::Submit(const OutgoingAction& action,
                                            const v1::AdvanceLegRequest& request) {
  ASSIGN_OR_RETURN(const v1::AdvanceLegResponse done, deps_.legs.Submit(request));
  RETURN_IF_ERROR(
      KeepReceipt(absl::StrCat(action.short_code, "-", done.receipt().log_index()), done.receipt()));
  return SettledBy(done.receipt(), action.short_code);
}

absl::StatusOr<Settlement> Outbound::Send(const OutgoingStatus& status) {
  using Stub = v1::CaseService::StubInterface;
  if (const auto* investigation = std::get_if<v1::InvestigationStatus>(&status.status)) {
    return Report<v1::ReportInvestigationStatusRequest>(status, *investigation,
                                                        &Stub::ReportInvestigationStatus);
  }
  return Report<v1::ReportProtectionStatusRequest>(status, std::get<v1::ProtectionStatus>(status.status),
                                                   &Stub::ReportProtectionStatus);
}

template <typename Request, typename Reported, typename Method>
absl::StatusOr<Settlement> Outbound::Report(const OutgoingStatus& status, const Reported& reported,
                                            Method method) {
  Request request;
  const absl::Status kept = spool_.Find(SpoolName(status), &request);
  if (!kept.ok() && !absl::IsNotFound(kept)) return kept;
  if (!kept.ok()) {
    request.set_request_id(DerivedRequestId(deps_.agency_id, "report", status.source_id));
    if (status.case_id.empty()) {
      request.mutable_key()->set_native_number_hash(deps_.keystore.HashNativeNumber(status.native_number));
    } else {
      request.mutable_key()->set_case_id(status.case_id);
    }
    *request.mutable_status() = reported;
    request.set_officer_pseudonym(status.officer_pseudonym);
    RETURN_IF_ERROR(spool_.Keep(SpoolName(status), request));
  }
  const auto response = deps_.session.CallAct<v1::CaseService>(deps_.case_log, method, request);
  if (TookEffectBefore(response.status())) return Settlement();
  RETURN_IF_ERROR(response.status());
  const v1::Receipt& receipt = response->receipt();
  RETURN_IF_ERROR(KeepReceipt(absl::StrCat("status-", receipt.log_index()), receipt));
  return SettledBy(receipt, "");
}

}  // namespace enlace::adapters
