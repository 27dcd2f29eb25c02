// AdvanceMeasure: the order of the refusals in docs/measure_machine.md, then the
// move.
#include <algorithm>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "tests/property/reference_clocks.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_measure_table.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

using Request = v1::AdvanceMeasureRequest;

// Those entries of the catalogue of mechanisms/mexico.yaml that histories name.
struct Catalogued {
  const char* code;
  v1::MeasureType type;
  v1::MeasureKind kind;    // UNSPECIFIED: any
  v1::SubjectKind covers;  // UNSPECIFIED: any
};
constexpr Catalogued kCatalogue[] = {
    {"evacuation", v1::MEASURE_TYPE_EVACUATION, v1::MEASURE_KIND_URGENT_PROTECTIVE,
     v1::SUBJECT_KIND_UNSPECIFIED},
    {"other-protective", v1::MEASURE_TYPE_OTHER, v1::MEASURE_KIND_PROTECTIVE, v1::SUBJECT_KIND_UNSPECIFIED},
    {"collective-measure", v1::MEASURE_TYPE_OTHER, v1::MEASURE_KIND_UNSPECIFIED, v1::SUBJECT_KIND_COLLECTIVE},
    {"patrol", v1::MEASURE_TYPE_PATROL, v1::MEASURE_KIND_UNSPECIFIED, v1::SUBJECT_KIND_UNSPECIFIED},
};

bool IsCatalogued(const v1::RequestMeasure& request) {
  if (request.national_code().empty()) return true;
  return std::any_of(std::begin(kCatalogue), std::end(kCatalogue), [&](const Catalogued& entry) {
    return request.national_code() == entry.code && request.type() == entry.type &&
           (entry.kind == v1::MEASURE_KIND_UNSPECIFIED || request.kind() == entry.kind) &&
           (entry.covers == v1::SUBJECT_KIND_UNSPECIFIED || request.covers() == entry.covers);
  });
}

bool IsMalformed(const Request& request) {
  if (request.officer_pseudonym().empty()) return true;
  if (request.has_consult()) return request.consult().outcome() == v1::CONSULTATION_OUTCOME_UNSPECIFIED;
  if (request.has_report_unsuitable()) {
    return request.report_unsuitable().reason() == v1::UNSUITABILITY_REASON_UNSPECIFIED;
  }
  if (!request.has_request()) return false;
  const v1::RequestMeasure& asked = request.request();
  return asked.persons_covered() == 0 ||
         (asked.type() == v1::MEASURE_TYPE_OTHER && asked.national_code().empty());
}

// A protection unit that sent the referral, or accepted a leg of it for protection or
// implementation and may still know of it. A leg that is closed opens nothing new.
bool Answers(const CaseFacts& facts, const v1::Referral& referral, const v1::AgencyRef& unit, bool opens) {
  if (unit.kind() != v1::AGENCY_KIND_PROTECTION_UNIT &&
      unit.kind() != v1::AGENCY_KIND_STATE_PROTECTION_UNIT &&
      unit.kind() != v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT) {
    return false;
  }
  if (Rank(GradeIn(facts, referral, unit.agency_id())) == 0) return false;
  if (referral.origin().agency_id() == unit.agency_id()) return true;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    const bool protects =
        leg.purpose() == v1::LEG_PURPOSE_PROTECTION || leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION;
    const bool has = Working().contains(leg.state()) || leg.state() == v1::LEG_STATE_COMPLETED ||
                     (leg.state() == v1::LEG_STATE_CLOSED && !opens);
    return leg.recipient().agency_id() == unit.agency_id() && protects && has;
  });
}

bool AnswersForIt(const CaseFacts& facts, const v1::Referral& referral, const v1::Measure& measure,
                  const v1::AgencyRef& caller) {
  return Answers(facts, referral, caller, false) && (measure.unit().agency_id() == caller.agency_id() ||
                                                     !Answers(facts, referral, measure.unit(), false));
}

bool CarriesItOut(const v1::Referral& referral, const v1::Measure& measure, const std::string& agency) {
  if (measure.implementer().agency_id() != agency) return false;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.recipient().agency_id() == agency && leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION &&
           (Working().contains(leg.state()) || leg.state() == v1::LEG_STATE_COMPLETED);
  });
}

bool MayMove(Mover who, const CaseFacts& facts, const v1::Referral& referral, const v1::Measure& measure,
             const v1::AgencyRef& caller) {
  const std::string& agency = caller.agency_id();
  switch (who) {
    case Mover::kUnit:
      return AnswersForIt(facts, referral, measure, caller);
    case Mover::kUnitOrImplementer:
      return AnswersForIt(facts, referral, measure, caller) || CarriesItOut(referral, measure, agency);
    case Mover::kConcerned:
      // Never heard through who carries it out, unless it is the sender.
      if (referral.origin().agency_id() == agency) return true;
      return SpeaksForConcerned(referral, agency) && measure.unit().agency_id() != agency &&
             measure.implementer().agency_id() != agency;
  }
  return false;
}

