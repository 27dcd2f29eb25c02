#include "certs/ca/authority_set.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// authorityKeyIdentifier as our builder writes it: OID 2.5.29.35, not critical, an
// OCTET STRING with a keyIdentifier of 20 bytes and nothing else.
constexpr absl::string_view kIssuerPrefix("\x06\x03\x55\x1d\x23\x04\x18\x30\x16\x80\x14", 11);
constexpr int kKeyIdSize = 20;
// A server certificate of an authority that ends sooner would soon be none.
constexpr absl::Duration kLeastServingLife = absl::Hours(24);

using Members = std::map<std::string, AuthorityMember>;

bool IsTrustedState(v1::AuthorityState state) {
  return state == v1::AUTHORITY_STATE_PUBLISHED || state == v1::AUTHORITY_STATE_ISSUING ||
         state == v1::AUTHORITY_STATE_DRAINING;
}

// A verifier of those for which `which` is true; nullptr if there are none.
template <typename Which>
std::shared_ptr<const Verifier> VerifierOf(const std::vector<AuthorityMember>& members, const Which& which) {
  std::vector<Certificate> roots;
  std::vector<Certificate> issuing;
  std::set<std::string> seen;
  for (const AuthorityMember& member : members) {
    if (!which(member)) continue;
    if (seen.insert(member.root.fingerprint()).second) roots.push_back(member.root);
    issuing.push_back(member.issuing);
  }
  absl::StatusOr<std::unique_ptr<Verifier>> verifier = Verifier::New(std::move(roots), std::move(issuing));
  return verifier.ok() ? std::shared_ptr<const Verifier>(*std::move(verifier)) : nullptr;
}

void SetState(const AuthoritySet::Known& known, Members* members) {
  const std::string id = AuthorityId(known.issuing);
  members->try_emplace(id, AuthorityMember{id, known.root, known.issuing}).first->second.state = known.state;
}

}  // namespace

std::string AuthorityId(const Certificate& issuing) { return absl::BytesToHexString(issuing.fingerprint()); }

bool NamesIssuer(absl::string_view certificate_der, const Certificate& issuing) {
  const ASN1_OCTET_STRING* key_id = X509_get0_subject_key_id(static_cast<X509*>(issuing.native()));
  if (key_id == nullptr || ASN1_STRING_length(key_id) != kKeyIdSize) return false;
  const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(key_id));
  const std::string named = absl::StrCat(kIssuerPrefix, absl::string_view(bytes, kKeyIdSize));
  return certificate_der.find(named) != absl::string_view::npos;
}

struct AuthoritySet::View {
  std::vector<AuthorityMember> members;  // Oldest first.
  // The one that issues; never beyond the end of `members`.
  const AuthorityMember* issuing = nullptr;
  std::shared_ptr<const Verifier> trusted;
  std::shared_ptr<const Verifier> retired;
  std::string bundle_pem;
  std::vector<std::string> trusted_ids;

  explicit View(Members by_id) {
    for (auto& [id, member] : by_id) members.push_back(std::move(member));
    std::stable_sort(members.begin(), members.end(), [](const AuthorityMember& a, const AuthorityMember& b) {
      return a.issuing.not_before() < b.issuing.not_before();
    });
    for (const AuthorityMember& member : members) {
      if (member.state == v1::AUTHORITY_STATE_ISSUING) issuing = &member;
      if (IsTrustedState(member.state)) trusted_ids.push_back(member.id);
    }
    trusted = VerifierOf(members, [](const AuthorityMember& member) { return IsTrustedState(member.state); });
    retired = VerifierOf(
        members, [](const AuthorityMember& member) { return member.state == v1::AUTHORITY_STATE_RETIRED; });
    MakeBundle();
  }

  void MakeBundle() {
    std::set<std::string> seen;
    const auto add = [&](const AuthorityMember& member) {
      if (seen.insert(member.root.fingerprint()).second) bundle_pem += member.root.ToPem();
    };
    if (issuing != nullptr) add(*issuing);
    // The newest next: who takes but one more root shall take that.
    for (auto member = members.rbegin(); member != members.rend(); ++member) {
      if (IsTrustedState(member->state)) add(*member);
    }
  }

  bool TrustsRootOf(const AuthorityMember& member) const {
    return std::any_of(members.begin(), members.end(), [&member](const AuthorityMember& other) {
      return IsTrustedState(other.state) && other.root.fingerprint() == member.root.fingerprint();
    });
  }

  const AuthorityMember* IssuerOf(const Certificate& leaf) const {
    for (const AuthorityMember& member : members) {
      if (NamesIssuer(leaf.der(), member.issuing)) return &member;
    }
    return nullptr;
  }
};

AuthoritySet::AuthoritySet(Options options, base::Random& random)
    : options_(std::move(options)), random_(random), view_(std::make_shared<View>(Members())) {}

