#include "gateway/service/report/get_unanswered.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/report/unanswered.h"
#include "gateway/service/report/drawn.h"
#include "gateway/store/case_statistics.h"

namespace enlace::service {
namespace {

// What fits into one answer, list and document, whatever the names in it.
constexpr size_t kMaxLegs = 5000;

using Request = v1::GetUnansweredRequest;
using Response = v1::GetUnansweredResponse;

std::map<std::string, std::string> NamesOf(const Core& core) {
  std::map<std::string, std::string> names;
  for (const v1::Agency& agency : core.roster.Agencies()) names[agency.agency_id()] = agency.display_name();
  return names;
}

bool IsAskedFor(const v1::UnansweredLeg& leg, const Request& request) {
  if (leg.waiting_hours() < request.at_least_hours()) return false;
  return request.agency_id().empty() || leg.recipient().agency_id() == request.agency_id();
}

absl::StatusOr<std::vector<v1::UnansweredLeg>> Collect(const Core& core, const Drawing& drawing,
                                                       const Request& request, absl::Time at) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, core.store.Read());
  const std::map<std::string, std::string> names = NamesOf(core);
  std::vector<v1::UnansweredLeg> legs;
  const auto add = [&](const store::v1::CaseState& counted, const store::KnownLegs& known) {
    for (report::WaitingLeg& leg : report::WaitingLegs(drawing.mechanism, counted, at)) {
      if (!IsAskedFor(leg.line, request)) continue;
      const auto name = names.find(leg.line.recipient().agency_id());
      if (name != names.end()) leg.line.set_recipient_name(name->second);
      if (const auto referral = known.find(leg.leg_id); referral != known.end()) {
        leg.line.set_referral_id(referral->second.referral_id);
        leg.line.set_short_code(referral->second.short_code);
      }
      legs.push_back(std::move(leg.line));
    }
  };
  RETURN_IF_ERROR(store::ForEachListed(*reader, drawing.grant, add));
  if (legs.size() > kMaxLegs) {
    return base::InvalidField("at_least_hours",
                              absl::StrCat("leaves ", legs.size(), " legs, more than ", kMaxLegs,
                                           "; ask for longer waits, or for one agency_id after another"));
  }
  report::SortByWait(&legs);
  return legs;
}

absl::StatusOr<v1::UnansweredList> Draw(const Core& core, const identity::Caller& caller,
                                        const Request& request) {
  ASSIGN_OR_RETURN(const Drawing drawing, AuthorizeDrawing(core, caller, request.mechanism_id(),
                                                           request.officer_pseudonym(), request.purpose()));
  ASSIGN_OR_RETURN(const absl::Time now, DrawingTime(core));
  const absl::Time at = request.has_at_time() ? base::FromProto(request.at_time()) : now;
  if (at > now) return base::InvalidField("at_time", "lies in the future; leave it out for now");
  ASSIGN_OR_RETURN(std::vector<v1::UnansweredLeg> legs, Collect(core, drawing, request, at));
  v1::UnansweredList list;
  list.set_mechanism_id(drawing.mechanism.mechanism_id());
  *list.mutable_at_time() = base::ToProto(at);
  for (v1::UnansweredLeg& leg : legs) *list.add_legs() = std::move(leg);
  return list;
}

}  // namespace

void GetUnanswered::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::StatusOr<v1::UnansweredList> list = Draw(core_, caller, request);
  if (!list.ok()) return done(list.status());
  store::v1::ReportDrawn drawn;
  drawn.set_kind("unanswered");
  drawn.set_mechanism_id(list->mechanism_id());
  *drawn.mutable_end_time() = list->at_time();
  Response response;
  response.set_document(list->SerializeAsString());
  *response.mutable_list() = *std::move(list);
  ledger::Draft draft = DraftOfDrawing(caller, std::move(drawn), response.document(),
                                       request.officer_pseudonym(), request.purpose());
  RecordDrawing(core_, std::move(draft), std::move(response), std::move(done));
}

}  // namespace enlace::service
