#include "gateway/service/directory/list_agencies.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/service/directory/agency_view.h"
#include "gateway/service/page.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::ListAgenciesResponse> List(const Core& core, const v1::ListAgenciesRequest& request) {
  ASSIGN_OR_RETURN(const std::string after, PageStart("ListAgencies", "", request.page_token()));
  const size_t size = PageSize(request.page_size());
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  v1::ListAgenciesResponse response;
  for (const v1::Agency& agency : core.roster.Agencies()) {
    if (agency.agency_id() <= after) continue;
    if (static_cast<size_t>(response.agencies_size()) == size) {
      response.set_next_page_token(
          PageToken("ListAgencies", "", response.agencies(response.agencies_size() - 1).agency_id()));
      break;
    }
    ASSIGN_OR_RETURN(*response.add_agencies(), WithSealingCertificates(core, *reader, agency));
  }
  return response;
}

}  // namespace

void ListAgencies::Handle(const identity::Caller& caller, const v1::ListAgenciesRequest& request,
                          Done<v1::ListAgenciesResponse> done) {
  done(List(core_, request));
}

}  // namespace enlace::service
