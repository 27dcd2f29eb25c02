#include "tests/property/silent_scene.h"

#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"

namespace enlace::property {
namespace {

void Link(const std::string& case_id, const std::string& number, v1::LinkNativeNumberRequest* request) {
  request->set_case_id(case_id);
  request->set_native_number_hash(number);
  request->set_officer_pseudonym("officer");
}

template <typename Request>
void FillReport(const v1::CaseKey& key, absl::Time now, const std::string& request_id, Request* request) {
  request->set_request_id(request_id);
  *request->mutable_key() = key;
  *request->mutable_status()->mutable_as_of_time() = base::ToProto(now);
}

void FillStatus(v1::ReportInvestigationStatusRequest* request) {
  request->mutable_status()->set_stage(v1::INVESTIGATION_STAGE_TRIAL);
  request->mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
}

void FillStatus(v1::ReportProtectionStatusRequest* request) {
  request->mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  request->mutable_status()->set_risk(v1::RISK_LEVEL_EXTREME);
}

v1::CaseKey KeyOf(const Ids& ids, bool by_number) {
  v1::CaseKey key;
  if (by_number) key.set_native_number_hash(ids.number);
  if (!by_number) key.set_case_id(ids.case_id);
  return key;
}

}  // namespace

SilentScene::SilentScene(Mode mode, store::Store* store, absl::Time now)
    : GatewayFixture(mode, 100, store, now) {}

void SilentScene::SetUp() {
  EnrolScene();
  secret_ = MustSubmit(kSender, Urgent(), {kPolice});
  for (const char* agency : {kProsecutor, kFederal}) Accept(secret_, agency);
  for (const char* agency : {kProsecutor, kFederal, kOmbudsman}) {
    v1::LinkNativeNumberRequest link;
    link.set_request_id(used_[agency] = NewId());
    Link(secret_.case_id(), NumberOf(agency), &link);
    ASSERT_THAT(Call(api().link_native_number, CallerOf(agency), link), IsOk());
  }
  used_[kPolice] = NewId();
  for (const v1::Leg& leg : secret_.legs()) leg_ids_[leg.recipient().agency_id()] = leg.leg_id();
  leg_ids_[kPolice] = secret_.legs(0).leg_id();
  MustSubmit(kSender, Urgent(), {kProsecutor, kFederal, kOmbudsman, kPolice}, secret_.case_id());
}

Ids SilentScene::Secret(const std::string& agency) const {
  return {secret_.case_id(), secret_.referral_id(), leg_ids_.at(agency), NumberOf(agency), used_.at(agency)};
}

Ids SilentScene::Unknown(const std::string& agency) {
  const std::string referral = base::DeriveReferralId("nobody", "nothing");
  return {NoSuchId(), referral, base::DeriveLegId(referral, 0), base::Sha256("no number of " + agency),
          NewId()};
}

template <typename Request, typename Response>
Question SilentScene::Ask(const std::string& name, const std::string& method, const std::string& caller,
                          service::Handler<Request, Response>* handler,
                          std::function<void(const Ids&, Request*)> fill) {
  const auto make = [fill](const Ids& ids) {
    Request request;
    fill(ids, &request);
    return request;
  };
  return {caller + ": " + name, caller, "/enlace.v1." + method,
          [make](const Ids& ids) { return make(ids).SerializeAsString(); },
          [this, make, caller, handler](const Ids& ids) -> absl::StatusOr<std::string> {
            ASSIGN_OR_RETURN(const Response response, Call(handler, CallerOf(caller), make(ids)));
            return response.SerializeAsString();
          }};
}

void SilentScene::AddCommands(const std::string& caller, std::vector<Question>* questions) {
  const auto add = [questions](Question question) { questions->push_back(std::move(question)); };
  const v1::SubmitReferralRequest submission = Submission(caller, Urgent());
  add(Ask<v1::SubmitReferralRequest>("a further referral", "ReferralService/SubmitReferral", caller,
                                     api().submit_referral, [submission](const Ids& ids, auto* request) {
                                       *request = submission;
                                       request->set_case_id(ids.case_id);
                                     }));
  for (int action = v1::AdvanceLegRequest::kConfirmDelivery;
       action <= v1::AdvanceLegRequest::kMarkEnteredInError; ++action) {
    const auto* field = v1::AdvanceLegRequest::descriptor()->FindFieldByNumber(action);
    add(Ask<v1::AdvanceLegRequest>(
        "to " + field->name(), "ReferralService/AdvanceLeg", caller, api().advance_leg,
        [field, id = NewId()](const Ids& ids, auto* request) {
          request->set_request_id(id);
          request->set_referral_id(ids.referral_id);
          request->set_leg_id(ids.leg_id);
          request->set_expected_version(5);
          request->set_officer_pseudonym("officer");
          request->GetReflection()->MutableMessage(request, field);
          if (request->has_confirm_delivery()) request->mutable_confirm_delivery()->set_channel("grpc");
          if (request->has_begin_work())
            request->mutable_begin_work()->set_act(v1::CLOCK_EVENT_PROCESS_ACTIVATED);
          if (request->has_transfer())
            request->mutable_transfer()->mutable_successor()->set_agency_id(kStranger);
          if (request->has_decline()) request->mutable_decline()->set_reason(v1::DECLINE_REASON_DUPLICATE);
          if (request->has_decline()) request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
        }));
  }
  for (const bool repeated : {false, true}) {
    add(Ask<v1::LinkNativeNumberRequest>(repeated ? "its own link once more" : "to link a number",
                                         "CaseService/LinkNativeNumber", caller, api().link_native_number,
                                         [repeated, id = NewId()](const Ids& ids, auto* request) {
                                           request->set_request_id(repeated ? ids.request_id : id);
                                           Link(ids.case_id, ids.number, request);
                                         }));
  }
  for (const bool by_number : {false, true}) {
    add(Ask<v1::ReportInvestigationStatusRequest>(
        "to report an investigation", "CaseService/ReportInvestigationStatus", caller,
        api().report_investigation_status, [=, this, id = NewId()](const Ids& ids, auto* request) {
          FillReport(KeyOf(ids, by_number), clock_.Now(), id, request);
          FillStatus(request);
        }));
    add(Ask<v1::ReportProtectionStatusRequest>("to report a protection", "CaseService/ReportProtectionStatus",
                                               caller, api().report_protection_status,
                                               [=, this, id = NewId()](const Ids& ids, auto* request) {
                                                 FillReport(KeyOf(ids, by_number), clock_.Now(), id, request);
                                                 FillStatus(request);
                                               }));
  }
}

void SilentScene::AddLooks(const std::string& caller, std::vector<Question>* questions) {
  const auto add = [questions](Question question) { questions->push_back(std::move(question)); };
  for (const size_t pseudonym : {7u, 65u}) {  // The second is too long.
    const std::string officer(pseudonym, 'o');
    add(Ask<v1::GetReferralRequest>("the referral", "ReferralService/GetReferral", caller, api().get_referral,
                                    [officer](const Ids& ids, auto* request) {
                                      request->set_referral_id(ids.referral_id);
                                      request->set_officer_pseudonym(officer);
                                    }));
    for (const bool by_number : {false, true}) {
      add(Ask<v1::GetCaseStatusRequest>("the status", "CaseService/GetCaseStatus", caller,
                                        api().get_case_status, [=](const Ids& ids, auto* request) {
                                          *request->mutable_key() = KeyOf(ids, by_number);
                                          request->set_officer_pseudonym(officer);
                                        }));
    }
    add(Ask<v1::ListAccessesRequest>("who looked", "LedgerService/ListAccesses", caller, api().list_accesses,
                                     [officer](const Ids& ids, auto* request) {
                                       request->set_case_id(ids.case_id);
                                       request->set_officer_pseudonym(officer);
                                     }));
    add(Ask<v1::ResolveRecipientsRequest>("whom a further referral would reach",
                                          "DirectoryService/ResolveRecipients", caller,
                                          api().resolve_recipients, [=, this](const Ids& ids, auto* request) {
                                            request->set_case_id(ids.case_id);
                                            *request->mutable_classification() = Urgent();
                                            request->set_officer_pseudonym(officer);
                                          }));
  }
  // No key of a batch comes back otherwise than it went.
  add(Ask<v1::BatchGetCaseStatusRequest>("a batch", "CaseService/BatchGetCaseStatus", caller,
                                         api().batch_get_case_status, [](const Ids& ids, auto* request) {
                                           *request->add_keys() = KeyOf(ids, false);
                                           *request->add_keys() = KeyOf(ids, true);
                                         }));
  add(Ask<v1::GetCaseStatusRequest>("a question that is too large", "CaseService/GetCaseStatus", caller,
                                    api().get_case_status, [](const Ids& ids, auto* request) {
                                      *request->mutable_key() = KeyOf(ids, false);
                                      request->set_purpose(std::string(3 << 20, 'x'));
                                    }));
}

std::vector<Question> SilentScene::Questions() {
  std::vector<Question> questions;
  for (const std::string& caller : Excluded()) {
    AddCommands(caller, &questions);
    AddLooks(caller, &questions);
  }
  return questions;
}

}  // namespace enlace::property
