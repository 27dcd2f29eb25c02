#include "gateway/service/authority/authority_act.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/service/actor.h"
#include "gateway/service/authority/authority_standing.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

using certs::AuthorityMember;
using Request = v1::AdvanceAuthorityRequest;
using Response = v1::AdvanceAuthorityResponse;

constexpr size_t kIdSize = 64;
constexpr size_t kMostNamed = 10;
constexpr size_t kPage = 1000;

std::string StateWord(v1::AuthorityState state) {
  const std::string name = v1::AuthorityState_Name(state);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "AUTHORITY_STATE_"));
}

absl::Status NotReady(absl::string_view message) {
  return base::Told(
      base::Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_AUTHORITY_NOT_READY, message));
}

std::string Named(const std::set<std::string>& names) {
  std::vector<std::string> shown;
  for (const std::string& name : names) {
    if (shown.size() == kMostNamed) break;
    shown.push_back(name);
  }
  std::string text = absl::StrJoin(shown, ", ");
  if (names.size() > shown.size()) absl::StrAppend(&text, " and ", names.size() - shown.size(), " more");
  return text;
}

bool IsStep(v1::AuthorityState from, v1::AuthorityState to) {
  switch (to) {
    case v1::AUTHORITY_STATE_PUBLISHED:
      return from == v1::AUTHORITY_STATE_PRESENT;
    case v1::AUTHORITY_STATE_ISSUING:
      return from == v1::AUTHORITY_STATE_PUBLISHED || from == v1::AUTHORITY_STATE_DRAINING;
    case v1::AUTHORITY_STATE_RETIRED:
      return from == v1::AUTHORITY_STATE_PUBLISHED || from == v1::AUTHORITY_STATE_DRAINING;
    default:
      return false;
  }
}

absl::Status CheckUsable(const AuthorityMember& member, const std::string& trust_domain, absl::Time now) {
  if (member.keys == nullptr) {
    return NotReady("its key is not in the gateway's folder: put the folder of the authority back");
  }
  if (member.keys->trust_domain() != trust_domain) {
    return NotReady(
        absl::StrCat("it certifies names of ", member.keys->trust_domain(), ", not of ", trust_domain));
  }
  if (now >= member.issuing.not_before() && now < member.issuing.not_after()) return absl::OkStatus();
  return NotReady(absl::StrCat("it is valid from ", base::TimeText(member.issuing.not_before()), " to ",
                               base::TimeText(member.issuing.not_after()), ", and it is ",
                               base::TimeText(now)));
}

absl::Status CheckReady(const Request& request, const AuthorityMember& member,
                        const AuthorityStanding& standing, const Core& core, absl::Time now) {
  if (request.to() == v1::AUTHORITY_STATE_RETIRED) {
    if (request.force() || standing.valid_certificates == 0) return absl::OkStatus();
    return NotReady(absl::StrCat(
        standing.valid_certificates, " certificates of it are in force, of ", Named(standing.holders),
        ": they have to renew, or wait until these end; by force, they have to be given "
        "tokens again"));
  }
  RETURN_IF_ERROR(CheckUsable(member, core.trust_domain, now));
  const bool knows = request.to() != v1::AUTHORITY_STATE_ISSUING || standing.unaware_agency_ids.empty();
  if (knows || request.force()) return absl::OkStatus();
  return NotReady(
      absl::StrCat("these agencies do not know its root yet: ", Named(standing.unaware_agency_ids),
                   "; their adapters fetch the trust bundle by themselves, others run enlacectl trust "
                   "update; by force, they may have to be given tokens again"));
}

// Every agency has an item in its feed.
absl::Status TellAgencies(ledger::Work& work, const identity::Caller& caller) {
  // Without the request_id: what takes effect under it stands in the trust log.
  ledger::Draft draft = DraftBy(caller, "trust.changed");
  draft.clazz = ledger::LeafClass::kKey;
  draft.subject = "gateway";
  store::v1::TrustChanged& event = *draft.record.mutable_event()->mutable_trust_changed();
  store::Range range;
  range.limit = kPage;
  std::vector<store::Row> rows;
  do {
    ASSIGN_OR_RETURN(rows, work.Scan(store::Table::kAgency, range));
    for (const store::Row& row : rows) {
      event.add_agency_ids(row.key);
      ledger::Draft::FeedTarget target{row.key, {}};
      target.item.set_kind(v1::FEED_KIND_TRUST_CHANGED);
      draft.feed.push_back(std::move(target));
    }
    if (!rows.empty()) range.after = rows.back().key;
  } while (rows.size() == kPage);
  if (draft.feed.empty()) return absl::OkStatus();
  return work.Append(std::move(draft)).status();
}

