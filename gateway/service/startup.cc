#include "gateway/service/startup.h"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/service/administration/create_enrollment_token.h"
#include "gateway/service/approval/adopted_mechanisms.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/last_seen_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr size_t kPage = 1000;

// Calls `each` with every row of a table.
absl::Status ForEach(store::Reader& reader, store::Table table,
                     const std::function<absl::Status(const store::Row&)>& each) {
  store::Range range;
  range.limit = kPage;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader.Scan(table, range));
    for (const store::Row& row : rows) RETURN_IF_ERROR(each(row));
    if (rows.size() < kPage) return absl::OkStatus();
    range.after = rows.back().key;
  }
}

template <typename T>
absl::StatusOr<T> Parse(const store::Row& row) {
  T message;
  if (!message.ParseFromString(row.value)) return absl::DataLossError("a row of the store does not parse");
  return message;
}

}  // namespace

absl::Status LoadRoster(store::Store& store, identity::Roster* roster) {
  ASSIGN_OR_RETURN(const auto reader, store.Read());
  RETURN_IF_ERROR(ForEach(*reader, store::Table::kAgency, [roster](const store::Row& row) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Agency agency, Parse<v1::Agency>(row));
    roster->Put(agency);
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(
      ForEach(*reader, store::Table::kCertificate, [roster](const store::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(const v1::Certificate certificate, Parse<v1::Certificate>(row));
        roster->Put(certificate);
        return absl::OkStatus();
      }));
  std::vector<store::LastSeen> page;
  do {
    ASSIGN_OR_RETURN(page, store::ListLastSeen(*reader, page.empty() ? "" : page.back().serial, kPage));
    std::vector<identity::Sighting> sightings;
    for (const store::LastSeen& seen : page) sightings.push_back({seen.serial, seen.time});
    roster->Written(sightings);
  } while (page.size() == kPage);
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> LastRecordTime(store::Store& store) {
  ASSIGN_OR_RETURN(const auto reader, store.Read());
  absl::Time last = absl::InfinitePast();
  for (const v1::LogId log : {v1::LOG_ID_CASE, v1::LOG_ID_TRUST}) {
    ASSIGN_OR_RETURN(const auto head,
                     store::GetProto<store::v1::HeadRow>(*reader, store::Table::kHead, store::HeadKey(log)));
    if (!head.has_value() || head->size() == 0) continue;
    last = std::max(last, base::FromProto(head->last_record_time()));
  }
  return last;
}

absl::Status AnnounceRules(const Core& core) {
  auto finished = std::make_shared<std::promise<absl::Status>>();
  ledger::Command command;
  command.decide = [&core](ledger::Work& work) -> absl::StatusOr<std::string> {
    for (const std::string& id : core.mechanisms.Ids()) {
      ledger::Draft draft = TrustDraft(identity::Caller(), "rules.loaded", "");
      store::v1::RulesLoaded* event = draft.record.mutable_event()->mutable_rules_loaded();
      event->set_mechanism_id(id);
      event->set_rules_digest(std::string(core.mechanisms.Digest(id)));
      RETURN_IF_ERROR(work.Append(std::move(draft)).status());
    }
    RETURN_IF_ERROR(KeepMechanisms(work, core.mechanisms.files()));
    return std::string();
  };
  command.done = [finished](absl::StatusOr<ledger::Answer> answer) { finished->set_value(answer.status()); };
  core.sequencer.Submit(std::move(command));
  return finished->get_future().get();
}

absl::Status OfferFirstAdministrator(const Core& core, base::Random& random, const std::string& token_file) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  std::string after;
  ASSIGN_OR_RETURN(
      const std::vector<v1::Certificate> administrators,
      store::ListCertificates(*reader, identity::AdministratorUri(core.trust_domain, ""), 1, &after));
  if (!administrators.empty()) {
    unlink(token_file.c_str());
    return absl::OkStatus();
  }
  identity::Caller gateway;
  gateway.kind = identity::Caller::Kind::kAdministrator;
  gateway.administrator = "gateway";
  v1::CreateEnrollmentTokenRequest request;
  request.set_request_id(base::NewUuid(random));
  request.set_administrator("first");
  auto finished = std::make_shared<std::promise<absl::StatusOr<v1::CreateEnrollmentTokenResponse>>>();
  CreateEnrollmentToken create(core);  // Outlives its answer, which runs on the writer's thread.
  create.Handle(gateway, request, [finished](absl::StatusOr<v1::CreateEnrollmentTokenResponse> response) {
    finished->set_value(std::move(response));
  });
  ASSIGN_OR_RETURN(const v1::CreateEnrollmentTokenResponse response, finished->get_future().get());
  return base::WriteFileAtomically(token_file, absl::StrCat(response.token(), "\n"), 0600);
}

}  // namespace enlace::service
