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
#include "gateway/service/command.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr absl::Duration kMaxLife = absl::Hours(24 * 7);

absl::Status Validate(const v1::CreateEnrollmentTokenRequest& request) {
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

// The secret is derived, not stored: a repetition of the request gets the same
// token, and the disk holds no more than its hash.
std::string SecretOf(const base::Secret& token_key, const identity::Caller& caller,
                     const std::string& request_id) {
  return base::HmacSha256(token_key.RevealSecret(), absl::StrCat(caller.name(), "\n", request_id));
}

absl::Status CheckSubject(ledger::Work& work, const v1::CreateEnrollmentTokenRequest& request) {
  if (!request.has_agency()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Agency agency, ReadAgency(work, request.agency().agency_id()));
  const auto& units = agency.unit_ids();
  if (std::find(units.begin(), units.end(), request.agency().unit_id()) == units.end()) {
    return base::InvalidField("agency.unit_id", "is not a unit of the agency's entry");
  }
  return absl::OkStatus();
}

}  // namespace

void CreateEnrollmentToken::Handle(const identity::Caller& caller,
                                   const v1::CreateEnrollmentTokenRequest& request,
                                   Done<v1::CreateEnrollmentTokenResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = Validate(request);
  if (!valid.ok()) return done(valid);
  const std::string uri =
      request.has_agency()
          ? identity::AgencyUri(core_.trust_domain, request.agency().agency_id(), request.agency().unit_id())
          : identity::AdministratorUri(core_.trust_domain, request.administrator());
  const std::string secret = SecretOf(core_.token_key, caller, request.request_id());
  const absl::Duration life = request.life_seconds() == 0 ? core_.token_life : absl::Seconds(request.life_seconds());

  RunCommand<v1::CreateEnrollmentTokenRequest, v1::CreateEnrollmentTokenResponse>(
      core_.sequencer, caller, "CreateEnrollmentToken", request,
      [caller, request, uri, life,
       hash = base::Sha256(secret)](ledger::Work& work) -> absl::StatusOr<v1::CreateEnrollmentTokenResponse> {
        RETURN_IF_ERROR(CheckSubject(work, request));
        store::v1::TokenRow row;
        row.set_subject_uri(uri);
        *row.mutable_expire_time() = base::ToProto(work.now() + life);
        RETURN_IF_ERROR(store::PutProto(work, store::Table::kToken, hash, row));
        ledger::Draft draft = TrustDraft(caller, "token.created", request.request_id());
        store::v1::TokenCreated* event = draft.record.mutable_event()->mutable_token_created();
        event->set_secret_hash(hash);
        event->set_subject_uri(uri);
        *event->mutable_expire_time() = row.expire_time();
        RETURN_IF_ERROR(work.Append(std::move(draft)).status());
        v1::CreateEnrollmentTokenResponse response;
        *response.mutable_expire_time() = row.expire_time();
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [this, uri, secret](v1::CreateEnrollmentTokenResponse* response, bool) {
        base::EnrollmentToken token;
        token.address = core_.enrollment_address;
        // The root that the server's certificate is under: by it the holder finds us.
        const auto serving = core_.authority.Serving(core_.clock.Now());
        token.root_der = serving.ok() ? (*serving)->root().der() : core_.authority.root().der();
        token.uri = uri;
        token.secret = base::Secret(secret);
        // Cannot fail: main checked the address, and the rest is our own.
        response->set_token(base::FormatEnrollmentToken(token).value_or(""));
      });
}

}  // namespace enlace::service
