#include "gateway/service/administration/create_enrollment_token.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

using Request = v1::CreateEnrollmentTokenRequest;
using Response = v1::CreateEnrollmentTokenResponse;

constexpr absl::Duration kMaxLife = absl::Hours(24 * 7);

// The secret is derived, not stored: a repetition of the request gets the same
// token, and the disk holds no more than its hash.
std::string SecretOf(const base::Secret& token_key, const identity::Caller& caller,
                     const std::string& request_id) {
  return base::HmacSha256(token_key.RevealSecret(), absl::StrCat(caller.name(), "\n", request_id));
}

absl::Status CheckSubject(ledger::Work& work, const Request& request) {
  if (!request.has_agency()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Agency agency, ReadAgency(work, request.agency().agency_id()));
  const auto& units = agency.unit_ids();
  if (std::find(units.begin(), units.end(), request.agency().unit_id()) == units.end()) {
    return base::InvalidField("agency.unit_id", "is not a unit of the agency's entry");
  }
  return absl::OkStatus();
}

std::string UriOf(const Core& core, const Request& request) {
  return request.has_agency() ? identity::AgencyUri(core.trust_domain, request.agency().agency_id(),
                                                    request.agency().unit_id())
                              : identity::AdministratorUri(core.trust_domain, request.administrator());
}

}  // namespace

absl::Status CreateEnrollmentTokenAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (absl::Seconds(request.life_seconds()) > kMaxLife) {
    return base::InvalidField("life_seconds", "must be at most 604800 (7 days)");
  }
  switch (request.subject_case()) {
    case v1::CreateEnrollmentTokenRequest::kAgency:
      RETURN_IF_ERROR(base::CheckName("agency.agency_id", request.agency().agency_id()));
      return base::CheckName("agency.unit_id", request.agency().unit_id());
    case v1::CreateEnrollmentTokenRequest::kAdministrator:
      return base::CheckName("administrator", request.administrator());
    default:
      return base::MissingField("agency or administrator");
  }
}

absl::StatusOr<Response> CreateEnrollmentTokenAct::Do(const ActContext& context, const Request& request) {
  RETURN_IF_ERROR(CheckSubject(context.work, request));
  const std::string hash =
      base::Sha256(SecretOf(context.core.token_key, context.caller, request.request_id()));
  const absl::Duration life =
      request.life_seconds() == 0 ? context.core.token_life : absl::Seconds(request.life_seconds());
  store::v1::TokenRow row;
  row.set_subject_uri(UriOf(context.core, request));
  *row.mutable_expire_time() = base::ToProto(context.work.now() + life);
  RETURN_IF_ERROR(store::PutProto(context.work, store::Table::kToken, hash, row));
  ledger::Draft draft = TrustDraft(context.caller, "token.created", request.request_id());
  if (context.waived) draft.record.set_purpose(kWaivedPurpose);
  store::v1::TokenCreated* event = draft.record.mutable_event()->mutable_token_created();
  event->set_secret_hash(hash);
  event->set_subject_uri(row.subject_uri());
  *event->mutable_expire_time() = row.expire_time();
  RETURN_IF_ERROR(context.work.Append(std::move(draft)).status());
  Response response;
  *response.mutable_expire_time() = row.expire_time();
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

void CreateEnrollmentTokenAct::Finish(const Core& core, const identity::Caller& caller,
                                      const Request& request, Response* response) {
  base::EnrollmentToken token;
  token.address = core.enrollment_address;
  // The root that the server's certificate is under: by it the holder finds us.
  const auto serving = core.authority.Serving(core.clock.Now());
  token.root_der = serving.ok() ? (*serving)->root().der() : core.authority.root().der();
  token.uri = UriOf(core, request);
  token.secret = base::Secret(SecretOf(core.token_key, caller, request.request_id()));
  // Cannot fail: main checked the address, and the rest is our own.
  response->set_token(base::FormatEnrollmentToken(token).value_or(""));
}

}  // namespace enlace::service
