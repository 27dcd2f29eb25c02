// An envelope that was sealed and then changed: inspection takes it or names what
// is wrong, and whatever opens is what was sealed. Sealed to one, nothing but the
// very bytes opens; sealed to two, neither notices a change to the other's key. The
// first byte says which of the two.
#include <cstdint>

#include "certs/seal/seal.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/test_pki.h"

namespace {

using namespace enlace;
using fuzz::Demand;

class Scene {
 public:
  TestPki pki;
  TestAgency sender = pki.IssueAgency("uep-chihuahua");
  TestAgency recipient = pki.IssueAgency("fiscalia-chihuahua");
  std::string to_one = SealedTo({recipient.sealing.certificate});
  std::string to_two = SealedTo({sender.sealing.certificate, recipient.sealing.certificate});

 private:
  std::string SealedTo(const std::vector<certs::Certificate>& recipients) {
    return fuzz::Must(certs::Seal(pki.SealRequestTo(recipients, "testimony"), sender.sealing.key,
                                  sender.sealing.certificate, pki.authority().issuing()));
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Scene& scene = *new Scene;  // With new keys in every process.
  fuzz::Input input(data, size);
  const bool is_to_one = input.Byte() % 2 == 0;
  const std::string& sealed = is_to_one ? scene.to_one : scene.to_two;
  const std::string bytes = fuzz::Edited(sealed, &input);
  const auto inspected = certs::InspectEnvelope(bytes);
  const auto opened = certs::Open(bytes, scene.recipient.sealing.key, scene.recipient.sealing.certificate,
                                  scene.pki.verifier());
  if (bytes == sealed) Demand(opened.ok(), "what was not changed opens");
  if (is_to_one) Demand(opened.ok() == (bytes == sealed), "what was changed does not open");
  if (opened.ok()) {
    Demand(inspected.ok() && opened->content == "testimony", "what opens is what was sealed");
    return 0;
  }
  Demand(absl::IsDataLoss(opened.status()) || (inspected.ok() && absl::IsPermissionDenied(opened.status())),
         "what inspection takes opens, or is altered or another's");
  Demand(!opened.status().message().empty(), "a refusal says why");
  return 0;
}
