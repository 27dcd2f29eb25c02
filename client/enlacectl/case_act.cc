#include "client/enlacectl/case_act.h"

#include <CLI/CLI.hpp>

#include "gateway/base/errors.h"

namespace enlace::client {

void AddCaseKeyFlags(CLI::App* verb, CaseKeyFlags& flags) {
  verb->add_option("--case", flags.case_id, "Case, 26 characters");
  verb->add_option("--native", flags.native, "Our own file number; only its keyed hash leaves this machine");
}

absl::StatusOr<v1::CaseKey> ToCaseKey(Context& context, const CaseKeyFlags& flags) {
  if (flags.case_id.empty() == flags.native.empty()) {
    return base::InvalidField("--case", "give either --case or --native");
  }
  v1::CaseKey key;
  if (!flags.case_id.empty()) {
    key.set_case_id(flags.case_id);
    return key;
  }
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  key.set_native_number_hash(keystore->HashNativeNumber(flags.native));
  return key;
}

absl::StatusOr<v1::GetCaseStatusResponse> ReadCaseStatus(Context& context, const CaseKeyFlags& flags) {
  v1::GetCaseStatusRequest request;
  ASSIGN_OR_RETURN(*request.mutable_key(), ToCaseKey(context, flags));
  request.set_officer_pseudonym(context.globals().officer);
  request.set_purpose(context.globals().purpose);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  return session->Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCaseStatus, request);
}

}  // namespace enlace::client
