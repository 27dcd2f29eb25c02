#include "tests/property/resolver.h"

#include <algorithm>
#include <set>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/cast.h"

namespace enlace::property {
namespace {

identity::Caller CallerOf(const Command& command) {
  identity::Caller caller;
  if (command.caller() == kAdministrator) {
    caller.kind = identity::Caller::Kind::kAdministrator;
    caller.administrator = "ana";
    return caller;
  }
  caller.kind = identity::Caller::Kind::kAgency;
  caller.agency_id = command.caller();
  caller.unit_id = command.unit().empty() ? "main" : command.unit();
  if (command.caller() == kUnregistered) caller.agency_kind = v1::AGENCY_KIND_PROSECUTOR;
  for (const CastMember& member : Cast()) {
    if (member.id == command.caller()) caller.agency_kind = member.kind;
  }
  return caller;
}

// Puts the fault into those fields that the request has.
template <typename Request>
void Spoil(Fault fault, Request* request) {
  const auto* descriptor = Request::descriptor();
  const auto* reflection = request->GetReflection();
  const auto set = [&](const char* name, const std::string& value) {
    const auto* field = descriptor->FindFieldByName(name);
    if (field != nullptr) reflection->SetString(request, field, value);
    return field != nullptr;
  };
  switch (fault) {
    case FAULT_NO_REQUEST_ID:
      if (set("request_id", "")) return;
      break;
    case FAULT_LONG_PSEUDONYM:
      if (set("officer_pseudonym", std::string(65, 'x'))) return;
      break;
    case FAULT_MALFORMED_ID:
      if (set("case_id", "no id") || set("referral_id", "no id") || set("warning_id", "no id")) return;
      break;
    default:
      break;
  }
  if (!set("officer_pseudonym", std::string(65, 'x'))) request->Clear();
}

v1::GetCaseStatusRequest LookAt(const v1::CaseKey& key) {
  v1::GetCaseStatusRequest request;
  *request.mutable_key() = key;
  request.set_officer_pseudonym(kOfficer);
  request.set_purpose("review");
  return request;
}

}  // namespace

std::string RequestId(uint32_t number) { return absl::StrFormat("00000000-0000-4000-8000-%012d", number); }

google::protobuf::Timestamp Ago(absl::Time now, int64_t seconds) {
  return base::ToProto(now - absl::Seconds(seconds));
}

std::string NumberHash(const std::string& agency, uint32_t number) {
  return base::Sha256(absl::StrCat(agency, " ", number));
}

std::string Resolver::CaseId(uint32_t submission) const {
  const auto made = made_.find(submission);
  return made == made_.end() ? kNothing : made->second.case_id;
}

std::string Resolver::ReferralId(uint32_t submission) const {
  const auto made = made_.find(submission);
  return made == made_.end() ? kNothing : made->second.referral_id;
}

std::string Resolver::MeasureId(uint32_t command) const {
  const auto made = measures_.find(command);
  return made == measures_.end() ? kNothing : made->second;
}

std::string Resolver::WarningId(uint32_t issue) const {
  const auto issued = warnings_.find(issue);
  return issued == warnings_.end() ? kNothing : issued->second;
}

v1::CaseKey Resolver::KeyOf(const std::string& agency, const Look& look) const {
  v1::CaseKey key;
  if (look.number() > 0) {
    key.set_native_number_hash(NumberHash(agency, look.number()));
  } else {
    key.set_case_id(CaseId(look.case_()));
  }
  return key;
}

Call Resolver::CallOf(const std::string& agency, AnyRequest request) {
  Command command;
  command.set_caller(agency);
  Call call;
  call.caller = CallerOf(command);
  call.request = std::move(request);
  return call;
}

Call Resolver::Resolve(const Command& command, absl::Time now) {
  if (command.has_repeat()) {
    const auto earlier = calls_.find(command.repeat().command());
    if (earlier != calls_.end()) {
      Call call = earlier->second;
      call.number = command.number();
      if (!command.repeat().other_body() || call.malformed) return call;
      std::visit(
          [](auto& request) {
            const auto* field =
                std::decay_t<decltype(request)>::descriptor()->FindFieldByName("officer_pseudonym");
            if (field != nullptr) request.GetReflection()->SetString(&request, field, "another");
          },
          call.request);
      return call;
    }
  }
  Call call;
  call.number = command.number();
  call.caller = CallerOf(command);
  call.subject = command.has_suspend()     ? command.suspend().agency()
                 : command.has_reinstate() ? command.reinstate().agency()
                                           : command.revoke().agency();
  call.request = RequestOf(command, now);
  const bool can_spoil = !command.has_watch() && !command.has_acknowledge() && !command.has_repeat();
  if (command.fault() != FAULT_NONE && can_spoil) {
    call.malformed = true;
    std::visit([&](auto& request) { Spoil(command.fault(), &request); }, call.request);
  }
  calls_[command.number()] = call;
  return call;
}

AnyRequest Resolver::RequestOf(const Command& command, absl::Time now) {
  const std::string request_id = RequestId(command.number());
  switch (command.verb_case()) {
    case Command::kSubmit:
      return Submission(command, now);
    case Command::kAdvance:
      return Advance(command, now);
    case Command::kReportInvestigation: {
      const Report& report = command.report_investigation();
      v1::ReportInvestigationStatusRequest request;
      request.set_request_id(request_id);
      request.set_officer_pseudonym(kOfficer);
      *request.mutable_key() = KeyOf(command.caller(), report.key());
      request.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_TRIAL);
      request.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
      *request.mutable_status()->mutable_as_of_time() = Ago(now, report.as_of_seconds_ago());
      if (report.has_moved_seconds_ago()) {
        *request.mutable_status()->mutable_last_movement_time() = Ago(now, report.moved_seconds_ago());
      }
      if (report.act() != v1::CLOCK_EVENT_UNSPECIFIED) {
        request.add_acts()->set_event(report.act());
        *request.mutable_acts(0)->mutable_occur_time() = Ago(now, report.act_seconds_ago());
      }
      return request;
    }
    case Command::kReportProtection: {
      const Report& report = command.report_protection();
      v1::ReportProtectionStatusRequest request;
      request.set_request_id(request_id);
      request.set_officer_pseudonym(kOfficer);
      *request.mutable_key() = KeyOf(command.caller(), report.key());
      request.mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
      request.mutable_status()->set_risk(v1::RISK_LEVEL_EXTREME);
      *request.mutable_status()->mutable_as_of_time() = Ago(now, report.as_of_seconds_ago());
      if (report.act() != v1::CLOCK_EVENT_UNSPECIFIED) {
        request.mutable_status()->add_acts()->set_event(report.act());
        *request.mutable_status()->mutable_acts(0)->mutable_occur_time() = Ago(now, report.act_seconds_ago());
      }
      return request;
    }
    case Command::kLink: {
      v1::LinkNativeNumberRequest request;
      request.set_request_id(request_id);
      request.set_officer_pseudonym(kOfficer);
      request.set_case_id(CaseId(command.link().case_()));
      request.set_native_number_hash(NumberHash(command.caller(), command.link().number()));
      return request;
    }
    case Command::kRead: {
      v1::GetReferralRequest request;
      request.set_referral_id(ReferralId(command.read().referral()));
      request.set_officer_pseudonym(kOfficer);
      request.set_purpose("review");
      return request;
    }
    case Command::kList: {
      v1::ListReferralsRequest request;
      request.set_page_size(command.list().page_size());
      *request.mutable_leg_states() = command.list().leg_states();
      request.set_officer_pseudonym(kOfficer);
      return request;
    }
    case Command::kBatch: {
      v1::BatchGetCaseStatusRequest request;
      for (const Look& look : command.batch().keys()) *request.add_keys() = KeyOf(command.caller(), look);
      request.set_officer_pseudonym(kOfficer);
      request.set_purpose("review");
      return request;
    }
    case Command::kAccesses: {
      v1::ListAccessesRequest request;
      request.set_case_id(CaseId(command.accesses().case_()));
      request.set_page_size(command.accesses().page_size());
      request.set_officer_pseudonym(kOfficer);
      request.set_purpose("oversight");
      return request;
    }
    case Command::kWatch: {
      v1::WatchRequest request;
      if (command.watch().has_after()) request.set_after_position(command.watch().after());
      return request;
    }
    case Command::kAcknowledge: {
      v1::AcknowledgeRequest request;
      request.set_position(command.acknowledge().position());
      return request;
    }
    case Command::kSuspend: {
      v1::SuspendAgencyRequest request;
      request.set_request_id(request_id);
      request.set_agency_id(command.suspend().agency());
      request.set_reason("drill");
      return request;
    }
    case Command::kReinstate: {
      v1::ReinstateAgencyRequest request;
      request.set_request_id(request_id);
      request.set_agency_id(command.reinstate().agency());
      request.set_reason("drill");
      return request;
    }
    case Command::kRevoke: {
      v1::RevokeCertificateRequest request;
      request.set_request_id(request_id);
      request.set_serial(serial_of_(command.revoke().agency()));
      return request;
    }
    case Command::kLift: {
      v1::LiftExclusionRequest request;
      request.set_request_id(request_id);
      request.set_case_id(CaseId(command.lift().case_()));
      request.set_agency_id(command.lift().agency());
      request.set_reason("mistake");
      return request;
    }
    case Command::kMeasure:
      return Measure(command, now);
    case Command::kWithdrawConsent:
      return Consent(command);
    case Command::kReclassify:
      return Reclassification(command);
    case Command::kWarn: {
      v1::IssueWarningRequest request = Issue(command, now);
      request.set_request_id(request_id);
      request.set_officer_pseudonym(kOfficer);
      warnings_[command.number()] = base::DeriveWarningId(command.caller(), request_id);
      return request;
    }
    case Command::kRespond: {
      v1::AnswerWarningRequest request = Reply(command);
      request.set_request_id(request_id);
      request.set_officer_pseudonym(kOfficer);
      return request;
    }
    case Command::kReadWarning: {
      v1::GetWarningRequest request;
      request.set_warning_id(WarningId(command.read_warning().warning()));
      request.set_officer_pseudonym(kOfficer);
      request.set_purpose("review");
      return request;
    }
    case Command::kListWarnings: {
      v1::ListWarningsRequest request;
      request.set_page_size(command.list_warnings().page_size());
      request.set_active_only(command.list_warnings().active_only());
      request.set_officer_pseudonym(kOfficer);
      return request;
    }
    case Command::kRepeat:
    case Command::kLook:
    case Command::VERB_NOT_SET:
      break;
  }
  return LookAt(KeyOf(command.caller(), command.look()));
}

