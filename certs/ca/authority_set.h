// All authorities of a gateway, old and new, while one takes over from another.
#ifndef ENLACE_CERTS_CA_AUTHORITY_SET_H_
#define ENLACE_CERTS_CA_AUTHORITY_SET_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/ca/authority.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/certificate.h"
#include "certs/x509/verifier.h"
#include "enlace/v1/authority.pb.h"
#include "gateway/base/mutex.h"
#include "gateway/base/random.h"

namespace enlace::certs {

// SHA-256 of the issuing certificate in DER, lower-case hexadecimal.
std::string AuthorityId(const Certificate& issuing);

// Whether a certificate that one of our authorities made names `issuing` as its issuer
// (authorityKeyIdentifier, RFC 5280, 4.2.1.1). Compares bytes, without parsing, so that
// a whole table can be asked; says nothing of signatures.
bool NamesIssuer(absl::string_view certificate_der, const Certificate& issuing);

// An authority with how far its life is.
struct AuthorityMember {
  std::string id;
  Certificate root;
  Certificate issuing;
  v1::AuthorityState state = v1::AUTHORITY_STATE_PRESENT;
  // With the key; nullptr if its files are not here, as may be of one that is DRAINING
  // or RETIRED.
  std::shared_ptr<const Authority> keys = nullptr;

  // PUBLISHED, ISSUING or DRAINING.
  bool is_trusted() const;
};

// The folder's own files are one authority; each folder in <folder>/authorities is
// another. States come from the store, by Restore at the start and by Put with each
// change. Until then, the folder's own files, or the only authority there is, count as
// ISSUING.
//
// What is PUBLISHED, ISSUING or DRAINING is trusted. Certificates of people and agencies
// come from the one that is ISSUING. The gateway's own server certificate comes from the
// oldest that is DRAINING under another root, as long as it is good: whoever does not
// know the new root yet, be it an administrator or a token that was handed over on
// paper, still finds the server that it trusts.
//
// Thread-safe. `random` must outlive it.
class AuthoritySet {
 public:
  struct Options {
    std::string folder;
    KeyAccess access;
  };
  // Loads what the folder holds.
  //   as Authority::Load  nothing could be loaded. A sub-folder that cannot be loaded
  //                       is logged and passed over.
  static absl::StatusOr<std::unique_ptr<AuthoritySet>> Load(Options options, base::Random& random);
  AuthoritySet(const AuthoritySet&) = delete;
  AuthoritySet& operator=(const AuthoritySet&) = delete;

  // Looks for authorities that were put there since; they are PRESENT. Blocks on files
  // and tokens. What cannot be loaded is passed over and told by `problems`, a line for
  // each folder.
  std::vector<std::string> Refresh();

  // What is on record of an authority. One without files is known by its certificates.
  struct Known {
    Certificate root;
    Certificate issuing;
    v1::AuthorityState state;
  };
  // Takes over all that is on record; whatever is not there is PRESENT.
  void Restore(const std::vector<Known>& known);
  // Takes over one new state. When one goes to ISSUING, the one before goes to DRAINING.
  void Put(const Known& known);

  // Oldest first, by the start of the issuing certificates.
  std::vector<AuthorityMember> members() const;
  // The one that is ISSUING.
  //   UNAVAILABLE  there is none, or its key is not here.
  absl::StatusOr<std::shared_ptr<const Authority>> Issuing() const;
  // The one whose certificate the server shows at `now`: as said above; if the one that
  // is ISSUING has lost its key, any under a root that is trusted, so that its successor
  // can be brought in. UNAVAILABLE as Issuing.
  absl::StatusOr<std::shared_ptr<const Authority>> Serving(absl::Time now) const;

  // Roots of all that are trusted, PEM, that of the one that issues first, each once;
  // and the ids of the authorities whose roots these are.
  struct Bundle {
    std::string pem;
    std::vector<std::string> authority_ids;
  };
  Bundle TrustBundle() const;
  std::string TrustBundlePem() const { return TrustBundle().pem; }

  // As Verifier::Verify with all that are trusted, for a leaf sent alone. Of a
  // certificate by an authority that is RETIRED, CERTIFICATE_UNTRUSTED says so and what
  // to do. `authority_id`, if given, receives the issuer's id if OK.
  absl::Status Verify(const Certificate& leaf, Purpose purpose, absl::Time now,
                      std::string* authority_id = nullptr) const;
  // Whether certificates of that authority are good now; of an empty id, yes.
  bool IsTrusted(absl::string_view authority_id) const;
  // Whether the certificate in DER is the root of one that is trusted.
  bool TrustsRoot(absl::string_view root_der) const;

  // Rises with every change; whoever keeps a verdict compares it.
  uint64_t epoch() const;
  // Calls `listener` after every change of a state, on the changing thread, which holds
  // no lock of ours but that of the listeners: it must not call Listen or Unlisten.
  int Listen(std::function<void()> listener);
  // `listener` does not run any more when this returns.
  void Unlisten(int id);

  // As Authority has them, of the one that is ISSUING; UNAVAILABLE as Issuing.
  absl::StatusOr<Certificate> IssueTlsClient(const SigningRequest& request, absl::Time now,
                                             absl::Duration life) const;
  absl::StatusOr<Certificate> IssueSealing(const SigningRequest& request, absl::Time now,
                                           absl::Duration life) const;
  absl::StatusOr<std::string> MakeCrl(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                      absl::Time now, absl::Duration life) const;
  // A CRL of any authority whose key is here. NOT_FOUND without such an authority,
  // UNAVAILABLE without its key.
  absl::StatusOr<std::string> MakeCrlOf(absl::string_view authority_id,
                                        const std::vector<RevokedEntry>& revoked, uint64_t number,
                                        absl::Time now, absl::Duration life) const;
  // Root and issuing certificate of the one that is ISSUING, or of the newest.
  Certificate root() const;
  Certificate issuing() const;
  std::string trust_domain() const;

 private:
  // All that is known at one time; never changed once it is made.
  struct View;
  AuthoritySet(Options options, base::Random& random);
  std::vector<std::string> Scan(std::map<std::string, AuthorityMember>* members) const;
  std::shared_ptr<const View> view() const;
  // Makes a view of the members and puts it in force.
  void Install(std::map<std::string, AuthorityMember> members);
  std::map<std::string, AuthorityMember> MembersById() const;
  void TellListeners();

  const Options options_;
  base::Random& random_;
  // Held while a view is made from another: one change at a time.
  base::Mutex change_mu_;
  mutable base::Mutex mu_;
  std::shared_ptr<const View> view_ ABSL_GUARDED_BY(mu_);
  uint64_t epoch_ ABSL_GUARDED_BY(mu_) = 0;
  // Held while listeners run.
  base::Mutex listeners_mu_;
  int next_listener_ ABSL_GUARDED_BY(listeners_mu_) = 1;
  std::map<int, std::function<void()>> listeners_ ABSL_GUARDED_BY(listeners_mu_);
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_AUTHORITY_SET_H_
