#include "gateway/store/expiry_rows.h"

#include "gateway/base/time_text.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kStart = absl::FromUnixSeconds(1768478400);

v1::ExpiryRow RowUntil(absl::Time end) {
  v1::ExpiryRow row;
  row.set_serial("aa");
  *row.mutable_not_before() = base::ToProto(kStart);
  *row.mutable_not_after() = base::ToProto(end);
  return row;
}

class ExpiryRowsTest : public ::testing::Test {
 protected:
  void Write(const std::string& key, const absl::optional<v1::ExpiryRow>& before,
             const absl::optional<v1::ExpiryRow>& after) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(WriteExpiry(*transaction, key, before, after), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  std::vector<std::string> Due() {
    std::vector<std::string> keys;
    const auto reader = *store_.Read();
    const auto all = NextDueExpiries(*reader, 10);
    EXPECT_THAT(all, IsOk());
    if (!all.ok()) return keys;
    for (const DueExpiry& due : *all) keys.push_back(due.key);
    return keys;
  }
  MemoryStore store_;
};

TEST_F(ExpiryRowsTest, UsagesOfOneIdentityAreApart) {
  enlace::v1::Certificate certificate;
  certificate.set_subject_uri("spiffe://x/agency/uep/main");
  certificate.set_usage(enlace::v1::CERTIFICATE_USAGE_TLS_CLIENT);
  const std::string tls = ExpiryKey(certificate);
  certificate.set_usage(enlace::v1::CERTIFICATE_USAGE_SEALING);
  EXPECT_NE(ExpiryKey(certificate), tls);
}

TEST_F(ExpiryRowsTest, TheEarliestWarningComesFirst) {
  Write("b", absl::nullopt, RowUntil(kStart + absl::Hours(48)));
  Write("a", absl::nullopt, RowUntil(kStart + absl::Hours(72)));
  EXPECT_THAT(Due(), ElementsAre("b", "a"));
  ASSERT_OK_AND_ASSIGN(const auto row, ReadExpiry(**store_.Read(), "a"));
  EXPECT_EQ(row->serial(), "aa");
}

TEST_F(ExpiryRowsTest, ARowThatChangesLeavesNoWarningBehind) {
  const v1::ExpiryRow first = RowUntil(kStart + absl::Hours(48));
  Write("a", absl::nullopt, first);
  Write("a", first, RowUntil(kStart + absl::Hours(480)));
  EXPECT_THAT(Due(), ElementsAre("a"));
  Write("a", RowUntil(kStart + absl::Hours(480)), absl::nullopt);
  EXPECT_THAT(Due(), IsEmpty());
  EXPECT_FALSE(ReadExpiry(**store_.Read(), "a")->has_value());
}

TEST_F(ExpiryRowsTest, NothingIsDueOnceTheEndWasTold) {
  v1::ExpiryRow told = RowUntil(kStart + absl::Hours(48));
  *told.mutable_warned_time() = told.not_after();
  Write("a", absl::nullopt, told);
  EXPECT_THAT(Due(), IsEmpty());
}

}  // namespace
}  // namespace enlace::store