absl::StatusOr<std::unique_ptr<AuthoritySet>> AuthoritySet::Load(Options options, base::Random& random) {
  std::unique_ptr<AuthoritySet> set(new AuthoritySet(std::move(options), random));
  Members members;
  const std::vector<std::string> problems = set->Scan(&members);
  if (members.empty()) {
    // Its own status: NOT_FOUND of a file, or what the token said.
    const auto own = Authority::Load(set->options_.folder, set->options_.access, random);
    return own.ok() ? absl::InternalError("the authority's folder changed while it was read") : own.status();
  }
  for (const std::string& problem : problems) {
    base::Log(base::LogLevel::kWarning, "authority.not_loaded", {{"problem", problem}});
  }
  if (members.size() == 1) {
    members.begin()->second.state = v1::AUTHORITY_STATE_ISSUING;
  } else if (const auto own = LoadCertificateFile(absl::StrCat(set->options_.folder, "/", kIssuingFile));
             own.ok()) {
    const auto found = members.find(AuthorityId(*own));
    if (found != members.end()) found->second.state = v1::AUTHORITY_STATE_ISSUING;
  }
  set->Install(std::move(members));
  return set;
}

std::vector<std::string> AuthoritySet::Scan(Members* members) const {
  std::vector<std::string> problems;
  for (const std::string& folder : AuthorityFolders(options_.folder)) {
    const auto issuing = LoadCertificateFile(absl::StrCat(folder, "/", kIssuingFile));
    if (issuing.ok()) {
      const auto known = members->find(AuthorityId(*issuing));
      if (known != members->end() && known->second.keys != nullptr) continue;
    }
    absl::StatusOr<std::unique_ptr<Authority>> loaded = Authority::Load(folder, options_.access, random_);
    if (!loaded.ok()) {
      problems.emplace_back(loaded.status().message());
      continue;
    }
    const std::string id = AuthorityId((*loaded)->issuing());
    AuthorityMember member{id, (*loaded)->root(), (*loaded)->issuing()};
    member.keys = *std::move(loaded);
    const auto [place, is_new] = members->try_emplace(id, member);
    if (!is_new) place->second.keys = member.keys;
  }
  return problems;
}

std::vector<std::string> AuthoritySet::Refresh() {
  base::MutexLock change(&change_mu_);
  Members members = MembersById();
  std::vector<std::string> problems = Scan(&members);
  Install(std::move(members));
  return problems;
}

void AuthoritySet::Restore(const std::vector<Known>& known) {
  {
    base::MutexLock change(&change_mu_);
    Members members = MembersById();
    for (auto& [id, member] : members) member.state = v1::AUTHORITY_STATE_PRESENT;
    for (const Known& one : known) SetState(one, &members);
    Install(std::move(members));
  }
  TellListeners();
}

void AuthoritySet::Put(const Known& known) {
  {
    base::MutexLock change(&change_mu_);
    Members members = MembersById();
    SetState(known, &members);
    for (auto& [id, other] : members) {
      const bool gives_way = known.state == v1::AUTHORITY_STATE_ISSUING &&
                             other.state == v1::AUTHORITY_STATE_ISSUING &&
                             other.issuing.fingerprint() != known.issuing.fingerprint();
      if (gives_way) other.state = v1::AUTHORITY_STATE_DRAINING;
    }
    Install(std::move(members));
  }
  TellListeners();
}

Members AuthoritySet::MembersById() const {
  Members members;
  for (const AuthorityMember& member : view()->members) members.emplace(member.id, member);
  return members;
}

void AuthoritySet::TellListeners() {
  base::MutexLock lock(&listeners_mu_);
  for (const auto& [id, listener] : listeners_) listener();
}

void AuthoritySet::Install(Members members) {
  auto next = std::make_shared<const View>(std::move(members));
  base::MutexLock lock(&mu_);
  view_ = std::move(next);
  ++epoch_;
}

std::shared_ptr<const AuthoritySet::View> AuthoritySet::view() const {
  base::MutexLock lock(&mu_);
  return view_;
}

uint64_t AuthoritySet::epoch() const {
  base::MutexLock lock(&mu_);
  return epoch_;
}

int AuthoritySet::Listen(std::function<void()> listener) {
  base::MutexLock lock(&listeners_mu_);
  const int id = next_listener_++;
  listeners_[id] = std::move(listener);
  return id;
}

void AuthoritySet::Unlisten(int id) {
  base::MutexLock lock(&listeners_mu_);
  listeners_.erase(id);
}

std::vector<AuthorityMember> AuthoritySet::members() const { return view()->members; }

absl::StatusOr<std::shared_ptr<const Authority>> AuthoritySet::Issuing() const {
  const auto now = view();
  if (now->issuing != nullptr && now->issuing->keys != nullptr) return now->issuing->keys;
  return absl::UnavailableError(now->issuing == nullptr
                                    ? "no authority is in the state issuing"
                                    : absl::StrCat("the key of the issuing authority ",
                                                   now->issuing->id.substr(0, 16), " is not here"));
}

