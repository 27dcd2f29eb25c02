#include "tests/property/comparison.h"

#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/property/reference_table.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

// Each takes out what the reference does not keep.
void Strip(v1::SealedPayload* sealed) {
  // The bytes are the right ones if they match their digest.
  if (!sealed->cms().empty() && base::Sha256(sealed->cms()) == sealed->digest()) sealed->clear_cms();
}
void Strip(v1::Receipt* receipt) {
  receipt->clear_tlog_proof();
  receipt->clear_leaf();
  receipt->clear_record();
  receipt->clear_salt();
}
void Strip(v1::Leg* leg) {
  if (!leg->held_reason().empty()) leg->set_held_reason(kHeld);
}
void Strip(v1::Clock* clock) {
  clock->clear_authority();
  clock->clear_legal_reference();
  clock->clear_inferred();
  clock->clear_responsible();
  clock->clear_steps();  // No time passes in which one would be taken.
}
void Strip(v1::Referral* referral);
void Strip(v1::CaseAccess* access);
void Strip(v1::WarningView* view);
template <typename Messages>
void StripAll(Messages* messages) {
  for (auto& message : *messages) Strip(&message);
}
void Strip(v1::Referral* referral) {
  StripAll(referral->mutable_legs());
  StripAll(referral->mutable_clocks());
  if (referral->has_sealed()) Strip(referral->mutable_sealed());
  for (v1::SealedNote& note : *referral->mutable_notes()) Strip(note.mutable_sealed());
}
void Strip(v1::CaseStatus* status) {
  StripAll(status->mutable_clocks());
  for (v1::ReferralStatus& referral : *status->mutable_referrals()) StripAll(referral.mutable_legs());
}
void Strip(v1::CaseAccess* access) {
  const std::string& type = access->event_type();
  const bool is_look =
      absl::EndsWith(type, ".read") || absl::EndsWith(type, ".listed") || absl::EndsWith(type, ".refused");
  if (!is_look) access->clear_event_type();
  access->clear_officer_pseudonym();
  access->clear_referral_id();
  access->clear_leg_id();
}
// Where a reader is to get the bytes, none are as wrong as others.
void StripBytes(v1::SealedPayload* sealed) {
  if (sealed->cms().empty()) sealed->set_cms("missing");
  Strip(sealed);
}
void Strip(v1::WarningView* view) {
  if (view->warning().has_sealed_alert()) StripBytes(view->mutable_warning()->mutable_sealed_alert());
  for (v1::WarningAnswer& answer : *view->mutable_answers()) {
    if (answer.has_sealed_note()) StripBytes(answer.mutable_sealed_note());
  }
  for (v1::Clock& clock : *view->mutable_clocks()) {
    for (v1::ClockStep& step : *clock.mutable_steps()) step.clear_step_id();
  }
}
void Strip(v1::RecordRef* record) { record->clear_log_origin(); }

template <typename Message, typename F>
bool As(google::protobuf::Message* message, F strip) {
  if (message->GetDescriptor() != Message::descriptor()) return false;
  strip(static_cast<Message*>(message));
  return true;
}

void StripResponse(google::protobuf::Message* m) {
  As<v1::SubmitReferralResponse>(
      m, [](auto* r) { Strip(r->mutable_referral()), Strip(r->mutable_receipt()); }) ||
      As<v1::AdvanceLegResponse>(m,
                                 [](auto* r) {
                                   Strip(r->mutable_leg()), StripAll(r->mutable_opened_legs()),
                                       Strip(r->mutable_receipt());
                                 }) ||
      As<v1::AdvanceMeasureResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::WithdrawConsentResponse>(
          m, [](auto* r) { StripAll(r->mutable_ended_legs()), Strip(r->mutable_receipt()); }) ||
      As<v1::ReclassifyReferralResponse>(m,
                                         [](auto* r) {
                                           Strip(r->mutable_referral()), StripAll(r->mutable_opened_legs()),
                                               Strip(r->mutable_receipt());
                                         }) ||
      As<v1::ReportInvestigationStatusResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::ReportProtectionStatusResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::LinkNativeNumberResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::GetReferralResponse>(
          m, [](auto* r) { Strip(r->mutable_referral()), Strip(r->mutable_record()); }) ||
      As<v1::GetCaseStatusResponse>(
          m, [](auto* r) { Strip(r->mutable_status()), Strip(r->mutable_record()); }) ||
      As<v1::AcknowledgeResponse>(m, [](auto* r) { Strip(r->mutable_record()); }) ||
      As<v1::ListReferralsResponse>(
          m,
          [](auto* r) { StripAll(r->mutable_referrals()), r->clear_record(), r->clear_next_page_token(); }) ||
      As<v1::ListAccessesResponse>(
          m,
          [](auto* r) { StripAll(r->mutable_accesses()), r->clear_record(), r->clear_next_page_token(); }) ||
      As<v1::IssueWarningResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::AnswerWarningResponse>(m, [](auto* r) { Strip(r->mutable_receipt()); }) ||
      As<v1::GetWarningResponse>(m,
                                 [](auto* r) { Strip(r->mutable_warning()), Strip(r->mutable_record()); }) ||
      As<v1::ListWarningsResponse>(
          m,
          [](auto* r) { StripAll(r->mutable_warnings()), r->clear_record(), r->clear_next_page_token(); }) ||
      As<v1::BatchGetCaseStatusResponse>(m, [](auto* r) {
        for (v1::BatchCaseStatus& result : *r->mutable_results()) {
          if (result.has_status()) Strip(result.mutable_status()), Strip(result.mutable_record());
        }
      });
}

