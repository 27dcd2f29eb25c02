// Rows of a case: read and written only with a Grant for it. No other file reads
// Table::kCase, kAccess or kSealed (a check sees to it).
#ifndef ENLACE_GATEWAY_STORE_CASE_ROWS_H_
#define ENLACE_GATEWAY_STORE_CASE_ROWS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/authz/authorizer.h"
#include "gateway/authz/grant.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Access rows as authorization sees them. Borrows the reader.
class AccessRows final : public authz::AccessSource {
 public:
  explicit AccessRows(Reader& reader) : reader_(reader) {}
  absl::StatusOr<absl::optional<authz::AccessFacts>> Find(absl::string_view agency_id, authz::KeyKind kind,
                                                          absl::string_view id) override;

 private:
  Reader& reader_;
};

// Ids of the referrals that an agency has access rows for, after `after`.
absl::StatusOr<std::vector<std::string>> ReferralIdsOf(Reader& reader, absl::string_view agency_id,
                                                       absl::string_view after, size_t limit);

// The case of the grant.
//   INTERNAL   there is none: an access row without a case is a defect.
absl::StatusOr<v1::CaseState> ReadCase(Reader& reader, const authz::Grant& grant);

// The same where it is not known whether there is one; nullopt if there is none.
absl::StatusOr<absl::optional<v1::CaseState>> FindCase(Reader& reader, const authz::Grant& grant);

// Writes the case and brings its access rows in line with what referral::AccessOf
// gives for it, and its due rows (due_rows.h) and areas (area_rows.h). For agencies excluded since
// `before` the feed rows of the case go as well, so that nothing of it is left for
// them.
absl::Status WriteCase(Writer& writer, const authz::Grant& grant, const v1::CaseState& before,
                       const v1::CaseState& after);

// Every access row that the case gives rise to, by its key. Pure.
std::map<std::string, v1::AccessRow> AccessRowsOf(const v1::CaseState& state);

// A sealed payload, by digest. NOT_FOUND once it was erased.
absl::StatusOr<std::string> ReadSealed(Reader& reader, const authz::Grant& grant, absl::string_view digest);
absl::Status WriteSealed(Writer& writer, const authz::Grant& grant, absl::string_view digest,
                         absl::string_view cms);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_CASE_ROWS_H_
