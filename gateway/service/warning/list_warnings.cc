#include "gateway/service/warning/list_warnings.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/page.h"
#include "gateway/service/warning/warning_look.h"
#include "gateway/store/warning_rows.h"
#include "gateway/warning/fold.h"

namespace enlace::service {
namespace {

using Request = v1::ListWarningsRequest;
using Response = v1::ListWarningsResponse;

constexpr char kMethod[] = "ListWarnings";

std::string FilterText(const Request& request) { return request.active_only() ? "active" : ""; }

absl::StatusOr<Response> List(ledger::Work& work, const identity::Caller& caller,
                              const store::WarningReader& who, const Request& request,
                              const std::string& after) {
  ledger::Draft draft = DraftBy(caller, "warnings.listed", request.officer_pseudonym());
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("agency:", caller.agency_id);
  draft.is_answer = true;
  RETURN_IF_ERROR(work.Append(std::move(draft)).status());
  const size_t size = PageSize(request.page_size());
  ASSIGN_OR_RETURN(const std::vector<store::ListedWarning> listed,
                   store::ListWarnings(work, who, after, size));
  Response response;
  for (const store::ListedWarning& one : listed) {
    // Each takes the same way as a look at it alone: the list has no right of its own.
    ASSIGN_OR_RETURN(const store::v1::WarningState state,
                     RecordedWarningLook(work, who, one.warning_id,
                                         DraftBy(caller, "warning.listed", request.officer_pseudonym())));
    if (request.active_only() && warning::StateAt(state.warning(), work.now()) != v1::WARNING_STATE_ACTIVE) {
      continue;
    }
    v1::WarningView& view = *response.add_warnings();
    view = warning::ViewOf(state, who.agency_id, PartOf(state, who), work.now());
    view.mutable_warning()->clear_sealed_alert();
    for (v1::WarningAnswer& answer : *view.mutable_answers()) answer.clear_sealed_note();
  }
  if (listed.size() == size) {
    response.set_next_page_token(PageToken(kMethod, FilterText(request), listed.back().position));
  }
  return response;
}

}  // namespace

void ListWarnings::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckAgency(caller);
  if (ready.ok()) ready = base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64);
  if (!ready.ok()) return done(ready);
  absl::StatusOr<std::string> after = PageStart(kMethod, FilterText(request), request.page_token());
  if (!after.ok()) return done(after.status());
  RunLook<Response>(
      core_.sequencer,
      [caller, who = WarningReaderOf(core_, caller), request, after = *std::move(after)](ledger::Work& work) {
        return List(work, caller, who, request, after);
      },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
