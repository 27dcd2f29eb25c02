#include "client/payload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

// Each key once, our own last.
absl::StatusOr<std::vector<PayloadRecipient>> WithOwn(std::vector<PayloadRecipient> recipients,
                                                      const certs::Keystore& keystore) {
  ASSIGN_OR_RETURN(const Identity own, ParseIdentity(keystore.uri()));
  recipients.push_back({own.agency_id, keystore.sealing().front().certificate});
  std::vector<PayloadRecipient> unique;
  for (PayloadRecipient& recipient : recipients) {
    bool known = false;
    for (const PayloadRecipient& other : unique) {
      known = known || other.certificate.key_id() == recipient.certificate.key_id();
    }
    if (!known) unique.push_back(std::move(recipient));
  }
  return unique;
}

// Fills payload->recipients in the order of the envelope, which DER decides.
absl::Status DescribeRecipients(const std::vector<PayloadRecipient>& recipients, v1::SealedPayload* payload) {
  ASSIGN_OR_RETURN(const certs::EnvelopeInfo envelope, certs::InspectEnvelope(payload->cms()));
  for (const std::string& serial : envelope.recipient_serials) {
    for (const PayloadRecipient& recipient : recipients) {
      if (recipient.certificate.serial() != serial) continue;
      v1::SealedRecipient* described = payload->add_recipients();
      described->set_agency_id(recipient.agency_id);
      described->set_key_id(recipient.certificate.key_id());
    }
  }
  if (static_cast<size_t>(payload->recipients_size()) == recipients.size()) return absl::OkStatus();
  return absl::InternalError("the envelope does not name exactly the recipients it was sealed to");
}

}  // namespace

absl::StatusOr<v1::SealedPayload> SealPayload(absl::string_view content,
                                              std::vector<PayloadRecipient> recipients,
                                              const PayloadBinding& binding, const certs::Keystore& keystore,
                                              absl::Time now) {
  if (keystore.sealing().empty()) {
    return absl::FailedPreconditionError("this identity has no sealing key; only agencies send content");
  }
  ASSIGN_OR_RETURN(recipients, WithOwn(std::move(recipients), keystore));
  certs::SealRequest request;
  request.content = content;
  for (const PayloadRecipient& recipient : recipients) request.recipients.push_back(recipient.certificate);
  request.binding.set_case_id(binding.case_id);
  request.binding.set_request_id(binding.request_id);
  request.binding.set_log_origin(binding.log_origin);
  request.binding.set_sender_uri(keystore.uri());
  request.signed_at = now;
  const certs::SealingPair& own = keystore.sealing().front();
  v1::SealedPayload payload;
  ASSIGN_OR_RETURN(*payload.mutable_cms(),
                   certs::Seal(request, own.key, own.certificate, keystore.sealing_issuer()));
  payload.set_digest(base::Sha256(payload.cms()));
  payload.set_content_schema(kContentSchema);
  RETURN_IF_ERROR(DescribeRecipients(recipients, &payload));
  return payload;
}

absl::StatusOr<certs::Opened> OpenPayload(const v1::SealedPayload& payload, const certs::Keystore& keystore,
                                          const certs::Verifier& verifier) {
  if (base::Sha256(payload.cms()) != payload.digest()) {
    return absl::DataLossError("the sealed payload does not have the digest that goes with it");
  }
  if (payload.content_schema() != kContentSchema) {
    return absl::FailedPreconditionError(absl::StrCat("the content is of version ", payload.content_schema(),
                                                      ", which this program does not know; update it"));
  }
  for (const certs::SealingPair& pair : keystore.sealing()) {
    auto opened = certs::Open(payload.cms(), pair.key, pair.certificate, verifier);
    if (opened.ok() || !absl::IsPermissionDenied(opened.status())) return opened;
  }
  return absl::PermissionDeniedError(
      absl::StrCat("the content is not sealed to any key in ", keystore.folder(),
                   "; if the agency has a backup of its identity folder, the old "
                   "sealing keys in it may open it"));
}

}  // namespace enlace::client
