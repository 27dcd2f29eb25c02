// Who calls: what a verified certificate says, and nothing that the peer says.
#ifndef ENLACE_GATEWAY_IDENTITY_CALLER_H_
#define ENLACE_GATEWAY_IDENTITY_CALLER_H_

#include <string>

#include "absl/time/time.h"
#include "enlace/v1/agency.pb.h"

namespace enlace::identity {

// The caller of one RPC. A plain value; made by Identifier from a certificate,
// and by tests.
struct Caller {
  enum class Kind {
    kAnonymous,      // No certificate; only on the enrolment port.
    kAgency,         // spiffe://<trust domain>/agency/<agency_id>/<unit_id>
    kAdministrator,  // spiffe://<trust domain>/admin/<administrator>
  };
  Kind kind = Kind::kAnonymous;
  std::string agency_id;
  std::string unit_id;
  v1::AgencyKind agency_kind = v1::AGENCY_KIND_UNSPECIFIED;
  std::string administrator;
  std::string uri;
  std::string certificate_serial;
  // The certificate's SubjectPublicKeyInfo in DER, by which acts are signed.
  std::string spki_der;
  // SHA-256 of it, 32 bytes.
  std::string key_id;
  // The authority that issued the certificate (certs::AuthorityId).
  std::string authority_id;
  absl::Time not_after;

  // The agency as others see it.
  v1::AgencyRef ref() const {
    v1::AgencyRef out;
    out.set_agency_id(agency_id);
    out.set_unit_id(unit_id);
    out.set_kind(agency_kind);
    return out;
  }
  // The one name under which request_ids are remembered.
  std::string name() const {
    return kind == Kind::kAdministrator ? "admin/" + administrator : "agency/" + agency_id;
  }
};

}  // namespace enlace::identity

#endif  // ENLACE_GATEWAY_IDENTITY_CALLER_H_
