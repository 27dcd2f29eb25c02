#include "gateway/service/administration/list_certificates.h"

#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/service/certificates/due_certificates.h"
#include "gateway/service/page.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::ListCertificatesResponse> List(const Core& core,
                                                  const v1::ListCertificatesRequest& request) {
  ASSIGN_OR_RETURN(std::string after,
                   PageStart("ListCertificates", request.subject_uri(), request.page_token()));
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  v1::ListCertificatesResponse response;
  ASSIGN_OR_RETURN(
      const std::vector<v1::Certificate> certificates,
      store::ListCertificates(*reader, request.subject_uri(), PageSize(request.page_size()), &after));
  SeeConnected(core);
  for (const v1::Certificate& certificate : certificates) {
    v1::Certificate& listed = *response.add_certificates();
    listed = certificate;
    const auto standing = core.roster.FindCertificate(certificate.serial());
    if (standing.has_value() && standing->last_seen != absl::InfinitePast()) {
      *listed.mutable_last_seen_time() = base::ToProto(standing->last_seen);
    }
  }
  if (!after.empty())
    response.set_next_page_token(PageToken("ListCertificates", request.subject_uri(), after));
  return response;
}

}  // namespace

void ListCertificates::Handle(const identity::Caller& caller, const v1::ListCertificatesRequest& request,
                              Done<v1::ListCertificatesResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(List(core_, request));
}

}  // namespace enlace::service
