// What reports and lists have in common: who may draw them, and the record of it.
#ifndef ENLACE_GATEWAY_SERVICE_REPORT_DRAWN_H_
#define ENLACE_GATEWAY_SERVICE_REPORT_DRAWN_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/authz/grant.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/service/command.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Leave to draw from a mechanism's cases, and its rules.
struct Drawing {
  authz::StatisticsGrant grant;
  const mechanism::Mechanism& mechanism;
};

//   INVALID_ARGUMENT   no such mechanism; officer_pseudonym or purpose is no code.
//   PERMISSION_DENIED  the caller may not read the mechanism's statistics.
absl::StatusOr<Drawing> AuthorizeDrawing(const Core& core, const identity::Caller& caller,
                                         const std::string& mechanism_id, absl::string_view officer_pseudonym,
                                         absl::string_view purpose);

// As of when something is drawn: now, and never before the last record. A machine's
// clock that was set back must not hide what was recorded since.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::StatusOr<absl::Time> DrawingTime(const Core& core);

// The record of a drawing: its digest is that of `document`, of which the gateway
// keeps nothing else. In the case log, as it tells of cases; under the key of whoever
// drew it.
ledger::Draft DraftOfDrawing(const identity::Caller& caller, store::v1::ReportDrawn drawn,
                             absl::string_view document, absl::string_view officer_pseudonym,
                             absl::string_view purpose);

// Records the drawing and answers with `response`, its receipt filled in, once the
// record is on the disk. The whole document stays out of the writer's way.
template <typename Response>
void RecordDrawing(const Core& core, ledger::Draft draft, Response response, Done<Response> done) {
  ledger::Command command;
  command.wants_receipt = true;
  command.decide = [draft = std::move(draft)](ledger::Work& work) mutable -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(work.Append(std::move(draft)).status());
    return std::string();
  };
  command.done = [response = std::move(response),
                  done = std::move(done)](absl::StatusOr<ledger::Answer> answer) mutable {
    if (!answer.ok()) return done(answer.status());
    *response.mutable_receipt() = answer->receipt;
    response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
    done(std::move(response));
  };
  core.sequencer.Submit(std::move(command));
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPORT_DRAWN_H_
