#include "gateway/service/referral/get_referral.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/view.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/responsibility.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::GetReferralRequest;
using Response = v1::GetReferralResponse;

absl::Status Prepare(const Request& request, LookRequest* look) {
  RETURN_IF_ERROR(base::CheckDerivedId("referral_id", request.referral_id()));
  look->kind = authz::KeyKind::kReferral;
  look->id = request.referral_id();
  look->event_type = "referral.read";
  look->officer_pseudonym = request.officer_pseudonym();
  look->purpose = request.purpose();
  return CheckLookCodes(request.officer_pseudonym(), request.purpose());
}

// What was erased keeps its digest only: the look is one all the same.
absl::Status FillCms(store::Reader& reader, const authz::Grant& grant, v1::SealedPayload* sealed) {
  absl::StatusOr<std::string> cms = store::ReadSealed(reader, grant, sealed->digest());
  if (absl::IsNotFound(cms.status())) return absl::OkStatus();
  RETURN_IF_ERROR(cms.status());
  sealed->set_cms(*std::move(cms));
  return absl::OkStatus();
}

// The view names payloads by digest; their bytes are rows of their own.
absl::Status FillSealed(store::Reader& reader, const authz::Grant& grant, v1::Referral* referral) {
  if (referral->has_sealed()) RETURN_IF_ERROR(FillCms(reader, grant, referral->mutable_sealed()));
  for (v1::SealedNote& note : *referral->mutable_notes()) {
    if (note.has_sealed()) RETURN_IF_ERROR(FillCms(reader, grant, note.mutable_sealed()));
  }
  return absl::OkStatus();
}

absl::StatusOr<Response> Read(const Core& core, ledger::Work& work, const identity::Caller& caller,
                              const LookRequest& look) {
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   RecordedLook(core, work, caller, authz::Action::kReadStatus, look));
  ASSIGN_OR_RETURN(const store::v1::CaseState state, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* record = referral::FindReferral(state, look.id);
  if (record == nullptr) return base::InternalError("an access row names a referral that its case has not");
  Response response;
  *response.mutable_referral() =
      referral::ViewReferral(state, *record, grant.agency_id(), grant.grade(), work.now());
  FillResponsible(core.mechanisms, state, grant.agency_id(), grant.grade(),
                  response.mutable_referral()->mutable_clocks());
  RETURN_IF_ERROR(FillSealed(work, grant, response.mutable_referral()));
  return response;
}

}  // namespace

void GetReferral::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kReadStatus);
  LookRequest look;
  if (ready.ok()) ready = Prepare(request, &look);
  if (!ready.ok()) return done(ready);
  RunLook<Response>(
      core_.sequencer, [this, caller, look](ledger::Work& work) { return Read(core_, work, caller, look); },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