// G1 to G9.
bool MeetsGuards(const CaseFacts& facts, const v1::Measure& measure, const Request& request, absl::Time at,
                 absl::Time now) {
  const v1::ConsultationOutcome known = measure.consultation();
  const bool unknown =
      known == v1::CONSULTATION_OUTCOME_UNSPECIFIED || known == v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED;
  const absl::Time until = base::FromProto(measure.objection_until_time());
  switch (request.action_case()) {
    case Request::kRequest:
      return !facts.without_consent.contains(measure.referral_id());
    case Request::kConsult:
      if (request.consult().outcome() == v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED) return unknown;
      return request.consult().outcome() != v1::CONSULTATION_OUTCOME_NOT_POSSIBLE ||
             known != v1::CONSULTATION_OUTCOME_REFUSED;
    case Request::kImplement:
      return !unknown && known != v1::CONSULTATION_OUTCOME_REFUSED;
    case Request::kConfirm:
      return !request.confirm().has_valid_until_time() ||
             base::FromProto(request.confirm().valid_until_time()) > now;
    case Request::kNoticeWithdrawal:
      return base::FromProto(request.notice_withdrawal().objection_until_time()) >=
             now + absl::Hours(24 * 10);
    case Request::kObject:
      return !measure.objected() && at <= until;
    case Request::kWithdraw:
      return now > until && (!measure.objected() || !request.withdraw().objection_answer().empty());
    default:
      return true;
  }
}

// Anew means that nothing of it was implemented, confirmed or found unsuitable yet.
void BeginAnew(v1::Measure* measure) {
  measure->clear_implement_time();
  measure->clear_confirm_time();
  measure->clear_valid_until_time();
  measure->clear_unsuitability();
}

void EndNotice(v1::Measure* measure) {
  measure->clear_objection_until_time();
  measure->clear_objected();
  measure->clear_reason();
}

// What the action says, besides where the measure stands then.
void Write(const v1::Referral& referral, const Request& request, absl::Time at, v1::Measure* measure) {
  if (request.has_request()) {
    const v1::RequestMeasure& asked = request.request();
    measure->set_kind(asked.kind());
    measure->set_type(asked.type());
    measure->set_national_code(asked.national_code());
    measure->set_covers(asked.covers());
    measure->set_persons_covered(asked.persons_covered());
    measure->set_police_based(asked.police_based());
    measure->set_allows_continued_work(asked.allows_continued_work());
  } else if (request.has_consult()) {
    measure->set_consultation(request.consult().outcome());
  } else if (request.has_grant()) {
    BeginAnew(measure);
    measure->set_resolution_number(request.grant().resolution_number());
    *measure->mutable_grant_time() = base::ToProto(at);
    measure->clear_implementer();
    if (!request.grant().has_implementer()) return;
    *measure->mutable_implementer() = request.grant().implementer();
    // Its kind is that of the directory, as far as a leg has it.
    measure->mutable_implementer()->clear_kind();
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.recipient().agency_id() != measure->implementer().agency_id()) continue;
      measure->mutable_implementer()->set_kind(leg.recipient().kind());
    }
  } else if (request.has_deny()) {
    measure->set_reason(request.deny().reason());
  } else if (request.has_begin()) {
    BeginAnew(measure);
  } else if (request.has_implement()) {
    *measure->mutable_implement_time() = base::ToProto(at);
  } else if (request.has_confirm()) {
    *measure->mutable_confirm_time() = base::ToProto(at);
    if (request.confirm().has_valid_until_time()) {
      *measure->mutable_valid_until_time() = request.confirm().valid_until_time();
    }
  } else if (request.has_report_unsuitable()) {
    measure->set_unsuitability(request.report_unsuitable().reason());
  } else if (request.has_suspend()) {
    measure->set_reason(request.suspend().reason());
  } else if (request.has_resume()) {
    EndNotice(measure);
  } else if (request.has_notice_withdrawal()) {
    EndNotice(measure);
    measure->set_reason(request.notice_withdrawal().reason());
    *measure->mutable_objection_until_time() = request.notice_withdrawal().objection_until_time();
  } else if (request.has_object()) {
    measure->set_objected(true);
  } else if (request.has_withdraw() && measure->objected()) {
    measure->set_reason(request.withdraw().objection_answer());
  }
}

// M12: as it was before its suspension or notice. Work that had begun begins anew.
v1::MeasureState Before(const v1::Measure& measure) {
  if (measure.unsuitability() != v1::UNSUITABILITY_REASON_UNSPECIFIED) {
    return v1::MEASURE_STATE_REPORTED_UNSUITABLE;
  }
  if (measure.has_confirm_time()) return v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT;
  return measure.has_implement_time() ? v1::MEASURE_STATE_IMPLEMENTED : v1::MEASURE_STATE_GRANTED;
}

