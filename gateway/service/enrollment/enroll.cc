#include "gateway/service/enrollment/enroll.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

// One text for every way a token can be wrong: guessing must learn nothing.
absl::Status TokenRefused() {
  return base::Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_TOKEN_REFUSED,
                       "the enrolment token is unknown, spent or expired");
}

absl::Status CheckToken(store::Reader& reader, const std::string& hash, const identity::Caller& holder,
                        absl::Time now) {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::TokenRow> row,
                   store::GetProto<store::v1::TokenRow>(reader, store::Table::kToken, hash));
  if (!row.has_value() || row->spent() || row->subject_uri() != holder.uri ||
      base::FromProto(row->expire_time()) <= now) {
    return TokenRefused();
  }
  // The entry may have changed since the token was made.
  ASSIGN_OR_RETURN(const bool is_entered, IsEntered(reader, holder));
  return is_entered ? absl::OkStatus() : TokenRefused();
}

absl::Status SpendToken(ledger::Work& work, const identity::Caller& holder, const std::string& hash) {
  ASSIGN_OR_RETURN(absl::optional<store::v1::TokenRow> row,
                   store::GetProto<store::v1::TokenRow>(work, store::Table::kToken, hash));
  row->set_spent(true);
  RETURN_IF_ERROR(store::PutProto(work, store::Table::kToken, hash, *row));
  ledger::Draft draft = TrustDraft(holder, "token.spent", "");
  draft.clazz = ledger::LeafClass::kKey;
  draft.record.mutable_event()->mutable_token_spent()->set_secret_hash(hash);
  return work.Append(std::move(draft)).status();
}

// The agency's first certificate makes it active.
absl::Status Activate(ledger::Work& work, const identity::Caller& holder, v1::Agency* activated) {
  if (holder.kind != identity::Caller::Kind::kAgency) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::Agency agency, ReadAgency(work, holder.agency_id));
  if (agency.state() == v1::AGENCY_STATE_REGISTERED) {
    agency.set_state(v1::AGENCY_STATE_ACTIVE);
    RETURN_IF_ERROR(store::PutProto(work, store::Table::kAgency, agency.agency_id(), agency));
  }
  *activated = std::move(agency);
  return absl::OkStatus();
}

}  // namespace

struct Enroll::Token {
  std::string hash;         // SHA-256 of the secret.
  identity::Caller holder;  // Whom it is bound to.
};

// The token, if there is one of that secret: a guess costs no signature.
absl::StatusOr<Enroll::Token> Enroll::Read(const std::string& text) const {
  const absl::StatusOr<base::EnrollmentToken> given =
      form_ == CsrForm::kEitherKey ? base::ParseTokenOrSecret(text) : base::ParseEnrollmentToken(text);
  if (!given.ok()) return TokenRefused();
  // The secret alone says neither root nor name; whoever gives it was told both apart.
  const bool is_whole = !given->uri.empty();
  if (is_whole && !core_.authority.TrustsRoot(given->root_der)) return TokenRefused();
  Token token;
  token.hash = base::Sha256(given->secret.RevealSecret());
  ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
  ASSIGN_OR_RETURN(const auto row,
                   store::GetProto<store::v1::TokenRow>(*reader, store::Table::kToken, token.hash));
  if (!row.has_value() || (is_whole && row->subject_uri() != given->uri)) return TokenRefused();
  if (!identity::ParseIdentityUri(row->subject_uri(), core_.trust_domain, &token.holder).ok()) {
    return TokenRefused();
  }
  return token;
}

void Enroll::Handle(const identity::Caller& caller, const v1::EnrollRequest& request,
                    Done<v1::EnrollResponse> done) {
  const absl::StatusOr<Token> token = Read(request.token());
  if (!token.ok()) return done(token.status());
  const std::string& hash = token->hash;
  const identity::Caller& holder = token->holder;

  // A token that was spent on these very requests gets its first answer again;
  // any other use is refused below, inside the transaction.
  auto issuance = std::make_shared<Issuance>();
  auto activated = std::make_shared<v1::Agency>();
  absl::StatusOr<Issuance> issued =
      Issue(core_, holder.uri, request.tls_csr_der(), request.sealing_csr_der(), form_);
  if (!issued.ok()) return done(issued.status());
  *issuance = *std::move(issued);

  ledger::Command command;
  command.caller = "token";
  command.request_id = absl::BytesToHexString(hash);
  command.body_hash = BodyHash("Enroll", request);
  command.wants_receipt = true;
  command.decide = [holder, hash, issuance, activated,
                    form = form_](ledger::Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(CheckToken(work, hash, holder, work.now()));
    if (form == CsrForm::kEitherKey) RETURN_IF_ERROR(CheckKeysApart(work, *issuance));
    RETURN_IF_ERROR(Record(work, holder, "", *issuance));
    RETURN_IF_ERROR(SpendToken(work, holder, hash));
    RETURN_IF_ERROR(Activate(work, holder, activated.get()));
    v1::EnrollResponse response;
    *response.mutable_certificates() = issuance->certificates;
    response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
    return response.SerializeAsString();
  };
  command.done = [this, issuance, activated,
                  done = std::move(done)](absl::StatusOr<ledger::Answer> answer) mutable {
    if (!answer.ok()) {
      const bool reused = base::ReasonOf(answer.status()) == v1::ERROR_REASON_REQUEST_ID_REUSED;
      return done(reused ? TokenRefused() : answer.status());
    }
    v1::EnrollResponse response;
    if (!response.ParseFromString(answer->response)) {
      return done(base::InternalError("a stored response does not parse"));
    }
    response.mutable_receipt()->MergeFrom(answer->receipt);
    if (!answer->replayed) {
      for (const v1::Certificate& row : issuance->rows) core_.roster.Put(row);
      if (!activated->agency_id().empty()) core_.roster.Put(*activated);
    }
    done(std::move(response));
  };
  core_.sequencer.Submit(std::move(command));
}

}  // namespace enlace::service
