#include "certs/x509/token_key.h"

#include "certs/x509/signature.h"
#include "certs/x509/signing_request.h"
#include "tests/support/soft_tokens.h"
#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class TokenKeyTest : public ::testing::Test {
 protected:
  SoftTokens& tokens_ = SoftTokens::Get();
  PrivateKey key_ = *PrivateKey::Generate();
};

TEST_F(TokenKeyTest, AKeyInATokenSignsAndStaysThere) {
  const std::string uri = tokens_.Import("enlace", "signs", key_);
  ASSERT_OK_AND_ASSIGN(const PrivateKey in_token, LoadTokenKey(uri, SoftTokens::Access()));
  EXPECT_TRUE(in_token.in_token());
  EXPECT_FALSE(key_.in_token());
  EXPECT_EQ(in_token.key_id(), key_.key_id());
  ASSERT_OK_AND_ASSIGN(const std::string signature, Sign(in_token, "words"));
  EXPECT_THAT(VerifySignature(key_.spki_der(), "words", signature), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string csr,
                       MakeSigningRequest(in_token, "spiffe://mx.enlace.test/admin/ana"));
  EXPECT_THAT(ParseSigningRequest("csr", csr), IsOk());
  EXPECT_THAT(in_token.ToPem(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("a token holds")));
}

TEST_F(TokenKeyTest, AWrongPinIsRefusedAndNeverRepeated) {
  const std::string uri = tokens_.Import("guarded", "locked", key_);
  EXPECT_THAT(LoadTokenKey(uri, SoftTokens::Access("987654")),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       AllOf(HasSubstr("PIN"), HasSubstr("ca.passphrase_file"), Not(HasSubstr("987654")))));
  EXPECT_THAT(LoadTokenKey(uri, SoftTokens::Access()), IsOk()) << "a wrong PIN does not stay";
}

TEST_F(TokenKeyTest, WhatIsNotThereIsNamed) {
  EXPECT_THAT(LoadTokenKey("pkcs11:token=lost;object=issuing", SoftTokens::Access()),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("token=lost")));
  EXPECT_THAT(LoadTokenKey("pkcs11:token=enlace;object=lost", SoftTokens::Access()),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("object=lost")));
  TokenAccess nowhere = SoftTokens::Access();
  nowhere.module = "/nowhere/module.so";
  EXPECT_THAT(LoadTokenKey("pkcs11:object=issuing", nowhere),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/nowhere/module.so")));
  nowhere.module = "";
  EXPECT_THAT(LoadTokenKey("pkcs11:object=issuing", nowhere),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ca.pkcs11_module")));
}

TEST_F(TokenKeyTest, AModuleThatIsNoneIsRefused) {
  TokenAccess access = SoftTokens::Access();
  access.module = "/etc/hostname";
  EXPECT_THAT(LoadTokenKey("pkcs11:object=issuing", access), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(TokenUriTest, OnlyAUriOfAKeyWithoutPinWillDo) {
  EXPECT_THAT(CheckTokenUri("pkcs11:token=enlace;object=issuing"), IsOk());
  EXPECT_THAT(CheckTokenUri("pkcs11:id=%01;type=private"), IsOk());
  EXPECT_THAT(CheckTokenUri("issuing.key"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("RFC 7512")));
  EXPECT_THAT(CheckTokenUri("pkcs11:token=enlace"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("names no key")));
  for (const char* uri :
       {"pkcs11:object=a;pin-value=1", "pkcs11:object=a?pin-value=1", "pkcs11:object=a?pin-source=/x"}) {
    EXPECT_THAT(CheckTokenUri(uri), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("holds a PIN")))
        << uri;
  }
  EXPECT_THAT(CheckTokenUri("pkcs11:object=a?module-path=/x.so"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckTokenUri("pkcs11:object=a\nb"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
