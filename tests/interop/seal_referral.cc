// Seals for clients that cannot: adds route and sealed payload to the clear part
// of a SubmitReferralRequest. Speaks to nobody.
//
//   interop-seal-referral KEYSTORE LOG_ORIGIN NARRATIVE
//
// Reads two lines of JSON, the request and the answer of ResolveRecipients;
// writes the complete request as JSON.
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/keystore/keystore.h"
#include "client/identity_uri.h"
#include "client/payload.h"
#include "client/recipient_keys.h"
#include "enlace/content/v1/content.pb.h"
#include "enlace/v1/directory_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/identifier.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client {
namespace {

absl::Status ReadLine(google::protobuf::Message* message) {
  std::string line;
  std::getline(std::cin, line);
  const auto parsed = google::protobuf::util::JsonStringToMessage(line, message);
  return parsed.ok() ? absl::OkStatus() : absl::InvalidArgumentError(parsed.ToString());
}

absl::StatusOr<std::vector<PayloadRecipient>> Recipients(const v1::ResolveRecipientsResponse& route,
                                                         const certs::Keystore& keystore,
                                                         const Identity& sender, absl::Time now) {
  ASSIGN_OR_RETURN(const auto verifier, VerifierOf(keystore));
  std::vector<PayloadRecipient> recipients;
  for (const v1::ResolvedRecipient& resolved : route.recipients()) {
    if (resolved.planned_leg().access() != v1::ACCESS_GRADE_FULL) continue;
    const std::string& agency_id = resolved.planned_leg().recipient().agency_id();
    ASSIGN_OR_RETURN(certs::Certificate certificate,
                     ChooseSealingCertificate(resolved.sealing_certificates(), agency_id, sender.trust_domain,
                                              *verifier, now));
    recipients.push_back({agency_id, std::move(certificate)});
  }
  return recipients;
}

absl::Status Run(const std::string& folder, const std::string& log_origin) {
  v1::SubmitReferralRequest request;
  v1::ResolveRecipientsResponse route;
  RETURN_IF_ERROR(ReadLine(&request));
  RETURN_IF_ERROR(ReadLine(&route));
  // The rest, since an argument could not be as long.
  const std::string narrative(std::istreambuf_iterator<char>(std::cin), {});
  base::SystemRandom random;
  const absl::Time now = base::SystemClock().Now();
  ASSIGN_OR_RETURN(const auto keystore, certs::Keystore::Open(folder, random));
  ASSIGN_OR_RETURN(const Identity sender, ParseIdentity(keystore->uri()));
  ASSIGN_OR_RETURN(std::vector<PayloadRecipient> recipients, Recipients(route, *keystore, sender, now));
  for (const v1::ResolvedRecipient& resolved : route.recipients()) {
    *request.add_planned_legs() = resolved.planned_leg();
  }
  content::v1::ReferralContent content;
  content.set_narrative(narrative);
  const PayloadBinding binding = {base::DeriveCaseId(sender.agency_id, request.request_id()),
                                  request.request_id(), log_origin};
  ASSIGN_OR_RETURN(
      *request.mutable_sealed(),
      SealPayload(content.SerializeAsString(), std::move(recipients), binding, *keystore, now));
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(request, &json).ok()) {
    return absl::InternalError("the request has no JSON");
  }
  std::cout << json << std::endl;
  return absl::OkStatus();
}

}  // namespace
}  // namespace enlace::client

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: interop-seal-referral KEYSTORE LOG_ORIGIN" << std::endl;
    return 2;
  }
  const absl::Status status = enlace::client::Run(argv[1], argv[2]);
  if (!status.ok()) std::cerr << "interop-seal-referral: " << status << std::endl;
  return status.ok() ? 0 : 1;
}
