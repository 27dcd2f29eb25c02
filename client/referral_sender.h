// Sends a referral: resolves, checks, seals, submits, verifies the receipt.
#ifndef ENLACE_CLIENT_REFERRAL_SENDER_H_
#define ENLACE_CLIENT_REFERRAL_SENDER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/verifier.h"
#include "client/session.h"
#include "client/spool.h"
#include "client/trusted_logs.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::client {

// A referral in clear, before it is sealed.
struct OutgoingReferral {
  // UUID version 4. Keep it before sending: with the same one a referral is
  // never sent twice.
  std::string request_id;
  // Empty opens a new case.
  std::string case_id;
  v1::Classification classification;
  v1::Disclosure disclosure;
  content::v1::ReferralContent content;
  std::optional<absl::Time> event_time;
  absl::Time petition_time;
  std::vector<v1::ExcludedAgency> excluded;
  std::string officer_pseudonym;
  // Set where an earlier run may have sent it already (it ended before it could
  // note the answer). Then the gateway is asked first; each such look is on its
  // record. Not needed with a spool, which knows.
  bool may_have_been_sent = false;
};

// What came of it.
struct SentReferral {
  v1::Referral referral;
  // Verified. Empty where an earlier run had sent it and kept no spool: that run's
  // receipt was lost with it, the record itself stands in the log.
  v1::Receipt receipt;
  // The request_id that carried it: the first or one derived from it.
  std::string request_id;
  bool was_sent_before = false;
};

// When routing changes between resolving and submitting, the content has to be
// sealed again under a new request_id: the first is spent on the refusal's body.
// The n-th (n from 0) is derived from the first, so that a later run finds what
// an earlier one did: a UUID version 4 over SHA-256("enlace/resend/v1" NUL first
// NUL n) for n > 0, the first itself for n = 0. Pure.
std::string ResendRequestId(absl::string_view first_request_id, int n);

// How many request_ids there are: the first and its successors.
inline constexpr int kMostResends = 4;

// Not thread-safe (the keystore is not). Borrows session and keystore. Sends
// nothing in clear but what the contract has in clear.
class ReferralSender {
 public:
  // INVALID_ARGUMENT, FAILED_PRECONDITION: the keystore is not an agency's.
  static absl::StatusOr<std::unique_ptr<ReferralSender>> New(Session& session,
                                                             const certs::Keystore& keystore,
                                                             TrustedLogs logs);
  ReferralSender(const ReferralSender&) = delete;
  ReferralSender& operator=(const ReferralSender&) = delete;

  // Durable at the gateway on OK, and proved so by the receipt. With a `spool` the
  // sealed request is on disk as request_id before it leaves; a repetition, by
  // another run too, sends the very same request and gets the first answer and
  // receipt. It is sealed again only if the gateway has refused what was kept
  // because the route changed or a certificate ran out. Remove it from the spool
  // once the referral is settled; what the gateway refused at once is not kept.
  //   INVALID_ARGUMENT     a field is refused; the message names it.
  //   UNAVAILABLE          the gateway cannot be reached, or a recipient has no
  //                        valid sealing certificate: call again later with the
  //                        same request_id and may_have_been_sent.
  //   ABORTED              ROUTE_CHANGED kMostResends times in a row; call again.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED by something else than this content.
  //   UNAVAILABLE          also: the spool cannot be written; nothing was sent.
  //   DATA_LOSS            a certificate or the receipt does not verify. Do not
  //                        send again before people have looked at it.
  //   others               as the contract says.
  absl::StatusOr<SentReferral> Send(const OutgoingReferral& referral, Spool* spool = nullptr);

 private:
  ReferralSender(Session& session, const certs::Keystore& keystore, TrustedLogs logs, std::string agency_id,
                 std::string trust_domain, std::unique_ptr<certs::Verifier> verifier, std::string log_origin)
      : session_(session),
        keystore_(keystore),
        logs_(std::move(logs)),
        agency_id_(std::move(agency_id)),
        trust_domain_(std::move(trust_domain)),
        verifier_(std::move(verifier)),
        log_origin_(std::move(log_origin)) {}

  absl::StatusOr<v1::ResolveRecipientsResponse> Resolve(const OutgoingReferral& referral);
  // Resolves, seals and fills the request that goes out as `request_id`.
  absl::StatusOr<v1::SubmitReferralRequest> Prepare(const OutgoingReferral& referral,
                                                    const std::string& request_id);
  // What an earlier run sent as `request_id`; NOT_FOUND if nothing.
  absl::StatusOr<SentReferral> FindSent(const OutgoingReferral& referral, const std::string& request_id);
  // The request of an earlier run, or nothing. ALREADY_EXISTS if its content is not
  // that of `referral`.
  absl::StatusOr<std::optional<v1::SubmitReferralRequest>> Kept(const OutgoingReferral& referral,
                                                                const Spool& spool) const;
  // Seals under the n-th request_id and the next ones for as long as the route
  // changes, beginning with what was kept, if anything.
  absl::StatusOr<SentReferral> SealAndSubmit(const OutgoingReferral& referral,
                                             std::optional<v1::SubmitReferralRequest> kept, Spool* spool);
  absl::StatusOr<SentReferral> Submit(const v1::SubmitReferralRequest& request);

  Session& session_;
  const certs::Keystore& keystore_;
  const TrustedLogs logs_;
  const std::string agency_id_;
  const std::string trust_domain_;
  const std::unique_ptr<certs::Verifier> verifier_;
  const std::string log_origin_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_REFERRAL_SENDER_H_
