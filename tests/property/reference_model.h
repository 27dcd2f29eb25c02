// A naive gateway: access, exclusion, leg machine, feeds and log as lists of facts,
// short enough to be checked by eye against docs/leg_machine.md and the rules in
// gateway/referral/access.h. Shares no code with gateway/referral but the protos.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_MODEL_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_MODEL_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "tests/property/call.h"
#include "tests/property/reference_facts.h"
#include "tests/property/reference_table.h"
#include "tests/property/reference_warning_view.h"

namespace enlace::property {

Answer Refused(absl::StatusCode code, v1::ErrorReason reason);

// Not thread-safe. Takes calls in the order in which the gateway decides them.
class ReferenceModel {
 public:
  // What the log holds when the history begins.
  ReferenceModel(uint64_t size, absl::Time last_record) : size_(size), last_(last_record) {}

  // What the gateway must answer at `clock`, and what is true afterwards.
  Answer Expect(const Call& call, absl::Time clock);

  // Records in the case log.
  uint64_t size() const { return size_; }
  const std::map<std::string, CaseFacts>& cases() const { return cases_; }
  // nullptr if there is none.
  const CaseFacts* CaseOfReferral(const std::string& referral_id) const;
  const v1::Referral* FindReferral(const std::string& referral_id) const;
  const v1::Measure* FindMeasure(const std::string& measure_id) const;
  // Where a referral of `sender` goes: the rules of mechanisms/mexico.yaml.
  // `unserved` gets the purposes that ask somebody to act and have nobody, unless
  // the sender is the one to act.
  std::vector<v1::PlannedLeg> Route(const std::string& sender, const v1::Territory& territory,
                                    const std::set<std::string>& excluded,
                                    std::vector<v1::LegPurpose>* unserved = nullptr) const;
  // Who of its route has no open leg for the purpose in the referral.
  std::vector<v1::PlannedLeg> RouteAnew(const v1::Referral& referral,
                                        std::vector<v1::LegPurpose>* unserved = nullptr) const;
  const std::vector<WarningFacts>& warnings() const { return warnings_; }
  // nullptr if there is none.
  const WarningFacts* FindWarning(const std::string& warning_id) const;
  // What the log says about warnings, by index.
  const std::map<uint64_t, WarningRecord>& warning_records() const { return warning_records_; }
  bool IsOut(const std::string& agency) const {
    return suspended_.contains(agency) || revoked_.contains(agency);
  }

 private:
  using Told = std::map<std::string, v1::FeedKind>;
  struct Lookup {
    CaseFacts* facts = nullptr;
    v1::AccessGrade grade = v1::ACCESS_GRADE_UNSPECIFIED;
  };
  enum class Action { kSubmit, kRead, kAdvance, kReport, kLink, kListAccesses };

  // One per method, in the file of its kind.
  Answer On(const Call& call, const v1::SubmitReferralRequest& request);
  Answer On(const Call& call, const v1::AdvanceLegRequest& request);
  Answer On(const Call& call, const v1::ReportInvestigationStatusRequest& request);
  Answer On(const Call& call, const v1::ReportProtectionStatusRequest& request);
  Answer On(const Call& call, const v1::LinkNativeNumberRequest& request);
  Answer On(const Call& call, const v1::GetCaseStatusRequest& request);
  Answer On(const Call& call, const v1::GetReferralRequest& request);
  Answer On(const Call& call, const v1::ListReferralsRequest& request);
  Answer On(const Call& call, const v1::BatchGetCaseStatusRequest& request);
  Answer On(const Call& call, const v1::ListAccessesRequest& request);
  Answer On(const Call& call, const v1::WatchRequest& request);
  Answer On(const Call& call, const v1::AcknowledgeRequest& request);
  Answer On(const Call& call, const v1::SuspendAgencyRequest& request);
  Answer On(const Call& call, const v1::ReinstateAgencyRequest& request);
  Answer On(const Call& call, const v1::RevokeCertificateRequest& request);
  Answer On(const Call& call, const v1::LiftExclusionRequest& request);
  Answer On(const Call& call, const v1::AdvanceMeasureRequest& request);
  Answer On(const Call& call, const v1::WithdrawConsentRequest& request);
  Answer On(const Call& call, const v1::ReclassifyReferralRequest& request);