v1::SubmitReferralRequest Resolver::Submission(const Command& command, absl::Time now) {
  const Submit& submit = command.submit();
  const std::string& sender = command.caller();
  v1::SubmitReferralRequest request;
  request.set_request_id(RequestId(command.number()));
  if (submit.case_() > 0) request.set_case_id(CaseId(submit.case_()));
  v1::Classification& c = *request.mutable_classification();
  c.set_mechanism_id("mx-federal");
  c.set_procedure(submit.urgent() ? v1::PROCEDURE_TYPE_URGENT : v1::PROCEDURE_TYPE_ORDINARY);
  if (submit.urgent()) c.add_urgency_grounds(v1::URGENCY_GROUND_LIFE);
  c.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
  c.add_population(v1::POPULATION_GROUP_JOURNALIST);
  c.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  c.add_incidents(v1::INCIDENT_TYPE_THREAT);
  c.set_persons_covered(1);
  c.mutable_territory()->set_subdivision(submit.subdivision().empty() ? "MX-CHH" : submit.subdivision());
  c.mutable_territory()->set_country(c.territory().subdivision().substr(0, 2));
  request.mutable_disclosure()->set_basis(v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  *request.mutable_disclosure()->mutable_given_time() = base::ToProto(now);
  *request.mutable_petition_time() = Ago(now, submit.petition_seconds_ago());
  request.set_officer_pseudonym(kOfficer);
  std::set<std::string> excluded;
  const auto existing = model_.cases().find(request.case_id());
  if (existing != model_.cases().end()) excluded = existing->second.excluded;
  for (const std::string& id : submit.exclude()) {
    request.add_excluded_agencies()->set_agency_id(id);
    request.mutable_excluded_agencies(request.excluded_agencies_size() - 1)->set_ground("involved");
    excluded.insert(id);
  }
  std::vector<std::string> readers = {sender};
  if (!submit.seal_also_to().empty()) readers.push_back(submit.seal_also_to());
  for (const v1::PlannedLeg& leg : model_.Route(sender, c.territory(), excluded)) {
    *request.add_planned_legs() = leg;
    if (leg.access() == v1::ACCESS_GRADE_FULL) readers.push_back(leg.recipient().agency_id());
  }
  if (submit.stale_plan() && request.planned_legs_size() > 0) request.mutable_planned_legs()->RemoveLast();
  *request.mutable_sealed() = seal_(sender, readers);
  const std::string case_id =
      request.case_id().empty() ? base::DeriveCaseId(sender, request.request_id()) : request.case_id();
  made_[command.number()] = {case_id, base::DeriveReferralId(sender, request.request_id())};
  return request;
}

v1::AdvanceLegRequest Resolver::Advance(const Command& command, absl::Time now) {
  const class Advance& advance = command.advance();
  v1::AdvanceLegRequest request = advance.request();
  request.set_request_id(RequestId(command.number()));
  request.set_referral_id(ReferralId(advance.referral()));
  request.set_leg_id(base::DeriveLegId(kNothing, 0));
  int64_t version = 1;
  const v1::Referral* referral = model_.FindReferral(request.referral_id());
  if (advance.leg() > 0) request.set_leg_id(base::DeriveLegId(request.referral_id(), advance.leg() - 1));
  if (referral != nullptr && advance.leg() > 0 && static_cast<int>(advance.leg()) <= referral->legs_size()) {
    version = static_cast<int64_t>(referral->legs(static_cast<int>(advance.leg()) - 1).version());
  }
  request.set_expected_version(static_cast<uint64_t>(std::max<int64_t>(1, version + advance.version_off())));
  if (advance.officer()) request.set_officer_pseudonym(kOfficer);
  if (advance.occurred_seconds_ago() > 0)
    *request.mutable_occur_time() = Ago(now, advance.occurred_seconds_ago());
  if (request.has_hold()) {
    request.mutable_hold()->set_reason("waiting");
    *request.mutable_hold()->mutable_review_time() =
        base::ToProto(now + absl::Seconds(advance.review_in_seconds()));
  }
  if (request.has_confirm_delivery()) request.mutable_confirm_delivery()->set_channel("grpc");
  if (request.has_report_delivery_failure()) request.mutable_report_delivery_failure()->set_channel("grpc");
  if (request.has_retry_delivery()) request.mutable_retry_delivery()->set_channel("desk");
  if (request.has_reopen()) request.mutable_reopen()->set_reason("new-facts");
  if (request.has_withdraw()) request.mutable_withdraw()->set_reason("consent");
  if (request.has_revoke()) request.mutable_revoke()->set_reason("consent");
  if (request.has_mark_entered_in_error()) request.mutable_mark_entered_in_error()->set_reason("mistake");
  if (advance.note_to_size() > 0) {
    *request.mutable_sealed_note() =
        seal_(command.caller(), std::vector<std::string>(advance.note_to().begin(), advance.note_to().end()));
  }
  return request;
}

}  // namespace enlace::property
