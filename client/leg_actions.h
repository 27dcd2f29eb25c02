// Moves legs: the agency's decisions and reports, with sealed notes.
#ifndef ENLACE_CLIENT_LEG_ACTIONS_H_
#define ENLACE_CLIENT_LEG_ACTIONS_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/session.h"
#include "client/trusted_logs.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::client {

// Not thread-safe. Borrows session and keystore.
class LegActions {
 public:
  // INVALID_ARGUMENT: the keystore holds no identity or no root.
  static absl::StatusOr<std::unique_ptr<LegActions>> New(Session& session, const certs::Keystore& keystore,
                                                         TrustedLogs logs);
  LegActions(const LegActions&) = delete;
  LegActions& operator=(const LegActions&) = delete;

  // The leg that `leg_id` names; without one, the leg addressed to us, or the
  // only one of a referral that we sent. `referral` as GetReferral gave it. Pure.
  //   NOT_FOUND         no such leg.
  //   INVALID_ARGUMENT  naming leg_id: several come into question.
  absl::StatusOr<v1::Leg> FindLeg(const v1::Referral& referral, absl::string_view leg_id) const;

  // Makes the transition of `action`, in which the caller sets the action, the
  // officer and the time; ids, version and a missing request_id are filled in
  // from `referral` and `leg`. A `note` is sealed to the other side and to us,
  // bound to the case. The receipt is verified.
  //   ABORTED              VERSION_CONFLICT: read the referral again, decide again.
  //   FAILED_PRECONDITION  the leg machine refuses; the reason says why.
  //   UNAVAILABLE          call again with the same action and request_id; with a
  //                        note, use Prepare and Submit: each seal is different,
  //                        so that another one answers ALREADY_EXISTS.
  //   DATA_LOSS            a certificate or the receipt does not verify.
  absl::StatusOr<v1::AdvanceLegResponse> Advance(
      const v1::Referral& referral, const v1::Leg& leg, v1::AdvanceLegRequest action,
      const std::optional<content::v1::NoteContent>& note = std::nullopt);

  // The two halves of Advance, for those who keep the request in between: sent
  // again, it acts once and gets the first receipt.
  absl::StatusOr<v1::AdvanceLegRequest> Prepare(const v1::Referral& referral, const v1::Leg& leg,
                                                v1::AdvanceLegRequest action,
                                                const std::optional<content::v1::NoteContent>& note);
  absl::StatusOr<v1::AdvanceLegResponse> Submit(const v1::AdvanceLegRequest& request);

 private:
  LegActions(Session& session, const certs::Keystore& keystore, TrustedLogs logs, std::string agency_id,
             std::string trust_domain, std::unique_ptr<certs::Verifier> verifier)
      : session_(session),
        keystore_(keystore),
        logs_(std::move(logs)),
        agency_id_(std::move(agency_id)),
        trust_domain_(std::move(trust_domain)),
        verifier_(std::move(verifier)) {}

  absl::StatusOr<v1::SealedPayload> SealNote(const content::v1::NoteContent& note,
                                             const v1::Referral& referral, const v1::Leg& leg,
                                             const std::string& request_id);

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::string agency_id_;
  const std::string trust_domain_;
  const std::unique_ptr<certs::Verifier> verifier_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_LEG_ACTIONS_H_
