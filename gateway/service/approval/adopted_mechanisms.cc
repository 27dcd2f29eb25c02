#include "gateway/service/approval/adopted_mechanisms.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/store/mechanism_rows.h"

namespace enlace::service {
namespace {

mechanism::RuleFiles FilesOf(const store::v1::MechanismsRow& row) {
  mechanism::RuleFiles files;
  for (const auto& [name, text] : row.files()) files.texts.emplace(name, text);
  return files;
}

void TellThatFilesWait(const std::string& folder, const std::string& in_force) {
  const absl::StatusOr<mechanism::RuleFiles> waiting = mechanism::ReadRuleFiles(folder);
  const std::string digest = waiting.ok() ? waiting->Digest() : std::string(waiting.status().message());
  if (digest == in_force) return;
  base::Log(base::LogLevel::kWarning, "mechanisms_wait",
            {{"in_force", in_force},
             {"in_folder", digest},
             {"remedy",
              "have two administrators adopt them (enlacectl admin mechanism adopt), then start "
              "anew; or put the files in force back"}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<mechanism::MechanismSet>> ChooseMechanisms(store::Store& store,
                                                                          const std::string& folder,
                                                                          const ApprovalPolicy& policy) {
  if (!policy.two_persons.contains(v1::ADMINISTRATIVE_ACT_CHANGE_MECHANISM)) {
    return mechanism::MechanismSet::Load(folder);
  }
  ASSIGN_OR_RETURN(const auto reader, store.Read());
  ASSIGN_OR_RETURN(const absl::optional<store::v1::MechanismsRow> kept, store::FindMechanisms(*reader));
  if (!kept.has_value()) return mechanism::MechanismSet::Load(folder);
  TellThatFilesWait(folder, kept->digest());
  auto rules = mechanism::MechanismSet::New(FilesOf(*kept));
  if (rules.ok()) return rules;
  // A gateway that checks more than the one that kept them.
  return absl::Status(
      rules.status().code(),
      absl::StrCat("the mechanisms' files in force are not good for this version: ", rules.status().message(),
                   "; start with approval.two_persons without change_mechanism once"));
}

absl::Status RecordMechanisms(ledger::Work& work, const identity::Caller& caller,
                              absl::string_view request_id, const mechanism::RuleFiles& files) {
  store::v1::MechanismsRow row;
  row.set_digest(files.Digest());
  for (const auto& [name, text] : files.texts) (*row.mutable_files())[name] = text;
  RETURN_IF_ERROR(store::WriteMechanisms(work, row));
  ledger::Draft draft = TrustDraft(caller, "mechanisms.adopted", request_id);
  draft.record.mutable_event()->mutable_mechanisms_adopted()->set_digest(row.digest());
  return work.Append(std::move(draft)).status();
}

absl::Status KeepMechanisms(ledger::Work& work, const mechanism::RuleFiles& files) {
  ASSIGN_OR_RETURN(const absl::optional<store::v1::MechanismsRow> kept, store::FindMechanisms(work));
  if (kept.has_value() && kept->digest() == files.Digest()) return absl::OkStatus();
  return RecordMechanisms(work, identity::Caller(), "", files);
}

std::string DigestOf(const store::v1::MechanismsRow& row) { return FilesOf(row).Digest(); }

}  // namespace enlace::service
