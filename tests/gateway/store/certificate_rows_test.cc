#include "gateway/store/certificate_rows.h"

#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;

constexpr char kUri[] = "spiffe://mx.test/agency/unit/main";
const absl::Time kNow = absl::FromUnixSeconds(1768478400);

class CertificateRowsTest : public ::testing::Test {
 protected:
  static enlace::v1::Certificate Row(const std::string& serial, absl::Duration age,
                                     const std::string& uri = kUri) {
    enlace::v1::Certificate row;
    row.set_serial(serial);
    row.set_subject_uri(uri);
    row.set_usage(enlace::v1::CERTIFICATE_USAGE_SEALING);
    row.set_key_id("key of " + serial);
    *row.mutable_not_before() = base::ToProto(kNow - age);
    *row.mutable_not_after() = base::ToProto(kNow - age + absl::Hours(100));
    return row;
  }
  void Put(const enlace::v1::Certificate& row) {
    auto transaction = store_.Begin();
    ASSERT_THAT(PutCertificate(**transaction, row), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  std::vector<std::string> List(const std::string& prefix, size_t limit, std::string* after) {
    std::vector<std::string> serials;
    const auto rows = ListCertificates(**store_.Read(), prefix, limit, after);
    EXPECT_THAT(rows, IsOk());
    for (const enlace::v1::Certificate& row : *rows) serials.push_back(row.serial());
    return serials;
  }
  std::vector<std::string> Sealing(absl::Time now = kNow) {
    std::vector<std::string> keys;
    const auto rows = SealingCertificates(**store_.Read(), "spiffe://mx.test/agency/unit/", now);
    EXPECT_THAT(rows, IsOk());
    for (const enlace::v1::SealingCertificate& row : *rows) keys.push_back(row.key_id());
    return keys;
  }
  MemoryStore store_;
};

TEST_F(CertificateRowsTest, ASerialFindsItsCertificate) {
  Put(Row("a1", absl::Hours(1)));
  ASSERT_OK_AND_ASSIGN(const auto found, FindCertificate(**store_.Read(), "a1"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->subject_uri(), kUri);
  ASSERT_OK_AND_ASSIGN(const auto none, FindCertificate(**store_.Read(), "b2"));
  EXPECT_FALSE(none.has_value());
}

TEST_F(CertificateRowsTest, AHoldersNewestComesFirstAndPagesGoOn) {
  Put(Row("old", absl::Hours(3)));
  Put(Row("new", absl::Hours(1)));
  Put(Row("mid", absl::Hours(2)));
  std::string after;
  EXPECT_THAT(List(kUri, 2, &after), ElementsAre("new", "mid"));
  EXPECT_THAT(List(kUri, 2, &after), ElementsAre("old"));
  EXPECT_EQ(after, "");
}

TEST_F(CertificateRowsTest, RevocationReplacesTheRowAndAddsNone) {
  enlace::v1::Certificate row = Row("a1", absl::Hours(1));
  Put(row);
  *row.mutable_revoke_time() = base::ToProto(kNow);
  Put(row);
  std::string after;
  EXPECT_THAT(List(kUri, 10, &after), ElementsAre("a1"));
  EXPECT_TRUE(Sealing().empty());
}

TEST_F(CertificateRowsTest, OnlyValidSealingCertificatesOfTheAgencyCount) {
  Put(Row("expired", absl::Hours(100)));
  Put(Row("older", absl::Hours(2)));
  Put(Row("newer", absl::Hours(1), "spiffe://mx.test/agency/unit/annex"));
  Put(Row("foreign", absl::Hours(1), "spiffe://mx.test/agency/unit-two/main"));
  enlace::v1::Certificate tls = Row("tls", absl::Hours(1));
  tls.set_usage(enlace::v1::CERTIFICATE_USAGE_TLS_CLIENT);
  Put(tls);
  EXPECT_THAT(Sealing(), ElementsAre("key of newer", "key of older"));
}

TEST_F(CertificateRowsTest, AThousandOldOnesDoNotHideTheNewest) {
  for (int i = 0; i < 1001; ++i)
    Put(Row("old" + std::to_string(i), absl::Hours(200), "spiffe://mx.test/agency/unit/annex"));
  Put(Row("valid", absl::Hours(1)));
  EXPECT_THAT(Sealing(), ElementsAre("key of valid"));
}

}  // namespace
}  // namespace enlace::store
