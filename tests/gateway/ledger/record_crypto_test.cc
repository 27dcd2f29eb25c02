#include "gateway/ledger/record_crypto.h"

#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

class RecordCryptoTest : public ::testing::Test {
 protected:
  const base::Secret key_{std::string(32, 'k')};
  const RecordOpening opening_{.salts = {.record = std::string(32, 'r'),
                                         .case_id = std::string(32, 'c'),
                                         .actor = std::string(32, 'a')},
                               .record_bytes = "the record"};
  store::v1::SealedRecord sealed_ =
      SealRecord("case:C1", key_, v1::LOG_ID_CASE, 5, std::string(12, 'n'), opening_);
};

TEST_F(RecordCryptoTest, OpensToWhatWasSealed) {
  ASSERT_OK_AND_ASSIGN(const RecordOpening opened, UnsealRecord(sealed_, key_, v1::LOG_ID_CASE, 5));
  EXPECT_EQ(opened.record_bytes, "the record");
  EXPECT_EQ(opened.salts.record, opening_.salts.record);
  EXPECT_EQ(opened.salts.case_id, opening_.salts.case_id);
  EXPECT_EQ(opened.salts.actor, opening_.salts.actor);
  EXPECT_EQ(sealed_.ciphertext().find("the record"), std::string::npos);
}

TEST_F(RecordCryptoTest, OpensAtItsOwnPlaceAndUnderItsOwnKeyOnly) {
  EXPECT_THAT(UnsealRecord(sealed_, key_, v1::LOG_ID_CASE, 6), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(UnsealRecord(sealed_, key_, v1::LOG_ID_TRUST, 5), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(UnsealRecord(sealed_, base::Secret(std::string(32, 'x')), v1::LOG_ID_CASE, 5),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RecordCryptoTest, EveryAlteredByteIsFound) {
  for (size_t i = 0; i < sealed_.ciphertext().size(); ++i) {
    store::v1::SealedRecord altered = sealed_;
    (*altered.mutable_ciphertext())[i] ^= 1;
    EXPECT_THAT(UnsealRecord(altered, key_, v1::LOG_ID_CASE, 5), StatusIs(absl::StatusCode::kDataLoss)) << i;
  }
  store::v1::SealedRecord other_nonce = sealed_;
  other_nonce.set_nonce("short");
  EXPECT_THAT(UnsealRecord(other_nonce, key_, v1::LOG_ID_CASE, 5), StatusIs(absl::StatusCode::kDataLoss));
  sealed_.set_ciphertext("short");
  EXPECT_THAT(UnsealRecord(sealed_, key_, v1::LOG_ID_CASE, 5), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RecordCryptoTest, ChainMaskDependsOnKeyAndNumber) {
  EXPECT_NE(ChainMask(key_, 1), ChainMask(key_, 2));
  EXPECT_NE(ChainMask(key_, 1), ChainMask(base::Secret(std::string(32, 'x')), 1));
  EXPECT_EQ(Xor(Xor(std::string(32, 'a'), ChainMask(key_, 1)), ChainMask(key_, 1)), std::string(32, 'a'));
}

}  // namespace
}  // namespace enlace::ledger
