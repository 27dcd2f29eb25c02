#include "client/enlacectl/doctor_finding.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace enlace::client {
namespace {

const Finding kGood = Good("dns", "known");
const Finding kDue = Warning("tls-certificate", ExitCode::kRenewalDue, "renew it");
const Finding kExpired =
    Bad("tls-certificate", ExitCode::kExpired, "it ended", absl::UnauthenticatedError("x"));
const Finding kSkew = Bad("clock", ExitCode::kClockSkew, "2h ahead", absl::FailedPreconditionError("y"));

TEST(DoctorFindingTest, AProblemComesBeforeAWarningAndAClockBeforeBoth) {
  EXPECT_EQ(PrincipalFinding({kGood}), nullptr);
  EXPECT_EQ(PrincipalFinding({kGood, kDue})->fault, ExitCode::kRenewalDue);
  EXPECT_EQ(PrincipalFinding({kDue, kExpired})->fault, ExitCode::kExpired);
  EXPECT_EQ(PrincipalFinding({kExpired, kDue, kSkew})->fault, ExitCode::kClockSkew);
}

TEST(DoctorFindingTest, OnlyAProblemIsOne) {
  EXPECT_FALSE(HasProblem({}));
  EXPECT_FALSE(HasProblem({kGood, kDue}));
  EXPECT_TRUE(HasProblem({kGood, kExpired}));
}

TEST(DoctorFindingTest, TheExitStatusIsTheClass) {
  EXPECT_TRUE(StatusOf({kGood}).ok());
  EXPECT_EQ(ExitCodeOf(StatusOf({kGood, kDue})), ExitCode::kRenewalDue);
  const absl::Status expired = StatusOf({kGood, kExpired});
  EXPECT_EQ(ExitCodeOf(expired), ExitCode::kExpired);
  EXPECT_EQ(expired.message(), "x");
}

TEST(DoctorFindingTest, ProgramsReadNamesAndPeopleReadLines) {
  const FindingsText out = FormatFindings({kGood, kExpired});
  EXPECT_EQ(out.text, "ok       known\nproblem  it ended\n");
  const auto json = nlohmann::json::parse(out.json);
  EXPECT_EQ(json["fault"], "expired");
  EXPECT_EQ(json["exit_status"], 22);
  EXPECT_EQ(json["findings"][0],
            (nlohmann::json{{"level", "ok"}, {"check", "dns"}, {"fault", ""}, {"text", "known"}}));
  EXPECT_EQ(json["findings"][1]["fault"], "expired");
  EXPECT_EQ(nlohmann::json::parse(FormatFindings({}).json)["exit_status"], 0);
}

TEST(DoctorFindingTest, WhatWasSaidStandsInBrackets) {
  EXPECT_EQ(InBrackets("why"), " (why)");
  EXPECT_EQ(InBrackets(""), "");
}

}  // namespace
}  // namespace enlace::client
