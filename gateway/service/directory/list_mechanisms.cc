#include "gateway/service/directory/list_mechanisms.h"

#include <string>
#include <utility>

#include "gateway/base/time_text.h"

namespace enlace::service {

void ListMechanisms::Handle(const identity::Caller& caller, const v1::ListMechanismsRequest& request,
                            Done<v1::ListMechanismsResponse> done) {
  const absl::Time at = request.has_at_time() ? base::FromProto(request.at_time()) : core_.clock.Now();
  v1::ListMechanismsResponse response;
  for (const std::string& id : core_.mechanisms.Ids()) {
    *response.add_mechanisms() = core_.mechanisms.Summary(id, at);
  }
  done(std::move(response));
}

}  // namespace enlace::service
