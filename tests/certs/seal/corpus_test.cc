// The seeds of the three fuzz targets of certs. They hold throw-away
// certificates; ENLACE_WRITE_CORPUS=1 writes them anew.
#include <cstdlib>

#include "certs/seal/signed_content.h"
#include "certs/x509/signing_request.h"
#include "tests/certs/seal/seal_fixture.h"

namespace enlace::certs {
namespace {

class CorpusTest : public SealFixture {
 protected:
  static std::string Path(const std::string& name) {
    return std::string(ENLACE_SOURCE_DIR) + "/tests/fuzz/corpus/" + name;
  }
  static std::string Seed(const std::string& name) { return base::ReadFile(Path(name)).value_or(""); }
  void WriteSeed(const std::string& name, absl::string_view data) {
    ASSERT_THAT(base::WriteFileAtomically(Path(name), data, 0644), IsOk());
  }
  void WriteAll() {
    for (const std::string folder : {"certificate_fuzz", "signing_request_fuzz", "envelope_fuzz"}) {
      ASSERT_THAT(base::MakeFolders(Path(folder), 0755), IsOk());
    }
    WriteSeed("certificate_fuzz/tls_client.der", alpha_.tls.certificate.der());
    WriteSeed("certificate_fuzz/sealing.der", alpha_.sealing.certificate.der());
    WriteSeed("certificate_fuzz/issuing.der", pki_.authority().issuing().der());
    WriteSeed("certificate_fuzz/chain.pem", pki_.IssueServer().chain_pem);
    WriteSeed("signing_request_fuzz/tls.der", *MakeSigningRequest(alpha_.tls.key, alpha_.uri));
    const std::string one = MustSeal("x", {alpha_.sealing.certificate});
    WriteSeed("envelope_fuzz/one_recipient.der", one);
    WriteSeed("envelope_fuzz/two_recipients.der",
              MustSeal("x", {alpha_.sealing.certificate, beta_.sealing.certificate}));
    WriteSeed("envelope_fuzz/signed_content.der", InnerOf(one, alpha_));
  }
};

TEST_F(CorpusTest, SeedsAreWhatTheParsersAccept) {
  if (std::getenv("ENLACE_WRITE_CORPUS") != nullptr) WriteAll();
  for (const std::string name : {"tls_client", "sealing", "issuing"}) {
    EXPECT_THAT(Certificate::FromDer(Seed("certificate_fuzz/" + name + ".der")), IsOk());
  }
  EXPECT_THAT(Certificate::ChainFromPem(Seed("certificate_fuzz/chain.pem")), IsOk());
  EXPECT_THAT(ParseSigningRequest("csr", Seed("signing_request_fuzz/tls.der")), IsOk());
  EXPECT_THAT(InspectEnvelope(Seed("envelope_fuzz/one_recipient.der")), IsOk());
  EXPECT_THAT(InspectEnvelope(Seed("envelope_fuzz/two_recipients.der")), IsOk());
  EXPECT_THAT(ParseSignedContent(Seed("envelope_fuzz/signed_content.der")), IsOk());
}

}  // namespace
}  // namespace enlace::certs
