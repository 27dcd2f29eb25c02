// Says anew who is alleged to be behind an attack, and asks whoever is competent
// by that and was not asked yet.
#ifndef ENLACE_CLIENT_REFERRAL_RECLASSIFIER_H_
#define ENLACE_CLIENT_REFERRAL_RECLASSIFIER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::client {

// What is said of a referral that we sent.
struct Reclassification {
  // UUID version 4.
  std::string request_id;
  std::string referral_id;
  v1::PerpetratorCategory perpetrator = v1::PERPETRATOR_CATEGORY_UNSPECIFIED;
  std::string officer_pseudonym;
  // What those who come to it now are given to read; without it, what we sealed
  // to ourselves when we sent the referral.
  std::optional<content::v1::ReferralContent> content;
};

// Not thread-safe (the keystore is not). Borrows session and keystore.
class ReferralReclassifier {
 public:
  // INVALID_ARGUMENT, FAILED_PRECONDITION: the keystore is not an agency's.
  static absl::StatusOr<std::unique_ptr<ReferralReclassifier>> New(Session& session,
                                                                   const certs::Keystore& keystore,
                                                                   TrustedLogs logs);
  ReferralReclassifier(const ReferralReclassifier&) = delete;
  ReferralReclassifier& operator=(const ReferralReclassifier&) = delete;

  // Reads the referral (the look is on record), resolves who is competent, seals
  // the content to those who have no open leg, sends, and verifies the receipt.
  // While the route changes it begins anew under the next request_id
  // (ResendRequestId).
  //   NOT_FOUND            there is no such referral, or none that we may know of.
  //   INVALID_ARGUMENT     a field is refused, perpetrator if it says so already.
  //   FAILED_PRECONDITION  we are not its sender, or it has ended.
  //   PERMISSION_DENIED    what we sealed opens with no key that we have; give the
  //                        content.
  //   ABORTED              ROUTE_CHANGED again and again; call again.
  //   UNAVAILABLE          call again; if it answers INVALID_ARGUMENT then, naming
  //                        perpetrator, it had been done.
  //   DATA_LOSS            a certificate or the receipt does not verify.
  absl::StatusOr<v1::ReclassifyReferralResponse> Reclassify(const Reclassification& what);

 private:
  ReferralReclassifier(Session& session, const certs::Keystore& keystore, TrustedLogs logs,
                       std::string agency_id, std::string trust_domain,
                       std::unique_ptr<certs::Verifier> verifier, std::string log_origin)
      : session_(session),
        keystore_(keystore),
        logs_(std::move(logs)),
        agency_id_(std::move(agency_id)),
        trust_domain_(std::move(trust_domain)),
        verifier_(std::move(verifier)),
        log_origin_(std::move(log_origin)) {}

  // Reads, resolves, seals.
  absl::StatusOr<v1::ReclassifyReferralRequest> Prepare(const Reclassification& what,
                                                        const std::string& request_id);
  absl::StatusOr<v1::ReclassifyReferralResponse> Submit(const v1::ReclassifyReferralRequest& request);

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::string agency_id_;
  const std::string trust_domain_;
  const std::unique_ptr<certs::Verifier> verifier_;
  const std::string log_origin_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_REFERRAL_RECLASSIFIER_H_
