#include "gateway/service/enrollment/get_trust_bundle.h"

#include <string>
#include <utility>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

using store::v1::BundleInstalledRow;

absl::StatusOr<bool> IsKnown(store::Reader& reader, const std::string& unit, const std::string& digest) {
  ASSIGN_OR_RETURN(const auto row,
                   store::GetProto<BundleInstalledRow>(reader, store::Table::kBundleInstalled, unit));
  return row.has_value() && row->digest() == digest;
}

absl::Status Remember(ledger::Work& work, const identity::Caller& caller, const BundleInstalledRow& row) {
  const std::string unit = store::UnitKey(caller.agency_id, caller.unit_id);
  ASSIGN_OR_RETURN(const bool known, IsKnown(work, unit, row.digest()));
  if (known) return absl::OkStatus();
  RETURN_IF_ERROR(store::PutProto(work, store::Table::kBundleInstalled, unit, row));
  ledger::Draft draft = TrustDraft(caller, "bundle.installed", "");
  draft.clazz = ledger::LeafClass::kKey;
  store::v1::BundleInstalled& event = *draft.record.mutable_event()->mutable_bundle_installed();
  *event.mutable_agency() = caller.ref();
  event.set_digest(row.digest());
  *event.mutable_authority_ids() = row.authority_ids();
  return work.Append(std::move(draft)).status();
}

}  // namespace

void GetTrustBundle::Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
                            Done<v1::GetTrustBundleResponse> done) {
  const std::string& digest = request.installed_digest();
  if (!digest.empty() && digest.size() != base::kSha256Size) {
    return done(base::InvalidField("installed_digest", "must be 32 bytes, a SHA-256"));
  }
  // Both of one view: another thread may change the authorities meanwhile.
  const certs::AuthoritySet::Bundle bundle = core_.authority.TrustBundle();
  v1::GetTrustBundleResponse response;
  response.set_trust_bundle_pem(bundle.pem);
  response.add_log_verifier_keys(core_.case_key.verifier().ToText());
  response.add_log_verifier_keys(core_.trust_key.verifier().ToText());
  // Of another bundle nobody can say here which roots it has; whoever trusts it will
  // fetch this one and come again.
  if (caller.kind != identity::Caller::Kind::kAgency || digest != base::Sha256(bundle.pem)) {
    return done(std::move(response));
  }
  const auto reader = core_.store.Read();
  if (!reader.ok()) return done(reader.status());
  const absl::StatusOr<bool> known =
      IsKnown(**reader, store::UnitKey(caller.agency_id, caller.unit_id), digest);
  if (!known.ok()) return done(known.status());
  if (*known) return done(std::move(response));

  BundleInstalledRow row;
  row.set_digest(digest);
  for (const std::string& id : bundle.authority_ids) row.add_authority_ids(id);
  ledger::Command command;
  command.decide = [caller, row](ledger::Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(Remember(work, caller, row));
    return std::string();
  };
  command.done = [response = std::move(response),
                  done = std::move(done)](absl::StatusOr<ledger::Answer> answer) mutable {
    if (!answer.ok()) return done(answer.status());
    done(std::move(response));
  };
  core_.sequencer.Submit(std::move(command));
}

}  // namespace enlace::service
