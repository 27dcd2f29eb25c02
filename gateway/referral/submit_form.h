// The form of a submission and of sealed payloads: all that can be said without
// knowing any case.
#ifndef ENLACE_GATEWAY_REFERRAL_SUBMIT_FORM_H_
#define ENLACE_GATEWAY_REFERRAL_SUBMIT_FORM_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/sealed.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"

namespace enlace::referral {

// How far a peer's clock may run ahead of ours.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(5);
inline constexpr size_t kMaxCmsSize = 1100000;
inline constexpr size_t kMaxCodeSize = 64;
inline constexpr int kMaxLegs = 64;

// INVALID_ARGUMENT naming the field, as `classification.…`, unless the clear
// classification is complete and well formed.
absl::Status ValidateClassification(const v1::Classification& classification);

// INVALID_ARGUMENT naming the field, with its path, unless the request has every
// required field, known enumerators, well-formed codes, times that have come, a
// payload that matches its digest and is sealed to every planned recipient with
// ACCESS_GRADE_FULL, and a complete basis of disclosure that has not expired.
absl::Status ValidateSubmit(const v1::SubmitReferralRequest& request, absl::Time now);

// INVALID_ARGUMENT naming the field, as `planned_legs[…]…`, unless each leg has a
// recipient of its own for its purpose, and `sealed`, the field `sealed_field`, is
// sealed to those with ACCESS_GRADE_FULL.
absl::Status CheckPlannedLegs(const google::protobuf::RepeatedPtrField<v1::PlannedLeg>& planned_legs,
                              absl::string_view sealed_field, const v1::SealedPayload& sealed);

// INVALID_ARGUMENT naming a field below `field` unless the payload is whole.
absl::Status CheckSealed(absl::string_view field, const v1::SealedPayload& sealed);

// INVALID_ARGUMENT naming `field` unless the time is well-formed and has come,
// kClockTolerance granted.
absl::Status CheckPast(absl::string_view field, const google::protobuf::Timestamp& time, absl::Time now);

// INVALID_ARGUMENT naming `field` unless `time` lies in the years 1 to 9999.
absl::Status CheckTimestamp(absl::string_view field, const google::protobuf::Timestamp& time);

// INVALID_ARGUMENT naming `field` if the code is empty or no code.
absl::Status CheckRequiredCode(absl::string_view field, absl::string_view code);

// Whether the payload names the agency among its recipients.
bool IsSealedTo(const v1::SealedPayload& sealed, absl::string_view agency_id);

// INVALID_ARGUMENT naming `field` unless `value` is an enumerator that the
// generated `is_valid` knows; zero counts as missing where `required`.
absl::Status CheckEnum(absl::string_view field, int value, bool (*is_valid)(int), bool required);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_SUBMIT_FORM_H_