absl::StatusOr<std::shared_ptr<const Authority>> AuthoritySet::Serving(absl::Time now) const {
  const auto current = view();
  for (const AuthorityMember& member : current->members) {
    const bool other_root =
        current->issuing == nullptr || member.root.fingerprint() != current->issuing->root.fingerprint();
    if (member.state == v1::AUTHORITY_STATE_DRAINING && member.keys != nullptr && other_root &&
        now + kLeastServingLife < member.issuing.not_after()) {
      return member.keys;
    }
  }
  absl::StatusOr<std::shared_ptr<const Authority>> issuing = Issuing();
  if (issuing.ok()) return issuing;
  for (auto member = current->members.rbegin(); member != current->members.rend(); ++member) {
    if (member->keys != nullptr && current->TrustsRootOf(*member) && now >= member->issuing.not_before() &&
        now + kLeastServingLife < member->issuing.not_after()) {
      return member->keys;
    }
  }
  return issuing;
}

AuthoritySet::Bundle AuthoritySet::TrustBundle() const {
  const auto current = view();
  return {current->bundle_pem, current->trusted_ids};
}

absl::Status AuthoritySet::Verify(const Certificate& leaf, Purpose purpose, absl::Time now,
                                  std::string* authority_id) const {
  const auto current = view();
  const AuthorityMember* issuer = current->IssuerOf(leaf);
  const bool is_retired = issuer != nullptr && issuer->state == v1::AUTHORITY_STATE_RETIRED;
  // Its root may still be trusted, for another authority below it.
  if (is_retired && current->retired != nullptr) {
    const absl::Status once = current->retired->Verify(leaf, {}, purpose, now);
    if (base::ReasonOf(once) != v1::ERROR_REASON_CERTIFICATE_UNTRUSTED) {
      return base::CertificateRefused(
          v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
          absl::StrCat("certificate ", leaf.serial(), " of ",
                       absl::CHexEscape(absl::StrJoin(leaf.uris(), ", ")), " was issued by the authority ",
                       issuer->id.substr(0, 16),
                       ", which has been retired; ask the administrator for a new enrolment token"));
    }
  }
  if (current->trusted == nullptr) return absl::UnavailableError("no authority is trusted");
  RETURN_IF_ERROR(current->trusted->Verify(leaf, {}, purpose, now));
  if (authority_id != nullptr) *authority_id = issuer == nullptr ? "" : issuer->id;
  return absl::OkStatus();
}

bool AuthorityMember::is_trusted() const { return IsTrustedState(state); }

bool AuthoritySet::TrustsRoot(absl::string_view root_der) const {
  const std::vector<AuthorityMember> all = members();
  return std::any_of(all.begin(), all.end(), [root_der](const AuthorityMember& member) {
    return member.is_trusted() && member.root.der() == root_der;
  });
}

bool AuthoritySet::IsTrusted(absl::string_view authority_id) const {
  if (authority_id.empty()) return true;
  const auto current = view();
  const std::vector<std::string>& ids = current->trusted_ids;
  return std::find(ids.begin(), ids.end(), authority_id) != ids.end();
}

absl::StatusOr<Certificate> AuthoritySet::IssueTlsClient(const SigningRequest& request, absl::Time now,
                                                         absl::Duration life) const {
  ASSIGN_OR_RETURN(const auto authority, Issuing());
  return authority->IssueTlsClient(request, now, life);
}

absl::StatusOr<Certificate> AuthoritySet::IssueSealing(const SigningRequest& request, absl::Time now,
                                                       absl::Duration life) const {
  ASSIGN_OR_RETURN(const auto authority, Issuing());
  return authority->IssueSealing(request, now, life);
}

absl::StatusOr<std::string> AuthoritySet::MakeCrl(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                                  absl::Time now, absl::Duration life) const {
  ASSIGN_OR_RETURN(const auto authority, Issuing());
  return authority->MakeCrl(revoked, number, now, life);
}

absl::StatusOr<std::string> AuthoritySet::MakeCrlOf(absl::string_view authority_id,
                                                    const std::vector<RevokedEntry>& revoked, uint64_t number,
                                                    absl::Time now, absl::Duration life) const {
  const auto current = view();
  for (const AuthorityMember& member : current->members) {
    if (member.id != authority_id) continue;
    if (member.keys == nullptr) {
      return absl::UnavailableError(absl::StrCat("the key of the authority ", authority_id, " is not here"));
    }
    return member.keys->MakeCrl(revoked, number, now, life);
  }
  return base::NotFound();
}

Certificate AuthoritySet::root() const {
  const auto current = view();
  return current->issuing != nullptr ? current->issuing->root : current->members.back().root;
}

Certificate AuthoritySet::issuing() const {
  const auto current = view();
  return current->issuing != nullptr ? current->issuing->issuing : current->members.back().issuing;
}

std::string AuthoritySet::trust_domain() const { return PermittedHost(issuing()); }

}  // namespace enlace::certs
