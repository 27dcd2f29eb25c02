#include "adapters/grpc/local_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/grpc/status_to_rpc.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

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
  // Before the first byte leaves: a repetition after a crash asks first.
  const std::string mark = absl::StrCat(spool_folder_, "/", out.request_id);
  out.may_have_been_sent = base::FileExists(mark);
  if (!out.may_have_been_sent) RETURN_IF_ERROR(base::WriteFileAtomically(mark, ""));
  ASSIGN_OR_RETURN(client::SentReferral sent, gateway_.sender().Send(out));
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
  if (!request.has_note()) return base::MissingField("note");
  ASSIGN_OR_RETURN(const client::ReadReferral read,
                   gateway_.reader().Fetch(action.referral_id(), action.officer_pseudonym(), kNotePurpose));
  ASSIGN_OR_RETURN(v1::Leg leg, gateway_.legs().FindLeg(read.referral, action.leg_id()));
  leg.set_version(action.expected_version());
  ASSIGN_OR_RETURN(v1::AdvanceLegResponse advanced,
                   gateway_.legs().Advance(read.referral, leg, action, request.note()));
  local::v1::AdvanceLegWithNoteResponse response;
  *response.mutable_leg() = std::move(*advanced.mutable_leg());
  *response.mutable_opened_legs() = std::move(*advanced.mutable_opened_legs());
  *response.mutable_receipt() = std::move(*advanced.mutable_receipt());
  return response;
}

}  // namespace enlace::adapters
