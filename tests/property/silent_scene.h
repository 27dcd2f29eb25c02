// A case that four agencies were excluded from, three of them after they had a part
// in it, and every question by which they could ask for it.
#ifndef ENLACE_TESTS_PROPERTY_SILENT_SCENE_H_
#define ENLACE_TESTS_PROPERTY_SILENT_SCENE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/base/digest.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::property {

// What a question names.
struct Ids {
  std::string case_id;
  std::string referral_id;
  std::string leg_id;
  std::string number;      // of the asking agency's own
  std::string request_id;  // used before by the asker, or fresh
};

// One question of one agency.
struct Question {
  std::string name;
  std::string caller;
  std::string method;  // as gRPC names it
  // The request about these ids, and how a handler answers it. Streams have no ask.
  std::function<std::string(const Ids&)> request;
  std::function<absl::StatusOr<std::string>(const Ids&)> ask;
};

class SilentScene : public GatewayFixture {
 protected:
  SilentScene(Mode mode, store::Store* store, absl::Time now);

  // Enrols, lets the excluded have a past in the case, and excludes them.
  void SetUp() override;
  void TestBody() override {}

  std::vector<Question> Questions();
  Ids Secret(const std::string& agency) const;
  // The same, of what does not exist.
  Ids Unknown(const std::string& agency);

  static std::string NumberOf(const std::string& agency) { return base::Sha256("number of " + agency); }
  static std::vector<std::string> Excluded() { return {kProsecutor, kFederal, kOmbudsman, kPolice}; }

  v1::Referral secret_;
  std::map<std::string, std::string> leg_ids_;
  std::map<std::string, std::string> used_;  // agency -> request_id of what it did in the case

 private:
  template <typename Request, typename Response>
  Question Ask(const std::string& name, const std::string& method, const std::string& caller,
               service::Handler<Request, Response>* handler, std::function<void(const Ids&, Request*)> fill);
  void AddCommands(const std::string& caller, std::vector<Question>* questions);
  void AddLooks(const std::string& caller, std::vector<Question>* questions);
};

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_SILENT_SCENE_H_
