// Random commands that lead deep into the gateway: mostly what a party could do
// now, often by the wrong one, in the wrong version, form or state.
#ifndef ENLACE_TESTS_PROPERTY_COMMAND_SOURCE_H_
#define ENLACE_TESTS_PROPERTY_COMMAND_SOURCE_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/property/history.pb.h"
#include "tests/property/reference_model.h"
#include "tests/property/resolver.h"

namespace enlace::property {

// The same commands for the same seed and the same model. Borrows both. Not
// thread-safe.
class CommandSource {
 public:
  CommandSource(uint64_t seed, const ReferenceModel& model, const Resolver& resolver)
      : random_(seed), model_(model), resolver_(resolver) {}

  Command Next();

 private:
  // True in `percent` of 100.
  bool Chance(int percent) { return Below(100) < static_cast<uint32_t>(percent); }
  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  template <typename Values>
  auto OneOf(const Values& values) {
    return values[Below(static_cast<uint32_t>(values.size()))];
  }
  std::string Anybody();
  // A party of the case of that submission, most of the time.
  std::string Somebody(uint32_t submission);
  uint32_t Submission();  // 0 now and then, and if there is none
  uint32_t Wait();
  // The wait, if the history has still room for it; else 0.
  uint32_t Within(uint32_t wait);
  void FillSubmit(Command* command);
  void FillAdvance(Command* command);
  void FillAction(v1::AdvanceLegRequest::ActionCase action, const v1::Referral& referral, Advance* advance);
  void FillReport(Command* command);
  void FillLook(const std::string& caller, Look* look);
  void FillAdministration(Command* command);
  // command_source_cases.cc
  void FillMeasure(Command* command);
  void FillMeasureAction(v1::AdvanceMeasureRequest::ActionCase action, const v1::Referral& referral,
                         MoveMeasure* move);
  void FillConsent(Command* command);
  void FillReclassify(Command* command);
  // command_source_warnings.cc.
  // What is wrong with a request for a warning, in few of them but then often.
  bool Slip(int percent) { return is_clumsy_ && Chance(percent); }
  uint32_t Warning();  // as Submission
  // Issuer, addressee or overseer of it, most of the time.
  std::string Concerned(uint32_t warning);
  void FillWarning(Command* command);
  void FillWarn(Command* command);
  void FillArea(bool is_colombian, v1::Warning* warning);
  void FillAddressees(bool is_colombian, const std::string& caller, v1::Warning* warning);
  void FillTimes(Warn* warn);
  void FillRespond(Command* command);

  std::mt19937_64 random_;
  const ReferenceModel& model_;
  const Resolver& resolver_;
  uint32_t number_ = 0;
  uint32_t waited_ = 0;
  std::vector<uint32_t> submissions_;
  std::vector<uint32_t> measures_;  // commands that asked for one
  std::vector<uint32_t> warnings_;
  bool is_clumsy_ = false;
  std::vector<uint32_t> repeatable_;
};

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_COMMAND_SOURCE_H_
