#include "gateway/store/clock_load.h"

#include <string>
#include <vector>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/referral/fold.h"
#include "gateway/store/tables.h"
#include "gateway/store/warning_rows.h"

namespace enlace::store {
namespace {

using Finder = std::function<const mechanism::Mechanism*(absl::string_view id)>;

class Count {
 public:
  Count(Reader& reader, absl::string_view agency_id, absl::Time urgent_before, size_t most)
      : reader_(reader), agency_id_(agency_id), urgent_before_(urgent_before), most_(most) {}

  absl::Status AddCases(const Finder& mechanism) {
    Range range;
    range.prefix = AccessPrefix(agency_id_, AccessKind::kCase);
    range.limit = most_ + 1;
    ASSIGN_OR_RETURN(std::vector<Row> rows, reader_.Scan(Table::kAccess, range));
    Cut(&rows);
    for (const Row& row : rows) {
      ASSIGN_OR_RETURN(const auto state,
                       GetProto<v1::CaseState>(reader_, Table::kCase, IdOfAccessKey(row.key)));
      if (state.has_value()) AddCase(*state, mechanism);
    }
    return absl::OkStatus();
  }

  absl::Status AddWarnings() {
    const WarningReader who{agency_id_, ""};
    ASSIGN_OR_RETURN(std::vector<ListedWarning> listed, ListWarnings(reader_, who, "", most_ + 1));
    Cut(&listed);
    for (const ListedWarning& one : listed) {
      ASSIGN_OR_RETURN(const v1::WarningState state, ReadWarning(reader_, who, one.warning_id));
      for (const enlace::v1::Clock& clock : state.clocks()) Add(clock, clock.responsible());
    }
    return absl::OkStatus();
  }

  const ClockLoad& load() const { return load_; }

 private:
  template <typename T>
  void Cut(std::vector<T>* rows) {
    if (rows->size() <= most_) return;
    rows->resize(most_);
    load_.is_cut = true;
  }

  void AddCase(const v1::CaseState& state, const Finder& mechanism) {
    for (const enlace::v1::Clock& clock : state.clocks()) {
      const v1::ReferralRecord* referral = referral::FindReferral(state, clock.referral_id());
      const mechanism::Mechanism* rules =
          referral == nullptr ? nullptr : mechanism(referral->classification().mechanism_id());
      Add(clock, rules == nullptr ? clock.responsible() : clock::ResponsibleFor(*rules, *referral, clock));
    }
  }

  void Add(const enlace::v1::Clock& clock, const enlace::v1::AgencyRef& responsible) {
    if (!clock::IsRunning(clock) || responsible.agency_id() != agency_id_) return;
    ++load_.running;
    // A floor is nothing that can be missed.
    if (!clock.at_least() && base::FromProto(clock.due_time()) < urgent_before_) ++load_.urgent;
  }

  Reader& reader_;
  const std::string agency_id_;
  const absl::Time urgent_before_;
  const size_t most_;
  ClockLoad load_;
};

}  // namespace

absl::StatusOr<ClockLoad> ClocksAgainst(Reader& reader, const authz::AdminGrant&, absl::string_view agency_id,
                                        absl::Time urgent_before, const Finder& mechanism, size_t most) {
  Count count(reader, agency_id, urgent_before, most);
  RETURN_IF_ERROR(count.AddCases(mechanism));
  RETURN_IF_ERROR(count.AddWarnings());
  return count.load();
}

}  // namespace enlace::store
