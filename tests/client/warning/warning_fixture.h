// An issuer, an addressee, somebody else, and a gateway between them.
#ifndef ENLACE_TESTS_CLIENT_WARNING_WARNING_FIXTURE_H_
#define ENLACE_TESTS_CLIENT_WARNING_WARNING_FIXTURE_H_

#include <string>

#include "client/warning/warning_reader.h"
#include "client/warning/warning_sender.h"
#include "gateway/base/time_text.h"
#include "tests/client/warning/fake_warnings.h"

namespace enlace::client {

class WarningFixture : public ::testing::Test {
 protected:
  static constexpr char kRequestId[] = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2d";

  WarningFixture() { warnings_.log = &gateway_.case_log; }

  OutgoingWarning Outgoing() const {
    OutgoingWarning outgoing;
    outgoing.request_id = kRequestId;
    outgoing.officer_pseudonym = "of-17";
    outgoing.texts = {{"es-MX", "Amenazas a periodistas", "Tres casos <graves> & más", "Eviten la sierra"}};
    v1::Warning& warning = outgoing.warning;
    warning.set_mechanism_id("mx-federal");
    warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
    warning.add_subdivisions("MX-CHH");
    warning.add_population(v1::POPULATION_GROUP_JOURNALIST);
    warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
    warning.set_severity(v1::WARNING_SEVERITY_SEVERE);
    warning.set_certainty(v1::WARNING_CERTAINTY_LIKELY);
    *warning.mutable_expire_time() = base::ToProto(absl::Now() + absl::Hours(24));
    *warning.mutable_respond_by_time() = base::ToProto(absl::Now() + absl::Hours(6));
    warning.add_addressees()->set_agency_id("mx-fgr");
    return outgoing;
  }
  absl::StatusOr<v1::IssueWarningResponse> Issue(const OutgoingWarning& outgoing) {
    ASSIGN_OR_RETURN(const auto sender, WarningSender::New(*unit_.session, *unit_.keystore, unit_.logs()));
    return sender->Issue(outgoing);
  }
  // The id of a warning that must be taken.
  std::string MustIssue() {
    const auto response = Issue(Outgoing());
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->warning().warning_id() : "";
  }
  absl::StatusOr<ReadWarning> Read(FakeAgency& agency, const std::string& id) {
    ASSIGN_OR_RETURN(const auto reader, WarningReader::New(*agency.session, *agency.keystore, agency.logs()));
    return reader->Fetch(id, "of-3", "review");
  }

  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeWarnings warnings_;
  FakeGateway gateway_{pki_, {&warnings_}};
  FakeAgency unit_{gateway_, "mx-uep"};
  FakeAgency prosecutor_{gateway_, "mx-fgr", "feadle"};
  FakeAgency police_{gateway_, "mx-pol"};
};

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_WARNING_WARNING_FIXTURE_H_
