// A gateway with agencies that warn and are warned.
#ifndef ENLACE_TESTS_GATEWAY_SERVICE_WARNING_WARNING_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_SERVICE_WARNING_WARNING_FIXTURE_H_

#include <string>
#include <vector>

#include "gateway/base/time_text.h"
#include "gateway/service/escalation/due_cases.h"
#include "gateway/service/replay/replay.h"
#include "gateway/store/warning_rows.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {

// By the rules of mx-federal the federal unit warns whom it wants.
class WarningFixture : public GatewayFixture {
 protected:
  WarningFixture() {
    EnrolScene();
    clock_.Advance(absl::Hours(1));
  }

  v1::IssueWarningRequest Alert(const std::vector<std::string>& addressees) {
    v1::IssueWarningRequest request;
    request.set_request_id(NewId());
    request.set_officer_pseudonym("of-1");
    v1::Warning& warning = *request.mutable_warning();
    warning.set_mechanism_id("mx-federal");
    warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
    warning.add_subdivisions("MX-CHH");
    warning.add_population(v1::POPULATION_GROUP_JOURNALIST);
    warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
    warning.set_severity(v1::WARNING_SEVERITY_SEVERE);
    warning.set_certainty(v1::WARNING_CERTAINTY_LIKELY);
    *warning.mutable_expire_time() = base::ToProto(clock_.Now() + absl::Hours(24 * 30));
    std::vector<std::string> readers = {kFederal};
    for (const std::string& id : addressees) {
      warning.add_addressees()->set_agency_id(id);
      if (id != kFederal) readers.push_back(id);
    }
    *warning.mutable_sealed_alert() = SealTo(kFederal, readers, "<alert/>");
    return request;
  }
  v1::IssueWarningRequest Later(v1::WarningMessageType type, const std::string& earlier,
                                const std::vector<std::string>& addressees) {
    v1::IssueWarningRequest request = Alert(addressees);
    request.mutable_warning()->set_message_type(type);
    request.mutable_warning()->set_references_warning_id(earlier);
    if (type == v1::WARNING_MESSAGE_TYPE_CANCEL) request.mutable_warning()->clear_expire_time();
    return request;
  }
  absl::StatusOr<v1::IssueWarningResponse> Issue(const v1::IssueWarningRequest& request,
                                                 const std::string& issuer = kFederal) {
    return Call(api().issue_warning, CallerOf(issuer), request);
  }
  // The id of a warning that must be taken.
  std::string MustIssue(const v1::IssueWarningRequest& request) {
    const absl::StatusOr<v1::IssueWarningResponse> response = Issue(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->warning().warning_id() : "";
  }
  v1::AnswerWarningRequest Answering(const std::string& warning_id, v1::WarningResponse response) {
    v1::AnswerWarningRequest request;
    request.set_request_id(NewId());
    request.set_warning_id(warning_id);
    request.set_response(response);
    request.set_officer_pseudonym("of-2");
    return request;
  }
  absl::StatusOr<v1::AnswerWarningResponse> Answer(const std::string& agency,
                                                   const v1::AnswerWarningRequest& request) {
    return Call(api().answer_warning, CallerOf(agency), request);
  }
  absl::StatusOr<v1::GetWarningResponse> Get(const std::string& agency, const std::string& warning_id) {
    v1::GetWarningRequest request;
    request.set_warning_id(warning_id);
    request.set_officer_pseudonym("of-3");
    return Call(api().get_warning, CallerOf(agency), request);
  }
  v1::WarningView MustGet(const std::string& agency, const std::string& warning_id) {
    const absl::StatusOr<v1::GetWarningResponse> response = Get(agency, warning_id);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->warning() : v1::WarningView();
  }
  // Items of warnings in the agency's feed, newest last.
  std::vector<v1::FeedItem> WarningsIn(const std::string& agency) {
    std::vector<v1::FeedItem> items;
    for (const v1::FeedItem& item : FeedOf(agency)) {
      if (!item.warning_id().empty()) items.push_back(item);
    }
    return items;
  }
  store::v1::WarningState WarningOf(const std::string& warning_id) {
    return *store::ReadWarningForGateway(**state_.Read(), warning_id);
  }
  // What a replay of the logs finds; empty if state and records agree.
  std::vector<std::string> Problems() {
    const absl::StatusOr<ReplayReport> report = Replay(store_);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->comparison.problems : std::vector<std::string>();
  }
};

}  // namespace enlace::service

#endif  // ENLACE_TESTS_GATEWAY_SERVICE_WARNING_WARNING_FIXTURE_H_
