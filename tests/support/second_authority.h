// Further authorities in the folder of a test's own.
#ifndef ENLACE_TESTS_SUPPORT_SECOND_AUTHORITY_H_
#define ENLACE_TESTS_SUPPORT_SECOND_AUTHORITY_H_

#include <string>

#include "absl/time/time.h"

namespace enlace {

enum class NewRoot { kNo, kYes };

// Makes an authority in <folder>/authorities/<name>, for the same trust domain as that
// of `folder` and a minute younger than the last one made by this; under the root of
// `folder`, whose key is there, or under a root of its own. `now`: when its
// certificates begin. Fails the test process where a step fails.
void AddAuthorityTo(const std::string& folder, const std::string& trust_domain, const std::string& name,
                    NewRoot root, absl::Time now);

// The same for a TestPki.
template <typename Pki>
void AddAuthority(const Pki& pki, const std::string& name, NewRoot root) {
  AddAuthorityTo(pki.folder(), pki.authority().trust_domain(), name, root, pki.now());
}

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_SECOND_AUTHORITY_H_
