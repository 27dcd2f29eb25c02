#include "tests/support/second_authority.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "certs/ca/ceremony.h"
#include "gateway/base/files.h"

namespace enlace {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "SecondAuthority: %s\n", value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

}  // namespace

void AddAuthorityTo(const std::string& folder, const std::string& trust_domain, const std::string& name,
                    NewRoot root, absl::Time now) {
  // Serial numbers of authorities that a test makes one after another differ.
  base::SystemRandom random;
  static int made = 0;
  const absl::Time start = now + absl::Seconds(++made);
  const std::string place = folder + "/authorities/" + name;
  std::string root_folder = folder;
  if (root == NewRoot::kYes) {
    root_folder = place + "-root";
    certs::RootOptions options;
    options.folder = root_folder;
    options.trust_domain = trust_domain;
    options.now = now;
    Must(certs::InitRoot(options, random));
  }
  certs::RequestOptions request;
  request.folder = place;
  request.trust_domain = trust_domain;
  Must(certs::RequestIssuing(request));
  certs::SignOptions sign;
  sign.folder = root_folder;
  sign.request_pem = Must(base::ReadFile(place + "/issuing.csr"));
  sign.trust_domain = trust_domain;
  sign.now = start;
  const certs::SignedIssuing made_issuing = Must(certs::SignIssuing(sign, random));
  certs::InstallOptions install;
  install.folder = place;
  install.root_pem = made_issuing.root.ToPem();
  install.issuing_pem = made_issuing.issuing.ToPem();
  Must(certs::InstallIssuing(install));
  if (root == NewRoot::kYes) std::filesystem::remove_all(root_folder);
}

}  // namespace enlace
