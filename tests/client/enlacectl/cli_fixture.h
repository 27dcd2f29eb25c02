// Runs enlacectl as a function, against a gateway in the same process.
#ifndef ENLACE_TESTS_CLIENT_ENLACECTL_CLI_FIXTURE_H_
#define ENLACE_TESTS_CLIENT_ENLACECTL_CLI_FIXTURE_H_

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "client/enlacectl/run.h"
#include "gateway/base/files.h"
#include "tests/client/enlacectl/fake_services.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {

// What one run came to.
struct Ran {
  int status = -1;
  std::string out;
  std::string err;
};

// Runs enlacectl without any gateway.
class CliTest : public ::testing::Test {
 protected:
  Ran Run(const std::vector<std::string>& words, const std::string& input = "") {
    std::vector<const char*> argv = {"enlacectl"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const auto variable = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::nullopt : std::optional<std::string>(found->second);
    };
    Ran ran;
    ran.status = client::Run(static_cast<int>(argv.size()), argv.data(),
                             {in, out, err, clock_, random_, sleeper_, variable});
    ran.out = out.str();
    ran.err = err.str();
    return ran;
  }
  std::string WriteFile(const std::string& name, const std::string& text) {
    EXPECT_THAT(base::WriteFileAtomically(files_.File(name), text), IsOk());
    return files_.File(name);
  }
  std::map<std::string, std::string> variables_;
  TemporaryFolder files_;
  base::SystemClock clock_;
  FakeRandom random_{7};
  FakeSleeper sleeper_;
};

// The same with a gateway; the words get --address and --identity of `agency_`.
class GatewayCliTest : public CliTest {
 protected:
  GatewayCliTest() {
    administration_.log = &gateway_.trust_log;
    approval_.log = &gateway_.trust_log;
    cases_.log = &gateway_.case_log;
    ledger_.log = &gateway_.case_log;
    reports_.log = &gateway_.case_log;
    variables_["ENLACE_ADDRESS"] = gateway_.mutual().ToText();
    variables_["ENLACE_IDENTITY"] = agency_.folder.path();
    v1::ResolveRecipientsResponse route;
    v1::ResolvedRecipient& recipient = *route.add_recipients();
    recipient.mutable_planned_leg()->mutable_recipient()->set_agency_id("mx-fgr");
    recipient.mutable_planned_leg()->set_access(v1::ACCESS_GRADE_FULL);
    *recipient.add_sealing_certificates() = other_.SealingCertificate();
    gateway_.routes = {route};
  }
  // Runs as the other agency.
  Ran RunAsOther(const std::vector<std::string>& words) {
    variables_["ENLACE_IDENTITY"] = other_.folder.path();
    const Ran ran = Run(words);
    variables_["ENLACE_IDENTITY"] = agency_.folder.path();
    return ran;
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeAdministration administration_;
  FakeApproval approval_;
  FakeCases cases_;
  FakeLedger ledger_;
  FakeReports reports_;
  FakeGateway gateway_{pki_, {&administration_, &approval_, &cases_, &ledger_, &reports_}};
  FakeAgency agency_{gateway_, "mx-uep"};
  FakeAgency other_{gateway_, "mx-fgr", "feadle"};
};

}  // namespace enlace::client

#endif  // ENLACE_TESTS_CLIENT_ENLACECTL_CLI_FIXTURE_H_
