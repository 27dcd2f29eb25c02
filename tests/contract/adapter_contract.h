// What every adapter does, whatever system stands behind it. A driver's test
// makes an AdapterUnderTest over its real counterpart and instantiates the suite.
#ifndef ENLACE_TESTS_CONTRACT_ADAPTER_CONTRACT_H_
#define ENLACE_TESTS_CONTRACT_ADAPTER_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "gateway/base/identifier.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters {

// An adapter with the agency system behind it.
class AdapterUnderTest {
 public:
  virtual ~AdapterUnderTest() = default;
  virtual Adapter& adapter() = 0;
  // The adapter ends and starts again; the agency's system stays as it is.
  virtual void Restart() = 0;
  // The agency's system now wants a referral sent, with this reference of its
  // own. The next Collect must find it.
  virtual void OfferReferral(const std::string& reference) = 0;
  // The agency's system now holds something that nobody can understand.
  virtual void OfferGarbage() = 0;
};

class AdapterContract : public ::testing::TestWithParam<std::function<std::unique_ptr<AdapterUnderTest>()>> {
 protected:
  AdapterContract() : system_(GetParam()()) {}

  std::vector<Collected> Collect() {
    auto collected = system_->adapter().Collect();
    EXPECT_THAT(collected, IsOk());
    return collected.ok() ? *std::move(collected) : std::vector<Collected>();
  }
  absl::Status Settle(const std::string& source_id, absl::Status result = absl::OkStatus()) {
    Settlement settlement;
    settlement.result = std::move(result);
    settlement.short_code = base::ShortCode(source_id);
    settlement.record_time = absl::FromUnixSeconds(1768478400);
    return system_->adapter().Settle(source_id, settlement);
  }
  static IncomingReferral Incoming(char id) {
    IncomingReferral out;
    out.referral.set_referral_id(std::string(26, id));
    out.referral.set_case_id(std::string(26, id));
    out.referral.set_short_code(base::ShortCode(out.referral.referral_id()));
    out.leg.set_leg_id(std::string(25, id) + "1");
    out.content.add_persons()->set_full_name("Persona de Prueba");
    return out;
  }

  std::unique_ptr<AdapterUnderTest> system_;
};

TEST_P(AdapterContract, CollectConsumesNothing) {
  system_->OfferReferral("r1");
  const auto first = Collect();
  const auto again = Collect();
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(SourceIdOf(first[0]), SourceIdOf(again[0]));
  EXPECT_EQ(SourceIdOf(first[0]).size(), 64U);
}

TEST_P(AdapterContract, WhatWasSettledNeverComesAgain) {
  system_->OfferReferral("r1");
  const std::string id = SourceIdOf(Collect().at(0));
  ASSERT_THAT(Settle(id), IsOk());
  EXPECT_TRUE(Collect().empty());
  system_->Restart();
  system_->OfferReferral("r1");
  EXPECT_TRUE(Collect().empty());
}

TEST_P(AdapterContract, SettlingTwiceIsSettlingOnce) {
  system_->OfferReferral("r1");
  const std::string id = SourceIdOf(Collect().at(0));
  ASSERT_THAT(Settle(id), IsOk());
  EXPECT_THAT(Settle(id), IsOk());
  system_->Restart();
  EXPECT_THAT(Settle(id), IsOk());
}

TEST_P(AdapterContract, WhatWasNotSettledComesAgainAfterARestart) {
  system_->OfferReferral("r1");
  const std::string id = SourceIdOf(Collect().at(0));
  system_->Restart();
  system_->OfferReferral("r2");
  std::vector<std::string> ids;
  for (const Collected& item : Collect()) ids.push_back(SourceIdOf(item));
  EXPECT_EQ(ids.size(), 2U);
  EXPECT_THAT(ids, ::testing::Contains(id));
}

TEST_P(AdapterContract, ARefusedReferralIsNotCollectedAgain) {
  system_->OfferReferral("r1");
  const std::string id = SourceIdOf(Collect().at(0));
  ASSERT_THAT(Settle(id, absl::FailedPreconditionError("no route")), IsOk());
  EXPECT_TRUE(Collect().empty());
}

TEST_P(AdapterContract, AnUnknownSourceIdIsNotFound) {
  EXPECT_THAT(Settle(std::string(64, 'f')), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(AdapterContract, GarbageHoldsBackNothingElse) {
  system_->OfferGarbage();
  system_->OfferReferral("r1");
  EXPECT_EQ(Collect().size(), 1U);
}

TEST_P(AdapterContract, DeliveringTheSameLegTwiceIsDeliveringOnce) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck first, system_->adapter().Deliver(Incoming('A')));
  ASSERT_OK_AND_ASSIGN(const DeliveryAck again, system_->adapter().Deliver(Incoming('A')));
  system_->Restart();
  ASSERT_OK_AND_ASSIGN(const DeliveryAck later, system_->adapter().Deliver(Incoming('A')));
  ASSERT_OK_AND_ASSIGN(const DeliveryAck other, system_->adapter().Deliver(Incoming('B')));
  EXPECT_EQ(first.native_id, again.native_id);
  EXPECT_EQ(first.native_id, later.native_id);
  EXPECT_NE(first.native_id, other.native_id);
  EXPECT_EQ(first.channel, system_->adapter().Capabilities().channel);
}

TEST_P(AdapterContract, AnnouncingIsRepeatable) {
  IncomingChange change;
  change.item.set_position(7);
  change.item.set_short_code(Incoming('A').referral.short_code());
  change.sentence = "Algo cambió.";
  EXPECT_THAT(system_->adapter().Announce(change), IsOk());
  EXPECT_THAT(system_->adapter().Announce(change), IsOk());
}

}  // namespace enlace::adapters

#endif  // ENLACE_TESTS_CONTRACT_ADAPTER_CONTRACT_H_
