// Referrals, legs and contents as a person reads them.
#ifndef ENLACE_CLIENT_ENLACECTL_REFERRAL_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_REFERRAL_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "client/referral_reader.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "google/protobuf/repeated_field.h"

namespace enlace::client {

// agency/unit, or agency.
std::string AgencyText(const v1::AgencyRef& agency);
// One row per leg, one per clock.
std::string LegsText(const google::protobuf::RepeatedPtrField<v1::Leg>& legs);
std::string ClocksText(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks);
// The clear part with legs and clocks.
std::string ReferralText(const v1::Referral& referral);
// The whole, opened; attachments by name and size.
std::string OpenedText(const ReadReferral& read);
// {"referral":...,"content":...,"notes":[...]}; attachments without their bytes.
std::string OpenedJson(const ReadReferral& read);

// Writes all attachments, those of notes too, into `folder`, which is made with
// mode 0700. Names from the other side lose all that could leave the folder, and
// never replace a file. Sets `count`.
//   UNAVAILABLE     a file could not be written.
//   ALREADY_EXISTS  a file of that name is there.
absl::Status SaveAttachments(const ReadReferral& read, const std::string& folder, int* count);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REFERRAL_TEXT_H_
