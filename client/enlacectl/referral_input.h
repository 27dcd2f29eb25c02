// A referral from the command line and files, before it is sealed.
#ifndef ENLACE_CLIENT_ENLACECTL_REFERRAL_INPUT_H_
#define ENLACE_CLIENT_ENLACECTL_REFERRAL_INPUT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/enlacectl/context.h"
#include "client/referral_sender.h"

namespace enlace::client {

// The flags of `referral send`; each one overrides what the header file says.
struct ReferralFlags {
  std::string file;
  std::string header;
  std::string request_id;
  std::string case_id;
  std::string mechanism;
  std::string procedure;
  std::vector<std::string> urgency;
  std::string subject;
  std::vector<std::string> population;
  std::string perpetrator;
  std::vector<std::string> incidents;
  std::string country;
  std::string subdivision;
  std::string locality;
  std::string risk;
  uint32_t persons = 0;
  std::string basis;
  std::string given;
  std::string legal_reference;
  std::string override_reason;
  std::string event_time;
  std::string petition_time;
  std::vector<std::string> excluded;
  std::string narrative;
  std::vector<std::string> attachments;
  bool resumed = false;
  std::string receipt_file;
};

// Adds them to `send`.
void AddReferralFlags(CLI::App* send, const std::shared_ptr<ReferralFlags>& flags);

// Reads the files and lays the flags over them. A missing request_id is drawn, a
// missing petition time is now.
//   INVALID_ARGUMENT  naming file and line, or the flag.
//   NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED  as base::ReadFile.
absl::StatusOr<OutgoingReferral> ReadReferralInput(const Context& context, const ReferralFlags& flags);

// Reads a content as YAML or JSON.
//   INVALID_ARGUMENT  naming file and line; others as base::ReadFile.
absl::StatusOr<content::v1::ReferralContent> ReadContentFile(const std::string& path);

// Reads files as attachments, with their digests.
absl::Status AppendAttachments(const std::vector<std::string>& paths,
                               google::protobuf::RepeatedPtrField<content::v1::Attachment>* attachments);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REFERRAL_INPUT_H_
