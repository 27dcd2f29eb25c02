#include "gateway/service/look.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {

namespace {

// What was asked for is kept under the asking agency's own key: it may mean a
// case, and then whoever oversees that case finds it by the index of cases.
absl::Status RecordRefusal(ledger::Work& work, const identity::Caller& caller, ledger::Draft draft,
                           authz::KeyKind kind, const std::string& id) {
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("agency:", caller.agency_id);
  if (kind == authz::KeyKind::kCase) draft.record.set_case_id(id);
  if (kind == authz::KeyKind::kReferral) draft.record.set_referral_id(id);
  if (kind == authz::KeyKind::kNativeNumber) draft.record.set_native_number_hash(id);
  draft.record.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  return work.AppendRefusal(std::move(draft)).status();
}

}  // namespace

absl::StatusOr<authz::Grant> RecordedLook(const Core& core, ledger::Work& work,
                                          const identity::Caller& caller, authz::Action action,
                                          const LookRequest& look) {
  store::AccessRows rows(work);
  absl::StatusOr<authz::Grant> grant = core.authorizer.Authorize(caller, action, look.kind, look.id, rows);
  if (!grant.ok() && base::ReasonOf(grant.status()) != v1::ERROR_REASON_NOT_FOUND) return grant;
  ledger::Draft draft = DraftBy(caller, look.event_type, look.officer_pseudonym);
  draft.record.set_purpose(look.purpose);
  if (!grant.ok()) {
    RETURN_IF_ERROR(RecordRefusal(work, caller, std::move(draft), look.kind, look.id));
    return grant;
  }
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("case:", grant->case_id());
  draft.record.set_case_id(grant->case_id());
  if (look.kind == authz::KeyKind::kReferral) draft.record.set_referral_id(look.id);
  RETURN_IF_ERROR(work.Append(std::move(draft)).status());
  return grant;
}

absl::StatusOr<authz::Grant> CommandGrant(const Core& core, ledger::Work& work,
                                          const identity::Caller& caller, authz::Action action,
                                          authz::KeyKind kind, const std::string& id,
                                          const std::string& request_id) {
  store::AccessRows rows(work);
  absl::StatusOr<authz::Grant> grant = core.authorizer.Authorize(caller, action, kind, id, rows);
  if (!grant.ok() && base::ReasonOf(grant.status()) == v1::ERROR_REASON_NOT_FOUND) {
    RETURN_IF_ERROR(
        RecordRefusal(work, caller, DraftBy(caller, "command.refused", "", request_id), kind, id));
  }
  return grant;
}

MayKnow KnowsCase(const Core& core, const identity::Caller& caller, authz::Action action, authz::KeyKind kind,
                  const std::string& id) {
  return [&core, caller, action, kind, id](store::Reader& state) -> absl::StatusOr<bool> {
    store::AccessRows rows(state);
    const absl::Status granted = core.authorizer.Authorize(caller, action, kind, id, rows).status();
    if (absl::IsNotFound(granted) || absl::IsPermissionDenied(granted)) return false;
    RETURN_IF_ERROR(granted);
    return true;
  };
}

absl::Status ParseCaseKey(absl::string_view field, const v1::CaseKey& key, LookRequest* look) {
  switch (key.key_case()) {
    case v1::CaseKey::kCaseId:
      look->kind = authz::KeyKind::kCase;
      look->id = key.case_id();
      return base::CheckDerivedId(absl::StrCat(field, ".case_id"), key.case_id());
    case v1::CaseKey::kNativeNumberHash:
      look->kind = authz::KeyKind::kNativeNumber;
      look->id = key.native_number_hash();
      if (key.native_number_hash().size() == base::kSha256Size) return absl::OkStatus();
      return base::InvalidField(absl::StrCat(field, ".native_number_hash"),
                                "must be an HMAC-SHA256 of 32 bytes");
    default:
      return base::MissingField(field);
  }
}

absl::Status CheckLookCodes(absl::string_view officer_pseudonym, absl::string_view purpose) {
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", officer_pseudonym, 64));
  return base::CheckCode("purpose", purpose, 64);
}

v1::RecordRef RecordRefOf(const Core& core, const ledger::Answer& answer) {
  v1::RecordRef record;
  const bool is_trust = answer.log == v1::LOG_ID_TRUST;
  record.set_log_origin(is_trust ? core.trust_key.origin() : core.case_key.origin());
  record.set_log_index(answer.log_index);
  return record;
}

}  // namespace enlace::service
