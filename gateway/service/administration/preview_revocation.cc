#include "gateway/service/administration/preview_revocation.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/delivery/feed_queue.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/standing.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/clock_load.h"

namespace enlace::service {
namespace {

using Request = v1::PreviewRevocationRequest;
using Response = v1::PreviewRevocationResponse;

constexpr absl::Duration kUrgent = absl::Hours(24);

void CountConnections(const Core& core, Response* response) {
  constexpr size_t kPage = 500;
  const std::string& serial = response->certificate().serial();
  std::string after;
  std::vector<v1::Connection> page;
  do {
    page = core.connections.List(after, kPage);
    for (const v1::Connection& connection : page) {
      if (connection.certificate_serial() != serial) continue;
      response->set_connections(response->connections() + 1);
      const uint32_t streams = std::min(connection.open_streams(), connection.open_calls());
      response->set_open_streams(response->open_streams() + streams);
      response->set_open_calls(response->open_calls() + connection.open_calls() - streams);
    }
    if (!page.empty()) after = page.back().connection_id();
  } while (page.size() == kPage);
}

void CountCertificates(const Core& core, const std::string& agency_id, Response* response) {
  const v1::Certificate& own = response->certificate();
  const absl::Time now = core.clock.Now();
  core.roster.VisitCertificates([&](const identity::CertificateStanding& one) {
    if (one.serial == own.serial() || !IsInForce(one, now)) return;
    if (one.subject_uri == own.subject_uri() && one.usage == own.usage()) {
      response->set_other_certificates(response->other_certificates() + 1);
    }
    // A sealing certificate connects to nothing: revoking it leaves that as it is.
    if (one.usage == v1::CERTIFICATE_USAGE_TLS_CLIENT && !agency_id.empty() && AgencyOf(one) == agency_id) {
      response->set_agency_stays_reachable(true);
    }
  });
}

absl::StatusOr<Response> Preview(const Core& core, const authz::AdminGrant& grant, const Request& request) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  ASSIGN_OR_RETURN(absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(*reader, request.serial()));
  if (!certificate.has_value()) return base::NotFound();
  Response response;
  *response.mutable_certificate() = *std::move(certificate);
  const std::string agency_id = HolderOf(response.certificate()).agency_id;
  CountConnections(core, &response);
  CountCertificates(core, agency_id, &response);
  if (agency_id.empty()) return response;
  ASSIGN_OR_RETURN(const delivery::FeedQueue queue, delivery::QueueOf(*reader, agency_id));
  response.set_waiting_items(queue.waiting);
  ASSIGN_OR_RETURN(const store::ClockLoad load,
                   store::ClocksAgainst(*reader, grant, agency_id, core.clock.Now() + kUrgent,
                                        [&core](absl::string_view id) { return core.mechanisms.Find(id); }));
  response.set_running_clocks(load.running);
  response.set_urgent_clocks(load.urgent);
  return response;
}

}  // namespace

void PreviewRevocation::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  if (request.serial().empty()) return done(base::MissingField("serial"));
  done(Preview(core_, *grant, request));
}

}  // namespace enlace::service