std::string RequestKey(const Call& call) {
  std::string key;
  std::visit(
      [&](const auto& request) {
        const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
        if (field != nullptr) key = request.GetReflection()->GetString(request, field);
      },
      call.request);
  return key.empty() ? key : call.caller.name() + " " + key;
}

std::string CodeText(absl::StatusCode code, v1::ErrorReason reason) {
  return absl::StrCat(absl::StatusCodeToString(code), " ", v1::ErrorReason_Name(reason));
}

}  // namespace

std::string Differ(const Call& call, const Answer& expected, const Got& got, FirstAnswers* firsts) {
  if (!got.arrived) return "the handler never answered";
  const v1::ErrorReason reason = base::ReasonOf(got.status);
  if (got.status.code() != expected.code || reason != expected.reason) {
    return absl::StrCat("expected ", CodeText(expected.code, expected.reason), ", got ",
                        CodeText(got.status.code(), reason), " \"", got.status.message(), "\"");
  }
  if (!got.status.ok()) return "";
  const std::string bytes = got.response->SerializeAsString();
  if (!expected.repeats.empty()) {
    return bytes == (*firsts)[expected.repeats]
               ? ""
               : "the repetition is not answered by the first answer's bytes";
  }
  const std::string key = RequestKey(call);
  if (!key.empty()) (*firsts)[key] = bytes;
  if (expected.response == nullptr) return "";
  StripResponse(got.response.get());
  if (got.response->SerializeAsString() == expected.response->SerializeAsString()) return "";
  std::string parts;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&parts);
  if (expected.response->GetDescriptor() == got.response->GetDescriptor()) {
    differencer.Compare(*expected.response, *got.response);
  }
  return absl::StrCat("another answer than expected (added: what the gateway says beyond):\n", parts);
}

std::string DifferInState(const CaseFacts& facts, const store::v1::CaseState& state) {
  if (state.referrals_size() != static_cast<int>(facts.referrals.size())) {
    return absl::StrCat("the case has ", state.referrals_size(), " referrals, not ", facts.referrals.size());
  }
  std::set<std::string> excluded;
  for (const store::v1::Exclusion& exclusion : state.exclusions()) excluded.insert(exclusion.agency_id());
  if (excluded != facts.excluded) return "other agencies are excluded";
  if (std::set<std::string>(state.barred_leg_ids().begin(), state.barred_leg_ids().end()) != facts.barred) {
    return "other legs are barred";
  }
  if (state.measures_size() != static_cast<int>(facts.measures.size())) {
    return absl::StrCat("the case has ", state.measures_size(), " measures, not ", facts.measures.size());
  }
  for (const store::v1::ReferralRecord& referral : state.referrals()) {
    if (referral.has_consent_withdraw_time() != facts.without_consent.contains(referral.referral_id())) {
      return "the consent to another referral was withdrawn";
    }
    std::set<std::tuple<std::string, std::string, int>> open;
    for (const v1::Leg& leg : referral.legs()) {
      if (!Open().contains(leg.state())) continue;
      if (!open.insert({leg.recipient().agency_id(), leg.recipient().unit_id(), leg.purpose()}).second) {
        return absl::StrCat(leg.recipient().agency_id(), " has two open legs for one purpose");
      }
      if (facts.excluded.contains(leg.recipient().agency_id())) {
        return absl::StrCat(leg.recipient().agency_id(), " is excluded and has an open leg");
      }
    }
  }
  return "";
}

}  // namespace enlace::property
