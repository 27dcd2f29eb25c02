#include "certs/x509/openssl_ptr.h"

#include <openssl/err.h>

#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

TEST(OpensslPtrTest, TakingErrorsEmptiesTheQueue) {
  const unsigned char junk[] = {0xff, 0x00};
  const unsigned char* data = junk;
  EXPECT_EQ(d2i_X509(nullptr, &data, sizeof(junk)), nullptr);
  EXPECT_NE(TakeOpensslErrors(), "no detail");
  EXPECT_EQ(ERR_peek_error(), 0u);
  EXPECT_EQ(TakeOpensslErrors(), "no detail");
}

TEST(OpensslPtrTest, FailureNamesWhatWasTried) {
  const absl::Status status = OpensslFailure("signing a leaf");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal, HasSubstr("signing a leaf")));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_INTERNAL));
}

TEST(OpensslPtrTest, TimesComeBackOnBothSidesOf2050) {
  for (const int64_t seconds : {0, 1768478400}) {
    for (const absl::Time time : {absl::FromUnixSeconds(seconds), absl::FromUnixSeconds(seconds + 3000000000)}) {
      absl::Time again;
      ASSERT_TRUE(FromAsn1Time(ToAsn1Time(time).get(), &again));
      EXPECT_EQ(again, time);
    }
  }
  absl::Time ignored;
  EXPECT_FALSE(FromAsn1Time(nullptr, &ignored));
}

TEST(OpensslPtrTest, SerialTextHasNoLeadingZeros) {
  const IntegerPtr serial(ASN1_INTEGER_new());
  ASN1_INTEGER_set_uint64(serial.get(), 0x0abc);
  EXPECT_EQ(SerialText(serial.get()), "abc");
  ASN1_INTEGER_set_uint64(serial.get(), 0);
  EXPECT_EQ(SerialText(serial.get()), "0");
  ASN1_INTEGER_set_int64(serial.get(), -255);
  EXPECT_EQ(SerialText(serial.get()), "-ff");
}

TEST(OpensslPtrTest, OnlyTheNamedCurveP256Passes) {
  EXPECT_EQ(KeyProblem(EvpPkeyPtr(EVP_EC_gen("P-256")).get()), "");
  EXPECT_THAT(KeyProblem(EvpPkeyPtr(EVP_EC_gen("P-521")).get()), HasSubstr("secp521r1"));
  EXPECT_THAT(KeyProblem(nullptr), HasSubstr("cannot be read"));
}

TEST(OpensslPtrTest, MemoryBiosReadAndHold) {
  const BioPtr in = ReaderOf("abc");
  char buffer[4] = "";
  EXPECT_EQ(BIO_read(in.get(), buffer, 3), 3);
  EXPECT_STREQ(buffer, "abc");
  const BioPtr out(BIO_new(BIO_s_mem()));
  EXPECT_EQ(ContentsOf(out.get()), "");
  BIO_write(out.get(), "xy", 2);
  EXPECT_EQ(ContentsOf(out.get()), "xy");
}

}  // namespace
}  // namespace enlace::certs
