// Three units and the openssl command line, for the tests of sealing.
#ifndef ENLACE_TESTS_CERTS_SEAL_SEAL_FIXTURE_H_
#define ENLACE_TESTS_CERTS_SEAL_SEAL_FIXTURE_H_

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "certs/seal/seal.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {

class SealFixture : public ::testing::Test {
 protected:
  std::string MustSeal(absl::string_view content, const std::vector<Certificate>& recipients) {
    auto envelope = Seal(pki_.SealRequestTo(recipients, content), sender_.sealing.key, sender_.sealing.certificate,
                         pki_.authority().issuing());
    EXPECT_THAT(envelope, IsOk());
    return envelope.value_or("");
  }
  absl::StatusOr<Opened> OpenAs(absl::string_view envelope, const TestAgency& agency) {
    return Open(envelope, agency.sealing.key, agency.sealing.certificate, pki_.verifier());
  }
  void Write(const std::string& name, absl::string_view data) {
    ASSERT_THAT(base::WriteFileAtomically(folder_.File(name), data), IsOk());
  }
  std::string Read(const std::string& name) { return base::ReadFile(folder_.File(name)).value_or("missing"); }
  // Runs openssl in the temporary folder; the exit code.
  int Openssl(const std::string& arguments) {
    return std::system(absl::StrCat("cd ", folder_.path(), " && openssl ", arguments, " >log 2>&1").c_str());
  }
  // What a recipient finds inside: the DER of the SignedData.
  std::string InnerOf(const std::string& envelope, const TestAgency& agency) {
    Write("in.cms", envelope);
    Write("key.pem", agency.sealing.key_pem);
    Write("cert.pem", agency.sealing.certificate.ToPem());
    EXPECT_EQ(Openssl("cms -decrypt -inform DER -in in.cms -inkey key.pem -recip cert.pem -binary -out inner.der"), 0)
        << Read("log");
    return Read("inner.der");
  }
  // An envelope in our form around any bytes, as a malicious recipient makes it.
  std::string EncryptByTool(const std::string& inner, const std::vector<TestAgency>& recipients) {
    Write("any.der", inner);
    std::string arguments = "cms -encrypt -aes-256-gcm -binary -outform DER -in any.der -out any.cms";
    for (size_t i = 0; i < recipients.size(); ++i) {
      const std::string name = absl::StrCat("recipient", i, ".pem");
      Write(name, recipients[i].sealing.certificate.ToPem());
      absl::StrAppend(&arguments, " -recip ", name, " -keyopt ecdh_kdf_md:sha256");
    }
    EXPECT_EQ(Openssl(arguments), 0) << Read("log");
    return Read("any.cms");
  }

  TestPki pki_;
  TestAgency sender_ = pki_.IssueAgency("uep-chihuahua");
  TestAgency alpha_ = pki_.IssueAgency("fge-chihuahua");
  TestAgency beta_ = pki_.IssueAgency("mecanismo-federal");
  TestAgency outsider_ = pki_.IssueAgency("fge-sonora");
  TemporaryFolder folder_;
};

}  // namespace enlace::certs

#endif  // ENLACE_TESTS_CERTS_SEAL_SEAL_FIXTURE_H_
