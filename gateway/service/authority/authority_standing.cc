#include "gateway/service/authority/authority_standing.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "certs/x509/certificate_builder.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr size_t kPage = 500;

using certs::AuthorityMember;

// A unit that is enrolled, and the roots that it is known to trust.
struct Unit {
  identity::Caller name;
  std::set<std::string> roots;
};

class Counter {
 public:
  Counter(const std::vector<AuthorityMember>& members, absl::string_view trust_domain, absl::Time now)
      : members_(members), trust_domain_(trust_domain), now_(now) {
    for (const AuthorityMember& member : members) standing_[member.id];
  }

  void Count(const v1::Certificate& certificate) {
    if (certificate.has_revoke_time() || base::FromProto(certificate.not_after()) <= now_) return;
    const AuthorityMember* issuer = nullptr;
    for (const AuthorityMember& member : members_) {
      if (certs::NamesIssuer(certificate.certificate_der(), member.issuing)) issuer = &member;
    }
    if (issuer != nullptr) {
      AuthorityStanding& standing = standing_[issuer->id];
      ++standing.valid_certificates;
      standing.holders.insert(certs::UriTail(certificate.subject_uri()));
    }
    if (certificate.usage() == v1::CERTIFICATE_USAGE_TLS_CLIENT) AddUnit(certificate.subject_uri(), issuer);
  }

  absl::Status AddBundles(store::Reader& reader) {
    for (auto& [uri, unit] : units_) {
      ASSIGN_OR_RETURN(const auto row, store::GetProto<store::v1::BundleInstalledRow>(
                                           reader, store::Table::kBundleInstalled,
                                           store::UnitKey(unit.name.agency_id, unit.name.unit_id)));
      if (!row.has_value()) continue;
      for (const std::string& id : row->authority_ids()) {
        for (const AuthorityMember& member : members_) {
          if (member.id == id) unit.roots.insert(member.root.fingerprint());
        }
      }
    }
    return absl::OkStatus();
  }

  std::map<std::string, AuthorityStanding> Finish() {
    for (const AuthorityMember& member : members_) {
      for (const auto& [uri, unit] : units_) {
        if (unit.roots.contains(member.root.fingerprint())) continue;
        standing_[member.id].unaware_agency_ids.insert(unit.name.agency_id);
      }
    }
    return std::move(standing_);
  }

 private:
  void AddUnit(const std::string& uri, const AuthorityMember* issuer) {
    identity::Caller name;
    if (!identity::ParseIdentityUri(uri, trust_domain_, &name).ok() ||
        name.kind != identity::Caller::Kind::kAgency) {
      return;
    }
    Unit& unit = units_[uri];
    unit.name = std::move(name);
    if (issuer != nullptr) unit.roots.insert(issuer->root.fingerprint());
  }

  const std::vector<AuthorityMember>& members_;
  const absl::string_view trust_domain_;
  const absl::Time now_;
  std::map<std::string, AuthorityStanding> standing_;
  std::map<std::string, Unit> units_;  // By URI.
};

}  // namespace

absl::StatusOr<std::map<std::string, AuthorityStanding>> StandingOf(
    store::Reader& reader, const std::vector<AuthorityMember>& members, absl::string_view trust_domain,
    absl::Time now) {
  Counter counter(members, trust_domain, now);
  std::string after;
  do {
    ASSIGN_OR_RETURN(const std::vector<v1::Certificate> page,
                     store::ListCertificates(reader, "", kPage, &after));
    for (const v1::Certificate& certificate : page) counter.Count(certificate);
  } while (!after.empty());
  RETURN_IF_ERROR(counter.AddBundles(reader));
  return counter.Finish();
}

v1::Authority EntryOf(const AuthorityMember& member, v1::AuthorityState state) {
  v1::Authority entry;
  entry.set_authority_id(member.id);
  entry.set_state(state);
  entry.set_issuing_der(member.issuing.der());
  entry.set_root_der(member.root.der());
  *entry.mutable_not_after() = base::ToProto(member.issuing.not_after());
  return entry;
}

absl::StatusOr<v1::Authority> ReadAuthority(store::Reader& reader, absl::string_view authority_id) {
  ASSIGN_OR_RETURN(absl::optional<v1::Authority> row,
                   store::GetProto<v1::Authority>(reader, store::Table::kAuthority, authority_id));
  return row.has_value() ? *std::move(row) : v1::Authority();
}

}  // namespace enlace::service
