#include "gateway/service/ledger/list_accesses.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/ledger/case_index.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/page.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ListAccessesRequest;
using Response = v1::ListAccessesResponse;

// A refused look is no look; the type of a refused command says so itself.
std::string EventTypeOf(const store::v1::Record& record) {
  if (record.refusal() == v1::ERROR_REASON_UNSPECIFIED) return record.event_type();
  return absl::StrCat(absl::StripSuffix(record.event_type(), ".refused"), ".refused");
}

// Opens one page of the records under `names`. What was erased is left out: its
// leaf stands, but opens to nothing.
absl::Status Fill(const Core& core, const Request& request, absl::Span<const std::string> names,
                  uint64_t first_index, Response* response) {
  ledger::LogReader log(core.store);
  const size_t size = PageSize(request.page_size());
  ASSIGN_OR_RETURN(const std::vector<uint64_t> indexes, log.CaseRecords(names, first_index, size));
  for (const uint64_t index : indexes) {
    const auto opened = log.OpenRecord(v1::LOG_ID_CASE, index);
    if (absl::IsNotFound(opened.status())) continue;
    RETURN_IF_ERROR(opened.status());
    const store::v1::Record& record = opened->record;
    v1::CaseAccess* access = response->add_accesses();
    access->set_log_index(index);
    *access->mutable_record_time() = record.record_time();
    if (record.has_actor()) *access->mutable_actor() = record.actor();
    access->set_officer_pseudonym(record.officer_pseudonym());
    access->set_event_type(EventTypeOf(record));
    access->set_purpose(record.purpose());
    access->set_referral_id(record.referral_id());
    access->set_leg_id(record.leg_id());
  }
  if (indexes.size() == size) {
    response->set_next_page_token(
        PageToken("ListAccesses", request.case_id(), absl::StrCat(indexes.back() + 1)));
  }
  return absl::OkStatus();
}

}  // namespace

void ListAccesses::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kListAccesses);
  if (ready.ok()) ready = base::CheckDerivedId("case_id", request.case_id());
  if (ready.ok()) ready = CheckLookCodes(request.officer_pseudonym(), request.purpose());
  absl::StatusOr<std::string> start = PageStart("ListAccesses", request.case_id(), request.page_token());
  uint64_t first_index = 0;
  if (ready.ok()) ready = start.status();
  if (ready.ok() && !start->empty() && !absl::SimpleAtoi(*start, &first_index)) {
    ready = base::InvalidField("page_token", "is not from an answer to the same question");
  }
  if (!ready.ok()) return done(ready);

  const LookRequest look{authz::KeyKind::kCase, request.case_id(), "accesses.read",
                         request.officer_pseudonym(), request.purpose()};
  auto names = std::make_shared<std::vector<std::string>>();
  auto done_later = std::make_shared<Done<Response>>(std::move(done));
  RunLook<Response>(
      core_.sequencer,
      [this, caller, look, names](ledger::Work& work) -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(const authz::Grant grant,
                         RecordedLook(core_, work, caller, authz::Action::kListAccesses, look));
        ASSIGN_OR_RETURN(const store::v1::CaseState state, store::ReadCase(work, grant));
        *names = ledger::IndexNamesOf(state);
        return Response();
      },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      // The records are opened only after the look itself is on the disk.
      [this, request, names, first_index, done_later](absl::StatusOr<Response> response) {
        if (response.ok()) {
          const absl::Status filled = Fill(core_, request, *names, first_index, &*response);
          if (!filled.ok()) response = filled;
        }
        (*done_later)(std::move(response));
      });
}

}  // namespace enlace::service
