// A sender, a recipient and a gateway between them.
#ifndef ENLACE_TESTS_CLIENT_REFERRAL_FIXTURE_H_
#define ENLACE_TESTS_CLIENT_REFERRAL_FIXTURE_H_

#include <memory>
#include <string>

#include "client/referral_reader.h"
#include "client/referral_sender.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {

class ReferralFixture : public ::testing::Test {
 protected:
  static constexpr char kRequestId[] = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2d";

  void SetUp() override { gateway_.routes = {RouteTo(prosecutor_, "mx-fgr")}; }

  v1::ResolveRecipientsResponse RouteTo(const FakeAgency& agency, const std::string& id,
                                        v1::AccessGrade access = v1::ACCESS_GRADE_FULL) {
    v1::ResolveRecipientsResponse route;
    v1::ResolvedRecipient& recipient = *route.add_recipients();
    recipient.mutable_planned_leg()->mutable_recipient()->set_agency_id(id);
    recipient.mutable_planned_leg()->set_access(access);
    *recipient.add_sealing_certificates() = agency.SealingCertificate();
    return route;
  }

  OutgoingReferral Referral() {
    OutgoingReferral referral;
    referral.request_id = kRequestId;
    referral.classification.set_mechanism_id("mx-federal");
    referral.content.set_narrative("followed twice on the way home");
    referral.petition_time = absl::Now();
    referral.officer_pseudonym = "of-17";
    return referral;
  }

  absl::StatusOr<SentReferral> Send(const OutgoingReferral& referral, Spool* spool = nullptr) {
    ASSIGN_OR_RETURN(const auto sender, ReferralSender::New(*unit_.session, *unit_.keystore, unit_.logs()));
    return sender->Send(referral, spool);
  }

  absl::StatusOr<ReadReferral> Read(FakeAgency& agency, const std::string& referral_id) {
    ASSIGN_OR_RETURN(const auto reader,
                     ReferralReader::New(*agency.session, *agency.keystore, agency.logs()));
    return reader->Fetch(referral_id, "of-3", "intake");
  }

  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  FakeAgency unit_{gateway_, "mx-uep"};
  FakeAgency prosecutor_{gateway_, "mx-fgr", "feadle"};
  FakeAgency police_{gateway_, "mx-pol"};
};

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_REFERRAL_FIXTURE_H_