  // A well-formed command about a referral: NOT_FOUND for who may not know of it, the
  // first answer for a repetition, else Decide.
  template <typename Request>
  Answer OnReferral(const Call& call, const Request& request);
  Answer Decide(const Call& call, const v1::AdvanceMeasureRequest& request, CaseFacts* facts,
                v1::Referral* referral);
  Answer Decide(const Call& call, const v1::WithdrawConsentRequest& request, CaseFacts* facts,
                v1::Referral* referral);
  Answer Decide(const Call& call, const v1::ReclassifyReferralRequest& request, CaseFacts* facts,
                v1::Referral* referral);

  // reference_warnings.cc.
  Answer On(const Call& call, const v1::IssueWarningRequest& request);
  Answer On(const Call& call, const v1::AnswerWarningRequest& request);
  Answer On(const Call& call, const v1::GetWarningRequest& request);
  Answer On(const Call& call, const v1::ListWarningsRequest& request);
  Answer CheckWarningRules(const Call& call, const v1::Warning& asked, const WarningFacts* earlier) const;
  // nullptr if there is none that the caller may know of.
  WarningFacts* FindWarningFor(const Call& call, const std::string& warning_id);
  Answer RefuseUnknownWarning(const Call& call, const std::string& type, const std::string& warning_id);
  uint64_t RecordWarning(const WarningRecord& record);
  // Of the record that was made last.
  void TellOfWarning(const std::string& agency, v1::FeedKind kind, const std::string& warning_id,
                     const v1::AgencyRef& actor);
  void AddWarningsInForce(const std::string& agency, v1::CaseStatus* status) const;

  void Tick();
  // Appends a record, tells feeds and returns its index. `about` without kind.
  uint64_t Record(CaseFacts* facts, const v1::AgencyRef& actor, v1::FeedItem about, const Told& told);
  void RecordClocks(CaseFacts* facts, int changes);
  // REPORT, of that record.
  void FillReceipt(const v1::Referral& referral, uint64_t index, v1::Receipt* receipt) const;
  // Who oversees the referral now, by the news of a leg.
  static Told ToOverseers(const v1::Referral& referral);
  // All who may know of the referral but that agency.
  static Told EveryOther(const CaseFacts& facts, const v1::Referral& referral, const std::string& agency,
                         v1::FeedKind kind);
  // `name` is the case, or what was asked for by one that may not know of it.
  uint64_t RecordLook(const Call& call, const std::string& name, const std::string& type,
                      const std::string& purpose);
  Answer RefuseUnknown(const Call& call, const std::string& name) {
    RecordLook(call, name, "command.refused", "");
    return Refused(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND);
  }
  static std::string NameOf(const std::string& agency, const v1::CaseKey& key) {
    return key.has_case_id() ? key.case_id() : agency + "/" + key.native_number_hash();
  }
  // The case that the key names for the caller, if its grade allows the action.
  Lookup Find(const std::string& agency, const v1::CaseKey& key);
  Lookup FindBy(const std::string& agency, const std::string& case_id);
  Lookup FindByReferral(const std::string& agency, const std::string& referral_id);
  static bool Allows(v1::AccessGrade grade, Action action);
  // Whether request_id was used before by the caller; then the answer.
  template <typename Request>
  absl::optional<Answer> Repeated(const Call& call, const Request& request, bool may_know);
  template <typename Request>
  void Remember(const Call& call, const Request& request);
  template <typename Request, typename Status>
  Answer Report(const Call& call, const Request& request, CaseFacts* facts, const Status& status,
                std::vector<Status>* reports, v1::FeedKind kind,
                const google::protobuf::RepeatedPtrField<v1::ReportedAct>& acts);
  template <typename Request>
  Answer Administer(const Call& call, const Request& request);

