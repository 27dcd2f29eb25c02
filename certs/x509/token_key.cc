// OpenSSL 3.0 calls engines deprecated, and Debian 12 has no provider for PKCS#11
// yet: in this file alone.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "certs/x509/token_key.h"

#include <openssl/crypto.h>
#include <openssl/engine.h>
#include <openssl/ui.h>

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/files.h"
#include "gateway/base/mutex.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

constexpr absl::string_view kScheme = "pkcs11:";
constexpr char kPackage[] = "libengine-pkcs11-openssl";

// Without it the engine would ask for the PIN on the terminal.
int NeverAsk(UI*, UI_STRING*) { return 0; }

// Where OpenSSL keeps its engines: ENGINESDIR: "/usr/lib/..." of this build of it.
std::string EngineFile() {
  absl::string_view text = OpenSSL_version(OPENSSL_ENGINES_DIR);
  absl::ConsumePrefix(&text, "ENGINESDIR: \"");
  absl::ConsumeSuffix(&text, "\"");
  return absl::StrCat(text, "/pkcs11.so");
}

bool Set(ENGINE* engine, const char* command, const char* value) {
  return ENGINE_ctrl_cmd_string(engine, command, value, 0) == 1;
}

absl::StatusOr<ENGINE*> StartEngine(const std::string& module) {
  const std::string file = EngineFile();
  if (!base::FileExists(file)) {
    return absl::UnavailableError(
        absl::StrCat(file, ": OpenSSL's engine for PKCS#11 is missing; install ", kPackage));
  }
  if (!base::FileExists(module)) {
    return absl::NotFoundError(
        absl::StrCat(module, ": there is no such PKCS#11 module; check ca.pkcs11_module"));
  }
  ENGINE* engine = ENGINE_by_id("dynamic");
  // Not among OpenSSL's own engines: nothing but our keys shall use it.
  const bool ok = engine != nullptr && Set(engine, "SO_PATH", file.c_str()) && Set(engine, "LIST_ADD", "0") &&
                  Set(engine, "LOAD", nullptr) && Set(engine, "MODULE_PATH", module.c_str()) &&
                  Set(engine, "QUIET", nullptr) && ENGINE_init(engine) == 1;
  if (ok) return engine;
  ENGINE_free(engine);
  return absl::UnavailableError(
      absl::StrCat(module, ": the PKCS#11 module could not be started: ", TakeOpensslErrors()));
}

// One engine per module, for as long as the process lives. PKCS#11 initialises a
// module for the whole process (C_Initialize), and ending it (C_Finalize) would take
// the sessions of every other key away.
struct Engines {
  base::Mutex mu;
  std::map<std::string, ENGINE*> by_module ABSL_GUARDED_BY(mu);
  UI_METHOD* silent ABSL_GUARDED_BY(mu) = nullptr;
};

Engines& TheEngines() {
  static auto* const engines = new Engines();
  return *engines;
}

absl::Status Explain(absl::string_view uri, const std::string& detail) {
  if (absl::StrContains(detail, "PIN")) {
    return absl::PermissionDeniedError(
        absl::StrCat("the token refuses the PIN for ", uri, " (", detail,
                     "); check the file that ca.passphrase_file or --passphrase-file names before the next "
                     "try: tokens lock themselves after a few wrong ones"));
  }
  if (absl::StrContains(detail, "not found") || absl::StrContains(detail, "No matching")) {
    return absl::NotFoundError(
        absl::StrCat("no token here holds a private key for ", uri,
                     "; is the token plugged in? `pkcs11-tool --module ... --list-slots` "
                     "and `--list-objects --login` show what is there"));
  }
  return absl::UnavailableError(absl::StrCat("the token could not be read for ", uri, ": ", detail));
}

}  // namespace

absl::Status CheckTokenUri(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, kScheme)) {
    return absl::InvalidArgumentError(
        "is not a PKCS#11 URI (RFC 7512) such as pkcs11:token=enlace;object=issuing");
  }
  bool names_key = false;
  for (const absl::string_view attribute : absl::StrSplit(uri, absl::ByAnyChar(";?&"))) {
    if (absl::StartsWith(attribute, "pin-value=") || absl::StartsWith(attribute, "pin-source=")) {
      return absl::InvalidArgumentError(
          "holds a PIN (pin-value or pin-source): put it into a file of its own, which ca.passphrase_file "
          "names");
    }
    if (absl::StartsWith(attribute, "module-")) {
      return absl::InvalidArgumentError("names a module: ca.pkcs11_module or --pkcs11-module does");
    }
    names_key = names_key || absl::StartsWith(attribute, "object=") || absl::StartsWith(attribute, "id=");
  }
  for (const char c : uri) {
    if (c <= ' ' || c > '~') return absl::InvalidArgumentError("has a character that a URI cannot have");
  }
  if (names_key) return absl::OkStatus();
  return absl::InvalidArgumentError("names no key: give its label (object=) or its id (id=)");
}

absl::StatusOr<PrivateKey> LoadTokenKey(absl::string_view uri, const TokenAccess& access) {
  RETURN_IF_ERROR(CheckTokenUri(uri));
  if (access.module.empty()) {
    return absl::InvalidArgumentError(
        "a PKCS#11 module is needed: set ca.pkcs11_module or give --pkcs11-module");
  }
  Engines& engines = TheEngines();
  base::MutexLock lock(&engines.mu);
  if (engines.silent == nullptr) {
    engines.silent = UI_create_method("never ask");
    if (engines.silent == nullptr || UI_method_set_reader(engines.silent, NeverAsk) != 0) {
      return OpensslFailure("preparing to open a token");
    }
  }
  ENGINE*& engine = engines.by_module[access.module];
  if (engine == nullptr) {
    ASSIGN_OR_RETURN(engine, StartEngine(access.module));
  }
  // Ends with NUL: a Secret keeps a std::string.
  if (!Set(engine, "PIN", access.pin.RevealSecret().data())) return Explain(uri, TakeOpensslErrors());
  std::string full(uri);
  if (!absl::StrContains(uri, "type=")) absl::StrAppend(&full, ";type=private");
  EvpPkeyPtr key(ENGINE_load_private_key(engine, full.c_str(), engines.silent, nullptr));
  if (key == nullptr) return Explain(uri, TakeOpensslErrors());
  return PrivateKey::FromToken(key.release());
}

}  // namespace enlace::certs
