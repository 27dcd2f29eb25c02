#include "gateway/service/feed/acknowledge.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/errors.h"
#include "gateway/delivery/feed_reader.h"
#include "gateway/service/actor.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::AcknowledgeResponse> Decide(ledger::Work& work, const identity::Caller& caller,
                                               uint64_t position) {
  ASSIGN_OR_RETURN(const uint64_t size, delivery::CaseLogSize(work));
  if (position >= size) {
    return base::Refusal(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID,
                         "the position lies beyond the log");
  }
  ASSIGN_OR_RETURN(const auto before, store::GetProto<store::v1::FeedCursorRow>(
                                          work, store::Table::kFeedCursor, caller.agency_id));
  store::v1::FeedCursorRow row = before.value_or(store::v1::FeedCursorRow());
  row.set_position(std::max(row.position(), position));
  RETURN_IF_ERROR(store::PutProto(work, store::Table::kFeedCursor, caller.agency_id, row));
  ledger::Draft draft = DraftBy(caller, "feed.acknowledged");
  draft.subject = absl::StrCat("agency:", caller.agency_id);
  store::v1::FeedAcknowledged* event = draft.record.mutable_event()->mutable_feed_acknowledged();
  event->set_agency_id(caller.agency_id);
  event->set_position(row.position());
  RETURN_IF_ERROR(work.Append(std::move(draft)).status());
  v1::AcknowledgeResponse response;
  response.set_position(row.position());
  return response;
}

}  // namespace

void Acknowledge::Handle(const identity::Caller& caller, const v1::AcknowledgeRequest& request,
                         Done<v1::AcknowledgeResponse> done) {
  const absl::Status role = core_.authorizer.CheckAgency(caller);
  if (!role.ok()) return done(role);
  RunLook<v1::AcknowledgeResponse>(
      core_.sequencer,
      [caller, position = request.position()](ledger::Work& work) { return Decide(work, caller, position); },
      [this](const ledger::Answer& answer, v1::AcknowledgeResponse* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
