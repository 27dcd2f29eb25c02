#include "gateway/service/certificates/metrics.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/service/certificates/change.h"
#include "gateway/service/certificates/gateway_status.h"
#include "gateway/service/certificates/standing.h"

namespace enlace::service {
namespace {

// Labels take no escapes: ids of agencies and units have none of ", \ and line ends.
class Exposition {
 public:
  void Begin(absl::string_view name, absl::string_view help) {
    name_ = std::string(name);
    absl::StrAppend(&text_, "# HELP ", name, " ", help, "\n# TYPE ", name, " gauge\n");
  }
  void Add(absl::string_view labels, int64_t value) {
    absl::StrAppend(&text_, name_, labels.empty() ? "" : absl::StrCat("{", labels, "}"), " ", value, "\n");
  }
  void One(absl::string_view name, absl::string_view help, int64_t value) {
    Begin(name, help);
    Add("", value);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

absl::string_view UsageLabel(v1::CertificateUsage usage) {
  return usage == v1::CERTIFICATE_USAGE_SEALING ? "sealing" : "tls-client";
}

void AddCertificates(const Core& core, Exposition* out) {
  out->Begin("enlace_certificate_end_seconds",
             "When the last certificate of an agency's unit ends, in seconds since 1970.");
  for (const auto& [whose, last] : LastOfEach(core.roster)) {
    v1::Certificate named;
    named.set_subject_uri(last.subject_uri);
    const identity::Caller holder = HolderOf(named);
    if (holder.agency_id.empty()) continue;
    out->Add(absl::StrCat("agency=\"", holder.agency_id, "\",unit=\"", holder.unit_id, "\",usage=\"",
                          UsageLabel(last.usage), "\""),
             absl::ToUnixSeconds(last.not_after));
  }
  if (core.server_certificate) {
    out->One("enlace_gateway_certificate_end_seconds",
             "When the gateway's own TLS certificate ends, in seconds since 1970.",
             core.server_certificate().not_after().seconds());
  }
  out->Begin("enlace_authority_end_seconds", "When an authority ends, in seconds since 1970.");
  out->Add("authority=\"issuing\"", absl::ToUnixSeconds(core.authority.issuing().not_after()));
  out->Add("authority=\"root\"", absl::ToUnixSeconds(core.authority.root().not_after()));
}

int64_t RevokedAmong(const Core& core, absl::Time now) {
  int64_t revoked = 0;
  core.roster.VisitCertificates([&](const identity::CertificateStanding& one) {
    if (one.revoked && now < one.not_after) ++revoked;
  });
  return revoked;
}

}  // namespace

std::string MetricsText(const Core& core, const v1::GetGatewayStatusResponse& status) {
  Exposition out;
  out.One("enlace_start_time_seconds", "When this process began to serve, in seconds since 1970.",
          status.start_time().seconds());
  out.One("enlace_connections", "Open connections.", status.connections());
  AddCertificates(core, &out);
  out.One("enlace_certificates_expiring", "Certificates that end soon or have ended, and nobody renewed.",
          status.expiring_size());
  out.One("enlace_certificates_revoked", "Revoked certificates whose validity is not over.",
          RevokedAmong(core, base::FromProto(status.now())));
  out.One("enlace_open_proposals", "Proposals that wait for a second administrator.",
          status.open_proposals());
  out.Begin("enlace_feed_waiting_items", "Items of an agency's feed that it has not acknowledged.");
  for (const v1::AgencyQueue& queue : status.queues()) {
    out.Add(absl::StrCat("agency=\"", queue.agency_id(), "\""), static_cast<int64_t>(queue.waiting_items()));
  }
  out.Begin("enlace_feed_oldest_item_seconds",
            "When the oldest of them was recorded, in seconds since 1970.");
  for (const v1::AgencyQueue& queue : status.queues()) {
    out.Add(absl::StrCat("agency=\"", queue.agency_id(), "\""), queue.oldest_time().seconds());
  }
  return out.Take();
}

std::string Metrics::Text() const {
  base::MutexLock lock(&mu_);
  return text_;
}

absl::StatusOr<absl::Time> Metrics::DoDue(absl::Time judged) {
  const absl::Duration since = judged - made_at_;
  if (since >= absl::ZeroDuration() && since < kEvery) return made_at_ + kEvery;
  ASSIGN_OR_RETURN(const v1::GetGatewayStatusResponse status, StatusOf(core_));
  std::string text = MetricsText(core_, status);
  base::MutexLock lock(&mu_);
  text_ = std::move(text);
  made_at_ = judged;
  return made_at_ + kEvery;
}

}  // namespace enlace::service