  // reference_submit.cc, reference_advance.cc: submissions and transitions.
  Answer Submit(const Call& call, const v1::SubmitReferralRequest& request, CaseFacts* existing);
  void Exclude(const Call& call, const v1::ExcludedAgency& excluded, CaseFacts* facts,
               std::vector<std::string>* ended_legs);
  Answer Advance(const Call& call, const v1::AdvanceLegRequest& request, CaseFacts* facts);
  Answer Make(const Call& call, const v1::AdvanceLegRequest& request, const Row& row,
              const absl::optional<v1::PlannedLeg>& next, CaseFacts* facts, v1::Referral* referral,
              v1::Leg* leg);
  absl::optional<v1::PlannedLeg> NextLeg(const CaseFacts& facts, const v1::Referral& referral,
                                         const v1::Leg& leg, const v1::AdvanceLegRequest& request) const;
  bool Holds(Demand demand, const CaseFacts& facts, const v1::Referral& referral, const v1::Leg& leg,
             const v1::AdvanceLegRequest& request, const absl::optional<v1::PlannedLeg>& next) const;
  // Moves the leg, records that and returns the record's index. `also` is told
  // besides those that `told` says.
  uint64_t Move(CaseFacts* facts, v1::Referral* referral, v1::Leg* leg, v1::LegState to, absl::Time at,
                const v1::AgencyRef& actor, const std::string& told, Told also = {});
  // Opens and dispatches a leg in place of `old`; the index of its opening.
  uint64_t OpenLeg(CaseFacts* facts, v1::Referral* referral, const std::string& old,
                   const v1::PlannedLeg& planned, const v1::AgencyRef& actor, bool tell_sender);
  // Opens and holds a leg for which nobody is found; its id.
  std::string OpenHeldLeg(CaseFacts* facts, v1::Referral* referral, v1::LegPurpose purpose,
                          const v1::AgencyRef& actor, const Told& oversight);
  void Notice(CaseFacts* facts, const v1::Referral& referral, Told told);
  void NoticeNoTaker(CaseFacts* facts, const v1::Referral& referral, v1::ReferralState before);

  std::map<std::string, CaseFacts> cases_;
  std::map<std::string, std::vector<v1::FeedItem>> feeds_;
  std::map<std::string, std::vector<v1::CaseAccess>> accesses_;  // by name, see RecordLook
  // (agency, number) -> the case of its last link.
  std::map<std::pair<std::string, std::string>, std::string> numbers_;
  std::map<std::string, std::string> requests_;  // caller and request_id -> request
  std::map<std::string, uint64_t> acknowledged_;
  std::vector<WarningFacts> warnings_;  // in the order of their issue
  std::map<uint64_t, WarningRecord> warning_records_;
  std::set<std::string> suspended_;
  std::set<std::string> revoked_;
  uint64_t size_;
  absl::Time last_;
  absl::Time clock_;
  absl::Time now_;
};

// What kind of caller it is.
inline bool IsAgency(const Call& call) { return call.caller.kind == identity::Caller::Kind::kAgency; }

inline bool IsOneOf(const Call& call, const std::set<v1::AgencyKind>& kinds) {
  return IsAgency(call) && kinds.contains(call.caller.agency_kind);
}

bool TakesPart(const Call& call);

// The refusals.
inline Answer NotFound() { return Refused(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND); }
inline Answer FieldInvalid() {
  return Refused(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID);
}
inline Answer GuardNotMet() {
  return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET);
}
inline Answer RoleNotPermitted() {
  return Refused(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_PERMITTED);
}

// Every recipient of the payload must be meant to read it, and keys must be known.
inline Answer EnvelopeInvalid() {
  return Refused(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_ENVELOPE_INVALID);
}

inline bool OnlyTo(const v1::SealedPayload& sealed, const std::set<std::string>& allowed) {
  return std::all_of(sealed.recipients().begin(), sealed.recipients().end(),
                     [&](const v1::SealedRecipient& r) { return allowed.contains(r.agency_id()); });
}

template <typename Response>
Answer Given(Response response) {
  Answer answer;
  answer.response = std::make_shared<Response>(std::move(response));
  return answer;
}

template <typename Request>
absl::optional<Answer> ReferenceModel::Repeated(const Call& call, const Request& request, bool may_know) {
  if (!may_know) return absl::nullopt;  // What it was told once it may not hear again (P3).
  const std::string key = call.caller.name() + " " + request.request_id();
  const auto earlier = requests_.find(key);
  if (earlier == requests_.end()) return absl::nullopt;
  if (earlier->second != Request::descriptor()->name() + request.SerializeAsString()) {
    return Refused(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED);
  }
  Answer answer;
  answer.repeats = key;
  return answer;
}

template <typename Request>
Answer ReferenceModel::OnReferral(const Call& call, const Request& request) {
  const Lookup found = FindByReferral(call.caller.agency_id, request.referral_id());
  const bool may_know = Allows(found.grade, Action::kAdvance);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, request.referral_id());
  Answer answer =
      Decide(call, request, found.facts, const_cast<v1::Referral*>(FindReferral(request.referral_id())));
  if (answer.code == absl::StatusCode::kOk) Remember(call, request);
  return answer;
}

template <typename Request>
void ReferenceModel::Remember(const Call& call, const Request& request) {
  requests_[call.caller.name() + " " + request.request_id()] =
      Request::descriptor()->name() + request.SerializeAsString();
}

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_MODEL_H_
