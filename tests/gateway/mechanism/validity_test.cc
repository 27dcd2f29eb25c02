#include "gateway/mechanism/validity.h"

#include <gtest/gtest.h>

#include "gateway/base/time_text.h"

namespace enlace::mechanism {
namespace {

const absl::Time kFrom = absl::FromUnixSeconds(1000);
const absl::Time kTo = absl::FromUnixSeconds(2000);

TEST(ValidityTest, BeginsWithFromAndEndsBeforeTo) {
  config::v1::Validity validity;
  *validity.mutable_from() = base::ToProto(kFrom);
  *validity.mutable_to() = base::ToProto(kTo);
  EXPECT_FALSE(IsValidAt(validity, kFrom - absl::Microseconds(1)));
  EXPECT_TRUE(IsValidAt(validity, kFrom));
  EXPECT_TRUE(IsValidAt(validity, kTo - absl::Microseconds(1)));
  EXPECT_FALSE(IsValidAt(validity, kTo));
}

TEST(ValidityTest, AbsentEndsAreOpen) {
  EXPECT_TRUE(IsValidAt(config::v1::Validity(), absl::FromUnixSeconds(-1000000000)));
}

TEST(ValidityTest, AgencyWithoutRecordedMandateHasNoLimit) { EXPECT_TRUE(HasMandateAt(v1::Agency(), kFrom)); }

TEST(ValidityTest, AgencyIsWithoutMandateBetweenTwoOfThem) {
  v1::Agency agency;
  *agency.add_mandates()->mutable_valid_to() = base::ToProto(kFrom);
  *agency.add_mandates()->mutable_valid_from() = base::ToProto(kTo);
  EXPECT_TRUE(HasMandateAt(agency, kFrom - absl::Seconds(1)));
  EXPECT_FALSE(HasMandateAt(agency, kFrom));
  EXPECT_TRUE(HasMandateAt(agency, kTo));
}

TEST(ValidityTest, RoleEndsWithTheMandateThatGivesIt) {
  v1::Agency agency;
  agency.add_mandates()->set_legal_act("without a role");
  v1::Mandate& mandate = *agency.add_mandates();
  mandate.add_roles("desk");
  *mandate.mutable_valid_to() = base::ToProto(kTo);
  EXPECT_TRUE(HoldsRole(agency, "desk"));
  EXPECT_TRUE(HoldsRoleAt(agency, "desk", kFrom));
  EXPECT_FALSE(HoldsRoleAt(agency, "desk", kTo));
  EXPECT_FALSE(HoldsRole(agency, "other"));
  EXPECT_FALSE(HoldsRoleAt(v1::Agency(), "desk", kFrom));
}

}  // namespace
}  // namespace enlace::mechanism