absl::Status DrainPresentIssuer(ledger::Work& work, const identity::Caller& caller, const Request& request,
                                const std::vector<AuthorityMember>& members) {
  for (const AuthorityMember& other : members) {
    if (other.id == request.authority_id()) continue;
    ASSIGN_OR_RETURN(v1::Authority row, ReadAuthority(work, other.id));
    if (row.state() != v1::AUTHORITY_STATE_ISSUING) continue;
    row.set_state(v1::AUTHORITY_STATE_DRAINING);
    RETURN_IF_ERROR(WriteAuthority(work, caller, request.request_id(), request.reason(), std::move(row)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateAdvance(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.authority_id().empty()) return base::MissingField("authority_id");
  RETURN_IF_ERROR(base::CheckCode("authority_id", request.authority_id(), kIdSize));
  if (request.to() != v1::AUTHORITY_STATE_PUBLISHED && request.to() != v1::AUTHORITY_STATE_ISSUING &&
      request.to() != v1::AUTHORITY_STATE_RETIRED) {
    return base::InvalidField("to", "must be PUBLISHED, ISSUING or RETIRED");
  }
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

absl::StatusOr<Response> DecideAdvance(ledger::Work& work, const Core& core, const identity::Caller& caller,
                                       const Request& request) {
  const std::vector<AuthorityMember> members = core.authority.members();
  const AuthorityMember* member = nullptr;
  for (const AuthorityMember& one : members) {
    if (one.id == request.authority_id()) member = &one;
  }
  if (member == nullptr) return base::NotFound();
  ASSIGN_OR_RETURN(const v1::Authority row, ReadAuthority(work, member->id));
  const v1::AuthorityState from =
      row.state() == v1::AUTHORITY_STATE_UNSPECIFIED ? v1::AUTHORITY_STATE_PRESENT : row.state();
  if (!IsStep(from, request.to())) {
    return base::TransitionNotAllowed(absl::StrCat(
        "the authority is ", StateWord(from), ": there is no step from there to ", StateWord(request.to()),
        from == v1::AUTHORITY_STATE_ISSUING ? "; first another one has to issue" : ""));
  }
  ASSIGN_OR_RETURN(const auto standings, StandingOf(work, members, core.trust_domain, work.now()));
  const AuthorityStanding& standing = standings.at(member->id);
  RETURN_IF_ERROR(CheckReady(request, *member, standing, core, work.now()));
  // First: the receipt is about it.
  v1::Authority entry = EntryOf(*member, request.to());
  RETURN_IF_ERROR(WriteAuthority(work, caller, request.request_id(), request.reason(), entry));
  if (request.to() == v1::AUTHORITY_STATE_ISSUING) {
    RETURN_IF_ERROR(DrainPresentIssuer(work, caller, request, members));
  }
  RETURN_IF_ERROR(TellAgencies(work, caller));
  Response response;
  *entry.mutable_state_time() = base::ToProto(work.now());
  entry.set_valid_certificates(standing.valid_certificates);
  for (const std::string& id : standing.unaware_agency_ids) entry.add_unaware_agency_ids(id);
  *response.mutable_authority() = std::move(entry);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

void TakeEffect(const Core& core, const Response& response) {
  const v1::Authority& entry = response.authority();
  const auto root = certs::Certificate::FromDer(entry.root_der());
  const auto issuing = certs::Certificate::FromDer(entry.issuing_der());
  if (!root.ok() || !issuing.ok()) return;  // They were certificates when they were decided on.
  core.authority.Put({*root, *issuing, entry.state()});
  base::Log(base::LogLevel::kInfo, "authority.changed",
            {{"authority", entry.authority_id()}, {"state", StateWord(entry.state())}});
  if (entry.state() == v1::AUTHORITY_STATE_RETIRED) core.roster.JudgeAnew();
}

absl::Status WriteAuthority(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                            absl::string_view reason, v1::Authority entry) {
  *entry.mutable_state_time() = base::ToProto(work.now());
  RETURN_IF_ERROR(store::PutProto(work, store::Table::kAuthority, entry.authority_id(), entry));
  ledger::Draft draft = TrustDraft(caller, absl::StrCat("authority.", StateWord(entry.state())), request_id);
  draft.clazz = ledger::LeafClass::kKey;
  draft.record.set_purpose(std::string(reason));
  *draft.record.mutable_event()->mutable_authority_changed() = std::move(entry);
  return work.Append(std::move(draft)).status();
}

}  // namespace enlace::service
