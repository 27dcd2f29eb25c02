#include "gateway/service/administration/adopt_mechanisms.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/service/approval/adopted_mechanisms.h"

namespace enlace::service {
namespace {

constexpr size_t kDigestSize = 64;

bool IsDigest(const std::string& text) {
  if (text.size() != kDigestSize) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

}  // namespace

absl::Status AdoptMechanismsAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (!IsDigest(request.digest())) {
    return base::InvalidField("digest", "must be 64 lower-case hexadecimal characters");
  }
  return absl::OkStatus();
}

absl::StatusOr<Prepared> AdoptMechanismsAct::Prepare(const Core& core, const Request&) {
  absl::StatusOr<mechanism::RuleFiles> files = mechanism::ReadRuleFiles(core.mechanisms_folder);
  if (!files.ok()) {
    return base::GuardNotMet(
        absl::StrCat("the mechanisms' folder cannot be read: ", files.status().message()));
  }
  // A gateway that could not start with them must not be told to.
  const auto rules = mechanism::MechanismSet::New(*files);
  if (!rules.ok()) return base::InvalidField("digest", rules.status().message());
  return Prepared{std::make_shared<const mechanism::RuleFiles>(*std::move(files))};
}

absl::StatusOr<v1::AdoptMechanismsResponse> AdoptMechanismsAct::Do(const ActContext& context,
                                                                   const Request& request) {
  if (context.prepared.files == nullptr) return base::InternalError("the files were not read");
  const std::string digest = context.prepared.files->Digest();
  if (digest != request.digest()) {
    return base::GuardNotMet(absl::StrCat("the folder holds other files; their digest is ", digest));
  }
  RETURN_IF_ERROR(
      RecordMechanisms(context.work, context.caller, request.request_id(), *context.prepared.files));
  v1::AdoptMechanismsResponse response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

bool MechanismsDiffer(const Core& core) {
  const absl::StatusOr<mechanism::RuleFiles> files = mechanism::ReadRuleFiles(core.mechanisms_folder);
  return !files.ok() || files->texts != core.mechanisms.files().texts;
}

}  // namespace enlace::service
