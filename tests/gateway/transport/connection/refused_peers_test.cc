#include "gateway/transport/connection/refused_peers.h"

#include <string>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"

namespace enlace::transport {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string>* lines = nullptr;

class RefusedPeersTest : public testing::Test {
 protected:
  RefusedPeersTest() {
    lines = &lines_;
    base::SetLogSinkForTest([](absl::string_view line) { lines->emplace_back(line); });
  }
  ~RefusedPeersTest() override { base::SetLogSinkForTest(nullptr); }

  FakeClock clock_;
  std::vector<std::string> lines_;
};

TEST_F(RefusedPeersTest, NamesReasonAndPeerButNotWhatTheCertificateSays) {
  RefusedPeers refused(clock_);
  refused.Log("ipv4:192.0.2.7:5000",
              base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_EXPIRED, "certificate of Ana"));
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_THAT(lines_[0], AllOf(HasSubstr("CERTIFICATE_EXPIRED"), HasSubstr("ipv4:192.0.2.7:5000"),
                               Not(HasSubstr("Ana"))));
}

TEST_F(RefusedPeersTest, WhereThereIsNoReasonTheProblemIsTold) {
  RefusedPeers refused(clock_);
  refused.Log("ipv4:192.0.2.7:5000", absl::UnavailableError("TLS: unsupported protocol"));
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_THAT(lines_[0], HasSubstr("TLS: unsupported protocol"));
}

TEST_F(RefusedPeersTest, StrangersDoNotHideTheEndOfAPeer) {
  RefusedPeers refused(clock_);
  for (int i = 0; i < 100; ++i) refused.Log("ipv4:192.0.2.7:5000", absl::UnavailableError("TLS: no"));
  refused.LogEnded("ipv4:192.0.2.8:5000", "reset budget");
  EXPECT_THAT(lines_.back(), AllOf(HasSubstr("connection_ended"), HasSubstr("reset budget")));
}

TEST_F(RefusedPeersTest, AFloodLeavesABoundedNumberOfLinesAndACount) {
  {
    RefusedPeers refused(clock_);
    for (int i = 0; i < 1000; ++i) refused.Log("ipv4:192.0.2.7:5000", absl::UnavailableError("TLS: no"));
    EXPECT_EQ(lines_.size(), kMostRefusalsAMinute);
  }
  ASSERT_EQ(lines_.size(), kMostRefusalsAMinute + 1);
  EXPECT_THAT(lines_.back(), AllOf(HasSubstr("connections_refused_unlogged"), HasSubstr("990")));
}

}  // namespace
}  // namespace enlace::transport
