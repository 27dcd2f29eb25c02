#include "gateway/service/administration/list_connections.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/service/page.h"

namespace enlace::service {
namespace {

constexpr char kMethod[] = "ListConnections";

absl::StatusOr<v1::ListConnectionsResponse> List(const Core& core,
                                                 const v1::ListConnectionsRequest& request) {
  ASSIGN_OR_RETURN(const std::string after, PageStart(kMethod, "", request.page_token()));
  const size_t size = PageSize(request.page_size());
  // One more than asked for tells whether there is another page.
  std::vector<v1::Connection> connections = core.connections.List(after, size + 1);
  v1::ListConnectionsResponse response;
  if (connections.size() > size) {
    connections.resize(size);
    response.set_next_page_token(PageToken(kMethod, "", connections.back().connection_id()));
  }
  for (v1::Connection& connection : connections) *response.add_connections() = std::move(connection);
  return response;
}

}  // namespace

void ListConnections::Handle(const identity::Caller& caller, const v1::ListConnectionsRequest& request,
                             Done<v1::ListConnectionsResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(List(core_, request));
}

}  // namespace enlace::service
