#include "tests/property/gateway_world.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"

namespace enlace::property {

GatewayWorld::GatewayWorld(store::Store* other) : GatewayFixture(Mode::kManual, 100, other) {
  // Long enough for the notice of a measure's withdrawal to run out.
  core_->tls_life = absl::Hours(24 * 60);
  for (const CastMember& member : Cast()) Register(member);
}

void GatewayWorld::Register(const CastMember& member) {
  v1::CreateAgencyRequest request;
  request.set_request_id(NewId());
  *request.mutable_agency() = Entry(member.id, member.kind, {});
  request.mutable_agency()->set_country(member.country);
  if (!member.territory.empty()) request.mutable_agency()->add_territories(member.territory);
  if (!Call(api().create_agency, Administrator(), request).ok()) std::abort();
  EnrolAgency(member.id);
}

absl::StatusOr<identity::Caller> GatewayWorld::Identify(const property::Call& call) const {
  if (call.caller.kind == identity::Caller::Kind::kAdministrator) return Administrator();
  if (enrolled_.count(call.caller.agency_id) == 0) return call.caller;
  ASSIGN_OR_RETURN(identity::Caller caller, identifier_->Identify(Keys(call.caller.agency_id).tls.ToPem()));
  caller.unit_id = call.caller.unit_id;
  return caller;
}

std::string GatewayWorld::SerialOf(const std::string& agency) const { return Keys(agency).tls.serial(); }

// The gateway never opens a payload: one may serve many referrals.
v1::SealedPayload GatewayWorld::Sealed(const std::string& sender, std::vector<std::string> readers) {
  std::sort(readers.begin(), readers.end());
  readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
  readers.erase(std::remove_if(readers.begin(), readers.end(),
                               [&](const std::string& id) { return enrolled_.count(id) == 0; }),
                readers.end());
  const std::string by = enrolled_.count(sender) == 0 ? Cast()[0].id : sender;
  if (readers.empty()) readers.push_back(by);
  v1::SealedPayload& sealed = sealed_[by + " to " + absl::StrJoin(readers, " ")];
  if (sealed.cms().empty()) sealed = SealTo(by, readers);
  return sealed;
}

std::shared_ptr<Got> GatewayWorld::Send(const property::Call& call) {
  auto got = std::make_shared<Got>();
  const absl::StatusOr<identity::Caller> caller = Identify(call);
  if (!caller.ok()) {
    got->arrived = true;
    got->status = caller.status();
    return got;
  }
  std::visit([&](const auto& request) { On(*caller, request, got); }, call.request);
  return got;
}

// Gathers the pages in one response, whose token is that of the last page.
template <typename Request, typename Response>
void GatewayWorld::Walk(service::Handler<Request, Response>* handler, const identity::Caller& caller,
                        Request request, int most_pages, const std::shared_ptr<Got>& got) {
  Response whole;
  for (int page = 0; page < most_pages; ++page) {
    auto one = std::make_shared<Got>();
    Start(handler, caller, request, one);
    Pump();
    got->arrived = one->arrived;
    got->status = one->status;
    if (!one->arrived || !one->status.ok()) return;
    whole.MergeFrom(static_cast<const Response&>(*one->response));
    request.set_page_token(static_cast<const Response&>(*one->response).next_page_token());
    if (request.page_token().empty()) break;
  }
  got->response = std::make_shared<Response>(std::move(whole));
}

void GatewayWorld::On(const identity::Caller& caller, const v1::ListReferralsRequest& request,
                      const std::shared_ptr<Got>& got) {
  Walk(HandlerOf(request), caller, request, 1000, got);
}

void GatewayWorld::On(const identity::Caller& caller, const v1::ListAccessesRequest& request,
                      const std::shared_ptr<Got>& got) {
  Walk(HandlerOf(request), caller, request, kMostPages, got);
}

void GatewayWorld::On(const identity::Caller& caller, const v1::ListWarningsRequest& request,
                      const std::shared_ptr<Got>& got) {
  Walk(HandlerOf(request), caller, request, 1000, got);
}

void GatewayWorld::On(const identity::Caller& caller, const v1::WatchRequest& request,
                      const std::shared_ptr<Got>& got) {
  Pump();
  got->arrived = true;
  auto stream = api().watch->Open(caller, request);
  got->status = stream.status();
  if (!stream.ok()) return;
  auto whole = std::make_shared<v1::WatchResponse>();
  for (;;) {
    const auto page = (*stream)->Poll();
    got->status = page.status();
    if (!page.ok()) return;
    if (*page == nullptr) break;
    whole->MergeFrom(**page);
  }
  // The model knows cases and who may know them, and no certificates.
  auto* const items = whole->mutable_items();
  items->erase(
      std::remove_if(items->begin(), items->end(),
                     [](const v1::FeedItem& item) { return item.kind() == v1::FEED_KIND_CERTIFICATE; }),
      items->end());
  got->response = whole;
}

}  // namespace enlace::property
