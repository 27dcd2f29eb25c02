// Real PKCS#11 tokens of SoftHSM2, in a temporary folder.
#ifndef ENLACE_TESTS_SUPPORT_SOFT_TOKENS_H_
#define ENLACE_TESTS_SUPPORT_SOFT_TOKENS_H_

#include <string>

#include "certs/x509/private_key.h"
#include "certs/x509/token_key.h"
#include "tests/support/temporary_folder.h"

namespace enlace {

// Three tokens, each with the PIN kPin: "enlace", "guarded", "pulled". A PKCS#11
// module reads its configuration once in a process and sees no later token, and a
// token stays open once a PIN was right: tests that need a closed token take one for
// themselves. Fails the test process where softhsm2-util fails. Not thread-safe.
class SoftTokens {
 public:
  static constexpr char kModule[] = "/usr/lib/softhsm/libsofthsm2.so";
  static constexpr char kPin[] = "1234";

  // The tokens of this process, made at the first call; SOFTHSM2_CONF names them.
  static SoftTokens& Get();

  // Puts the key into the token under `label`; returns its PKCS#11 URI.
  std::string Import(const std::string& token, const std::string& label, const certs::PrivateKey& key);
  // How a token is reached with `pin`.
  static certs::TokenAccess Access(const std::string& pin = kPin);
  // Takes all tokens away, as if they were pulled out, and puts them back.
  void Pull();
  void PlugIn();

 private:
  SoftTokens();
  TemporaryFolder folder_;
};

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_SOFT_TOKENS_H_
