#include "adapters/grpc/local_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/grpc/status_to_rpc.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "google/protobuf/util/message_differencer.h"

namespace enlace::adapters {
namespace {

constexpr char kNotePurpose[] = "seal-note";

template <typename Response>
grpc::Status Finish(absl::StatusOr<Response> answer, Response* response) {
  if (!answer.ok()) return StatusToRpc(answer.status());
  *response = *std::move(answer);
  return grpc::Status::OK;
}

}  // namespace

grpc::Status LocalService::SendReferral(grpc::ServerContext*, const local::v1::SendReferralRequest* request,
                                        local::v1::SendReferralResponse* response) {
  base::MutexLock lock(&mu_);
  return Finish(Send(*request), response);
}

grpc::Status LocalService::ReadReferral(grpc::ServerContext*, const local::v1::ReadReferralRequest* request,
                                        local::v1::ReadReferralResponse* response) {
  base::MutexLock lock(&mu_);
  return Finish(Read(*request), response);
}

grpc::Status LocalService::AdvanceLegWithNote(grpc::ServerContext*,
                                              const local::v1::AdvanceLegWithNoteRequest* request,
                                              local::v1::AdvanceLegWithNoteResponse* response) {
  base::MutexLock lock(&mu_);
  return Finish(Advance(*request), response);
}

void LocalService::RenewIfDue() {
  base::MutexLock lock(&mu_);
  gateway_.renew_if_due();
  const absl::Status removed = spool_.ForgetOlderThan(clock_.Now() - kSpoolLife);
  if (!removed.ok()) {
    base::Log(base::LogLevel::kWarning, "adapter.spool_not_cleared", {{"problem", removed.message()}});
  }
}

absl::StatusOr<local::v1::SendReferralResponse> LocalService::Send(
    const local::v1::SendReferralRequest& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (!request.has_classification()) return base::MissingField("classification");
  if (!request.has_disclosure()) return base::MissingField("disclosure");
  if (!request.has_content()) return base::MissingField("content");
  if (!request.has_petition_time()) return base::MissingField("petition_time");
  client::OutgoingReferral out;
  out.request_id = request.request_id();
  out.case_id = request.case_id();
  out.classification = request.classification();
  if (out.classification.mechanism_id().empty()) out.classification.set_mechanism_id(mechanism_id_);
  out.disclosure = request.disclosure();
  out.content = request.content();
  if (request.has_event_time()) out.event_time = base::FromProto(request.event_time());
  out.petition_time = base::FromProto(request.petition_time());
  out.excluded.assign(request.excluded_agencies().begin(), request.excluded_agencies().end());
  out.officer_pseudonym = request.officer_pseudonym();
  ASSIGN_OR_RETURN(client::SentReferral sent, gateway_.sender().Send(out, &spool_));
  local::v1::SendReferralResponse response;
  *response.mutable_referral() = std::move(sent.referral);
  response.mutable_referral()->clear_sealed();
  if (!sent.was_sent_before) *response.mutable_receipt() = std::move(sent.receipt);
  return response;
}

absl::StatusOr<local::v1::ReadReferralResponse> LocalService::Read(
    const local::v1::ReadReferralRequest& request) {
  if (request.referral_id().empty()) return base::MissingField("referral_id");
  ASSIGN_OR_RETURN(
      client::ReadReferral read,
      gateway_.reader().Fetch(request.referral_id(), request.officer_pseudonym(), request.purpose()));
  local::v1::ReadReferralResponse response;
  *response.mutable_referral() = std::move(read.referral);
  response.mutable_referral()->clear_sealed();
  response.mutable_referral()->clear_notes();
  if (read.content.has_value()) *response.mutable_content() = *std::move(read.content);
  response.set_sender_uri(read.sender_uri);
  for (client::ReadNote& note : read.notes) {
    if (!note.content.has_value()) continue;
    local::v1::OpenedNote& opened = *response.add_notes();
    *opened.mutable_note() = std::move(note.note);
    opened.mutable_note()->clear_sealed();
    *opened.mutable_content() = *std::move(note.content);
  }
  *response.mutable_record() = std::move(read.record);
  return response;
}

absl::StatusOr<local::v1::AdvanceLegWithNoteResponse> LocalService::Advance(
    const local::v1::AdvanceLegWithNoteRequest& request) {
  const v1::AdvanceLegRequest& action = request.action();
  RETURN_IF_ERROR(base::CheckRequestId("action.request_id", action.request_id()));
  if (action.referral_id().empty()) return base::MissingField("action.referral_id");
  if (action.leg_id().empty()) return base::MissingField("action.leg_id");
  if (action.expected_version() == 0) return base::MissingField("action.expected_version");
  if (action.has_sealed_note())
    return base::InvalidField("action.sealed_note", "the adapter seals; give note instead");
  if (!action.act_signature().empty())
    return base::InvalidField("action.act_signature", "the adapter signs; leave it away");
  if (!request.has_note()) return base::MissingField("note");
  const std::string name = absl::StrCat(action.request_id(), ".act");
  ASSIGN_OR_RETURN(const v1::AdvanceLegRequest sealed, KeptOrSealed(request, name));
  auto done = gateway_.legs().Submit(sealed);
  // It took no effect, so that it may be corrected under the same request_id.
  if (absl::IsAborted(done.status()) || absl::IsFailedPrecondition(done.status()) ||
      absl::IsInvalidArgument(done.status())) {
    RETURN_IF_ERROR(spool_.Remove(name));
  }
  ASSIGN_OR_RETURN(v1::AdvanceLegResponse advanced, std::move(done));
  local::v1::AdvanceLegWithNoteResponse response;
  *response.mutable_leg() = std::move(*advanced.mutable_leg());
  *response.mutable_opened_legs() = std::move(*advanced.mutable_opened_legs());
  *response.mutable_receipt() = std::move(*advanced.mutable_receipt());
  return response;
}

absl::StatusOr<v1::AdvanceLegRequest> LocalService::KeptOrSealed(
    const local::v1::AdvanceLegWithNoteRequest& request, const std::string& name) {
  const v1::AdvanceLegRequest& action = request.action();
  v1::AdvanceLegRequest kept;
  const absl::Status found = spool_.Find(name, &kept);
  if (found.ok()) {
    v1::AdvanceLegRequest bare = kept;
    bare.clear_sealed_note();
    if (!google::protobuf::util::MessageDifferencer::Equals(bare, action)) return base::RequestIdReused();
    return kept;
  }
  // Behind a mark the gateway tells whether it took effect: REQUEST_ID_REUSED.
  if (!absl::IsNotFound(found) && !absl::IsFailedPrecondition(found)) return found;
  ASSIGN_OR_RETURN(const client::ReadReferral read,
                   gateway_.reader().Fetch(action.referral_id(), action.officer_pseudonym(), kNotePurpose));
  ASSIGN_OR_RETURN(v1::Leg leg, gateway_.legs().FindLeg(read.referral, action.leg_id()));
  leg.set_version(action.expected_version());
  ASSIGN_OR_RETURN(kept, gateway_.legs().Prepare(read.referral, leg, action, request.note()));
  RETURN_IF_ERROR(spool_.Keep(name, kept));
  return kept;
}

}  // namespace enlace::adapters
