#include "tests/support/soft_tokens.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/base/files.h"

namespace enlace {
namespace {

void Must(bool ok, const std::string& what) {
  if (ok) return;
  std::fprintf(stderr, "SoftTokens: %s\n", what.c_str());
  std::abort();
}

void RunTool(const std::string& arguments) {
  const std::string command = absl::StrCat("softhsm2-util ", arguments, " >/dev/null");
  Must(std::system(command.c_str()) == 0, absl::StrCat(command, " failed; scripts/setup installs softhsm2"));
}

}  // namespace

SoftTokens& SoftTokens::Get() {
  static SoftTokens tokens;
  return tokens;
}

SoftTokens::SoftTokens() {
  const std::string configuration = folder_.File("softhsm2.conf");
  std::filesystem::create_directory(folder_.File("tokens"));
  Must(base::WriteFileAtomically(configuration,
                                 absl::StrCat("directories.tokendir = ", folder_.File("tokens"),
                                              "\nobjectstore.backend = file\nlog.level = ERROR\n"))
           .ok(),
       configuration);
  setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
  for (const char* label : {"enlace", "guarded", "pulled"}) {
    RunTool(absl::StrCat("--init-token --free --label ", label, " --so-pin 4321 --pin ", kPin));
  }
}

std::string SoftTokens::Import(const std::string& token, const std::string& label,
                               const certs::PrivateKey& key) {
  static int number = 0;
  const std::string file = folder_.File("key.pem");
  const auto pem = key.ToPem();
  Must(pem.ok() && base::WriteFileAtomically(file, pem->RevealSecret()).ok(), file);
  RunTool(absl::StrCat("--import ", file, " --token ", token, " --label ", label, " --id ", 1000 + ++number,
                       " --pin ", kPin));
  return absl::StrCat("pkcs11:token=", token, ";object=", label);
}

certs::TokenAccess SoftTokens::Access(const std::string& pin) { return {kModule, base::Secret(pin)}; }

void SoftTokens::Pull() { std::filesystem::rename(folder_.File("tokens"), folder_.File("away")); }

void SoftTokens::PlugIn() { std::filesystem::rename(folder_.File("away"), folder_.File("tokens")); }

}  // namespace enlace
