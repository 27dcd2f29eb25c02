#include "gateway/service/certificates/gateway_status.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/delivery/feed_queue.h"
#include "gateway/mechanism/rule_files.h"
#include "gateway/service/authority/list_authorities.h"
#include "gateway/service/certificates/due_certificates.h"
#include "gateway/service/certificates/standing.h"
#include "gateway/store/mechanism_rows.h"
#include "gateway/store/proposal_rows.h"

namespace enlace::service {
namespace {

// An authority takes a ceremony, and every certificate below it ends with it.
constexpr absl::Duration kAuthorityNotice = absl::Hours(24 * 180);

v1::ExpiringCertificate Listed(const identity::CertificateStanding& one) {
  v1::ExpiringCertificate out;
  out.set_subject_uri(one.subject_uri);
  out.set_serial(one.serial);
  out.set_usage(one.usage);
  *out.mutable_not_after() = base::ToProto(one.not_after);
  if (one.last_seen != absl::InfinitePast()) *out.mutable_last_seen_time() = base::ToProto(one.last_seen);
  return out;
}

v1::ExpiringCertificate ListedAuthority(const certs::Certificate& authority) {
  v1::ExpiringCertificate out;
  out.set_subject_uri(authority.subject());
  out.set_serial(authority.serial());
  *out.mutable_not_after() = base::ToProto(authority.not_after());
  return out;
}

std::vector<v1::ExpiringCertificate> Expiring(const Core& core, absl::Time now) {
  std::vector<v1::ExpiringCertificate> out;
  for (const auto& [whose, last] : LastOfEach(core.roster)) {
    if (EndsSoon(last, now)) out.push_back(Listed(last));
  }
  if (core.server_certificate) {
    const v1::ExpiringCertificate own = core.server_certificate();
    const absl::Time end = base::FromProto(own.not_after());
    if (clock::ExpiryWarnings(end - core.tls_life, end).front() <= now) out.push_back(own);
  }
  for (const certs::Certificate& authority : {core.authority.issuing(), core.authority.root()}) {
    if (authority.not_after() - kAuthorityNotice <= now) out.push_back(ListedAuthority(authority));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.not_after().seconds(), a.serial()) <
           std::make_pair(b.not_after().seconds(), b.serial());
  });
  if (out.size() > kMostInStatus) out.resize(kMostInStatus);
  return out;
}

// Names of the peers of all connections, as many as there are.
std::multiset<std::string> PeersOf(const Core& core) {
  constexpr size_t kPage = 500;
  std::multiset<std::string> peers;
  std::string after;
  std::vector<v1::Connection> page;
  do {
    page = core.connections.List(after, kPage);
    for (const v1::Connection& connection : page) peers.insert(connection.peer_name());
    if (!page.empty()) after = page.back().connection_id();
  } while (page.size() == kPage);
  return peers;
}

std::set<std::string> AgenciesWithCertificate(const Core& core, absl::Time now) {
  std::set<std::string> agencies;
  for (const auto& [whose, last] : LastOfEach(core.roster)) {
    if (whose.second == v1::CERTIFICATE_USAGE_TLS_CLIENT && IsInForce(last, now))
      agencies.insert(AgencyOf(last));
  }
  return agencies;
}

absl::StatusOr<std::vector<v1::AgencyQueue>> Queues(const Core& core, store::Reader& reader,
                                                    const std::multiset<std::string>& peers, absl::Time now) {
  const std::set<std::string> certified = AgenciesWithCertificate(core, now);
  std::vector<v1::AgencyQueue> out;
  for (const v1::Agency& agency : core.roster.Agencies()) {
    ASSIGN_OR_RETURN(const delivery::FeedQueue queue, delivery::QueueOf(reader, agency.agency_id()));
    if (queue.waiting == 0) continue;
    v1::AgencyQueue& listed = out.emplace_back();
    listed.set_agency_id(agency.agency_id());
    listed.set_waiting_items(queue.waiting);
    *listed.mutable_oldest_time() = base::ToProto(queue.oldest);
    listed.set_connected(peers.contains(absl::StrCat("agency/", agency.agency_id())));
    listed.set_has_valid_certificate(certified.contains(agency.agency_id()));
  }
  std::stable_sort(out.begin(), out.end(), [](const v1::AgencyQueue& a, const v1::AgencyQueue& b) {
    return a.waiting_items() > b.waiting_items();
  });
  if (out.size() > kMostInStatus) out.resize(kMostInStatus);
  return out;
}

// Those that expired are over, whether or not that is on record yet.
absl::StatusOr<uint32_t> OpenProposals(store::Reader& reader, absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<store::DueProposal> open, store::NextDueProposals(reader, kMostInStatus));
  return static_cast<uint32_t>(std::count_if(
      open.begin(), open.end(), [now](const store::DueProposal& proposal) { return now < proposal.due; }));
}

// Files that cannot be read are not those in force either.
absl::StatusOr<bool> MechanismsDiffer(const Core& core, store::Reader& reader) {
  if (core.mechanisms_folder.empty()) return false;
  ASSIGN_OR_RETURN(const auto in_force, store::FindMechanisms(reader));
  if (!in_force.has_value()) return false;
  const absl::StatusOr<mechanism::RuleFiles> files = mechanism::ReadRuleFiles(core.mechanisms_folder);
  return !files.ok() || files->Digest() != in_force->digest();
}

}  // namespace

absl::StatusOr<v1::GetGatewayStatusResponse> StatusOf(const Core& core) {
  SeeConnected(core);
  const absl::Time now = core.clock.Now();
  v1::GetGatewayStatusResponse response;
  *response.mutable_start_time() = base::ToProto(core.start_time);
  *response.mutable_now() = base::ToProto(now);
  for (v1::ExpiringCertificate& one : Expiring(core, now)) *response.add_expiring() = std::move(one);
  const std::multiset<std::string> peers = PeersOf(core);
  response.set_connections(static_cast<uint32_t>(peers.size()));
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  ASSIGN_OR_RETURN(std::vector<v1::AgencyQueue> queues, Queues(core, *reader, peers, now));
  for (v1::AgencyQueue& queue : queues) *response.add_queues() = std::move(queue);
  ASSIGN_OR_RETURN(const uint32_t open_proposals, OpenProposals(*reader, now));
  response.set_open_proposals(open_proposals);
  ASSIGN_OR_RETURN(std::vector<v1::Authority> authorities, Authorities(core, *reader));
  for (v1::Authority& authority : authorities) *response.add_authorities() = std::move(authority);
  ASSIGN_OR_RETURN(const bool mechanisms_differ, MechanismsDiffer(core, *reader));
  response.set_mechanisms_differ(mechanisms_differ);
  return response;
}

}  // namespace enlace::service