// What the move does to the clocks of the referral; how many changed.
int ChangeClocks(CaseFacts* facts, const v1::Referral& referral, const v1::Measure& before,
                 const Request& request, absl::Time at) {
  if (request.has_grant()) {
    const bool urgent = before.kind() == v1::MEASURE_KIND_URGENT_PROTECTIVE;
    const int begun =
        urgent ? TellClocks(facts, referral, "", v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, at) : 0;
    return begun + TellClocks(facts, referral, "", v1::CLOCK_EVENT_RESOLUTION_ISSUED, at);
  }
  // No clock of Mexico starts with the resolution of a denial.
  if (request.has_deny()) return TellClocks(facts, referral, "", v1::CLOCK_EVENT_RESOLUTION_ISSUED, at);
  if (!request.has_implement() && !request.has_refuse() && !request.has_withdraw()) return 0;
  if (AwaitsMeasures(*facts, referral.referral_id())) return 0;
  bool implemented = false;
  bool undecided = false;
  for (const v1::Measure& measure : facts->measures) {
    if (measure.referral_id() != referral.referral_id()) continue;
    implemented = implemented || (!HasEnded(measure.state()) && measure.has_implement_time());
    undecided = undecided || measure.state() == v1::MEASURE_STATE_REQUESTED ||
                measure.state() == v1::MEASURE_STATE_UNDER_CONSULTATION;
  }
  // Said once: by the last of those that were granted and awaited.
  if (implemented && IsAwaited(before)) {
    return TellClocks(facts, referral, "", v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, at);
  }
  if (!request.has_refuse() || implemented || undecided) return 0;
  return VoidClocks(facts, [&](const v1::Clock& clock) {
    return clock.referral_id() == referral.referral_id() &&
           clock.stops() == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
  });
}

}  // namespace

Answer ReferenceModel::On(const Call& call, const Request& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed || IsMalformed(request)) return FieldInvalid();
  return OnReferral(call, request);
}

Answer ReferenceModel::Decide(const Call& call, const Request& request, CaseFacts* facts,
                              v1::Referral* referral) {
  const v1::AgencyRef caller = call.caller.ref();
  v1::Measure before;
  if (request.has_request()) {
    before.set_measure_id(base::DeriveMeasureId(caller.agency_id(), request.request_id()));
    before.set_referral_id(referral->referral_id());
    *before.mutable_unit() = caller;
  } else {
    const v1::Measure* known = FindMeasure(request.measure_id());
    if (known == nullptr || known->referral_id() != referral->referral_id()) return NotFound();
    before = *known;
  }
  if (request.expected_version() != before.version()) {
    return Refused(absl::StatusCode::kAborted, v1::ERROR_REASON_VERSION_CONFLICT);
  }
  const MeasureRow* row = FindMeasureRow(StateOf(before, now_), request.action_case());
  if (row == nullptr) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED);
  }
  const bool may = request.has_request() ? Answers(*facts, *referral, caller, true)
                                         : MayMove(row->who, *facts, *referral, before, caller);
  if (!may) return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  // Neither before the present state began nor after now.
  absl::Time at = now_;
  if (request.has_occur_time()) at = std::min(at, base::FromProto(request.occur_time()));
  if (before.has_state_since_time()) at = std::max(at, base::FromProto(before.state_since_time()));
  if (!MeetsGuards(*facts, before, request, at, now_)) return GuardNotMet();
  if (request.has_request() && !IsCatalogued(request.request())) return FieldInvalid();

  v1::Measure after = before;
  Write(*referral, request, at, &after);
  after.set_version(before.version() + 1);
  if (row->to != v1::MEASURE_STATE_UNSPECIFIED || request.has_resume()) {
    after.set_state(request.has_resume() ? Before(after) : row->to);
    *after.mutable_state_since_time() = base::ToProto(at);
  }
  // Whoever moves it as the unit answers for it from then on.
  if (row->who != Mover::kConcerned && AnswersForIt(*facts, *referral, before, caller)) {
    *after.mutable_unit() = caller;
  }
  if (request.has_request()) {
    facts->measures.push_back(after);
  } else {
    *const_cast<v1::Measure*>(FindMeasure(after.measure_id())) = after;
  }
  v1::FeedItem about = About(*referral);
  about.set_measure_id(after.measure_id());
  const uint64_t index = Record(
      facts, caller, about, EveryOther(*facts, *referral, caller.agency_id(), v1::FEED_KIND_MEASURE_CHANGED));
  facts->changed = now_;
  RecordClocks(facts, ChangeClocks(facts, *referral, before, request, at));

  v1::AdvanceMeasureResponse response;
  *response.mutable_measure() = after;
  FillReceipt(*referral, index, response.mutable_receipt());
  return Given(response);
}

}  // namespace enlace::property
