#include "gateway/ledger/case_index.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace enlace::ledger {
namespace {

// A number means nothing without the agency that keeps it. The slash keeps it
// apart from derived ids.
std::string NumberName(absl::string_view agency_id, absl::string_view native_number_hash) {
  return absl::StrCat(agency_id, "/", absl::BytesToHexString(native_number_hash));
}

}  // namespace

std::string IndexNameOf(const store::v1::Record& record) {
  if (!record.case_id().empty() || record.refusal() == v1::ERROR_REASON_UNSPECIFIED) return record.case_id();
  if (record.native_number_hash().empty()) return record.referral_id();
  return NumberName(record.actor().agency_id(), record.native_number_hash());
}

std::vector<std::string> IndexNamesOf(const store::v1::CaseState& state) {
  std::vector<std::string> names = {state.case_id()};
  for (const store::v1::ReferralRecord& referral : state.referrals()) names.push_back(referral.referral_id());
  for (const store::v1::NativeNumber& number : state.native_numbers()) {
    names.push_back(NumberName(number.agency_id(), number.native_number_hash()));
  }
  return names;
}

}  // namespace enlace::ledger
