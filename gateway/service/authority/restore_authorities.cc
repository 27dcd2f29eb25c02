#include "gateway/service/authority/restore_authorities.h"

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/authority/authority_act.h"
#include "gateway/service/authority/authority_standing.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

// More than any gateway has in its life.
constexpr size_t kMostAuthorities = 1000;

absl::StatusOr<std::vector<certs::AuthoritySet::Known>> ReadKnown(store::Reader& reader) {
  store::Range range;
  range.limit = kMostAuthorities;
  ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader.Scan(store::Table::kAuthority, range));
  std::vector<certs::AuthoritySet::Known> known;
  for (const store::Row& row : rows) {
    v1::Authority entry;
    if (!entry.ParseFromString(row.value)) return absl::DataLossError("a row of an authority does not parse");
    ASSIGN_OR_RETURN(certs::Certificate root, certs::Certificate::FromDer(entry.root_der()));
    ASSIGN_OR_RETURN(certs::Certificate issuing, certs::Certificate::FromDer(entry.issuing_der()));
    known.push_back({std::move(root), std::move(issuing), entry.state()});
  }
  return known;
}

absl::Status RecordFirst(const Core& core) {
  const certs::AuthorityMember* first = nullptr;
  const std::vector<certs::AuthorityMember> members = core.authority.members();
  for (const certs::AuthorityMember& member : members) {
    if (member.state == v1::AUTHORITY_STATE_ISSUING) first = &member;
  }
  if (first == nullptr) {
    return absl::FailedPreconditionError(
        "ca.folder holds several authorities and none of its own: put the files of the first one into the "
        "folder "
        "itself, and others below authorities/");
  }
  auto finished = std::make_shared<std::promise<absl::Status>>();
  ledger::Command command;
  command.decide = [member = *first](ledger::Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(WriteAuthority(work, identity::Caller(), "", "the first start",
                                   EntryOf(member, v1::AUTHORITY_STATE_ISSUING)));
    return std::string();
  };
  command.done = [finished](absl::StatusOr<ledger::Answer> answer) { finished->set_value(answer.status()); };
  core.sequencer.Submit(std::move(command));
  return finished->get_future().get();
}

}  // namespace

absl::Status RestoreAuthorities(const Core& core) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  ASSIGN_OR_RETURN(const std::vector<certs::AuthoritySet::Known> known, ReadKnown(*reader));
  if (known.empty()) return RecordFirst(core);
  core.authority.Restore(known);
  const absl::Status issuing = core.authority.Issuing().status();
  if (issuing.ok()) return issuing;
  // Calls and feeds go on without anybody who issues, if only the server has a
  // certificate to show.
  if (core.authority.Serving(core.clock.Now()).ok()) {
    base::Log(base::LogLevel::kError, "authority.without_key", {{"problem", std::string(issuing.message())}});
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "ca.folder: ", issuing.message(), "; restore its folder from the backup (docs/operations.md)"));
}

}  // namespace enlace::service
