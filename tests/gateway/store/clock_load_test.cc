#include "gateway/store/clock_load.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/authz/authorizer.h"
#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

class ClockLoadTest : public ::testing::Test {
 protected:
  // A case that the agency may know of, with one clock of `responsible`.
  enlace::v1::Clock& Clock(const std::string& responsible, absl::Duration due) {
    enlace::v1::Clock& clock = *state_.add_clocks();
    clock.mutable_responsible()->set_agency_id(responsible);
    *clock.mutable_start_time() = base::ToProto(kNow - absl::Hours(1));
    *clock.mutable_due_time() = base::ToProto(kNow + due);
    clock.set_state(enlace::v1::CLOCK_STATE_RUNNING);
    return clock;
  }
  void Put(const std::string& case_id, const std::string& agency_id) {
    state_.set_case_id(case_id);
    v1::AccessRow access;
    access.set_case_id(case_id);
    auto transaction = *store_.Begin();
    ASSERT_THAT(PutProto(*transaction, Table::kCase, case_id, state_), IsOk());
    ASSERT_THAT(
        PutProto(*transaction, Table::kAccess, AccessKey(agency_id, AccessKind::kCase, case_id), access),
        IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  ClockLoad Load(const std::string& agency_id, size_t most = kMostLoad) {
    identity::Caller administrator;
    administrator.kind = identity::Caller::Kind::kAdministrator;
    const auto grant = authz::Authorizer().AuthorizeAdministrator(administrator);
    const auto none = [](absl::string_view) -> const mechanism::Mechanism* { return nullptr; };
    const auto load = ClocksAgainst(**store_.Read(), *grant, agency_id, kNow + absl::Hours(24), none, most);
    EXPECT_THAT(load, IsOk());
    return load.value_or(ClockLoad());
  }
  v1::CaseState state_;
  MemoryStore store_;
};

TEST_F(ClockLoadTest, CountsTheAgencysRunningClocksAndThoseThatAreUrgent) {
  Clock("uep", absl::Hours(2));
  Clock("uep", absl::Hours(48));
  Clock("uep", -absl::Hours(2));  // Overdue.
  Clock("other", absl::Hours(2));
  *Clock("uep", absl::Hours(2)).mutable_stop_time() = base::ToProto(kNow);
  Put("c1", "uep");
  EXPECT_EQ(Load("uep").running, 3U);
  EXPECT_EQ(Load("uep").urgent, 2U);
  EXPECT_EQ(Load("other").running, 0U);  // It may not know of the case.
}

TEST_F(ClockLoadTest, AFloorIsNeverUrgent) {
  Clock("uep", absl::Hours(2)).set_at_least(true);
  Put("c1", "uep");
  EXPECT_EQ(Load("uep").running, 1U);
  EXPECT_EQ(Load("uep").urgent, 0U);
}

TEST_F(ClockLoadTest, TheWorkIsBoundedAndSaysSo) {
  Clock("uep", absl::Hours(2));
  for (const char* id : {"c1", "c2", "c3"}) Put(id, "uep");
  EXPECT_EQ(Load("uep", 2).running, 2U);
  EXPECT_TRUE(Load("uep", 2).is_cut);
  EXPECT_FALSE(Load("uep").is_cut);
}

}  // namespace
}  // namespace enlace::store
