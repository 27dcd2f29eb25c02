// Random commands about warnings: mostly by the agencies that the rules name and by
// those that are warned.
#include <algorithm>

#include "tests/property/cast.h"
#include "tests/property/command_source.h"

namespace enlace::property {
namespace {

constexpr uint32_t kHour = 3600;
constexpr uint32_t kDay = 24 * kHour;

}  // namespace

uint32_t CommandSource::Warning() {
  if (warnings_.empty() || Chance(3)) return 0;
  std::vector<uint32_t> taken;
  for (const uint32_t number : warnings_) {
    if (model_.FindWarning(resolver_.WarningId(number)) != nullptr) taken.push_back(number);
  }
  if (taken.empty() || Chance(5)) return OneOf(warnings_);
  const size_t recent = std::min<size_t>(taken.size(), 4);
  if (Chance(60)) return taken[taken.size() - 1 - Below(static_cast<uint32_t>(recent))];
  return OneOf(taken);
}

std::string CommandSource::Concerned(uint32_t warning) {
  const WarningFacts* facts = model_.FindWarning(resolver_.WarningId(warning));
  if (facts == nullptr || Chance(15)) return Anybody();
  if (Chance(15)) return Chance(50) ? "cndh" : "defensoria";
  if (Chance(15)) return facts->warning.issuer().agency_id();
  return OneOf(facts->warning.addressees()).agency_id();
}

void CommandSource::FillWarning(Command* command) {
  const uint32_t draw = warnings_.empty() ? 0 : Below(100);
  is_clumsy_ = Chance(20);
  if (draw < 32) {
    FillWarn(command);
    warnings_.push_back(command->number());
    repeatable_.push_back(command->number());
  } else if (draw < 62) {
    FillRespond(command);
    repeatable_.push_back(command->number());
  } else if (draw < 88) {
    command->mutable_read_warning()->set_warning(Warning());
    command->set_caller(Concerned(command->read_warning().warning()));
  } else {
    command->set_caller(Concerned(Warning()));
    command->mutable_list_warnings()->set_page_size(static_cast<int32_t>(Below(6)));
    command->mutable_list_warnings()->set_active_only(Chance(40));
  }
}

void CommandSource::FillWarn(Command* command) {
  Warn& warn = *command->mutable_warn();
  v1::Warning& warning = *warn.mutable_warning();
  const uint32_t draw = Below(100);
  command->set_caller(draw < 62   ? "mecanismo-federal"
                      : draw < 82 ? "defensoria"
                      : draw < 86 ? "cndh"
                      : draw < 90 ? "unp"
                                  : Anybody());
  warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
  if (!warnings_.empty() && Chance(40)) {
    warning.set_message_type(Chance(65) ? v1::WARNING_MESSAGE_TYPE_UPDATE : v1::WARNING_MESSAGE_TYPE_CANCEL);
    warn.set_references(Warning());
    const WarningFacts* earlier = model_.FindWarning(resolver_.WarningId(warn.references()));
    if (earlier != nullptr && Chance(90)) {
      // The other one may warn by its own rule, and only not end what it did not issue.
      const std::string& issuer = earlier->warning.issuer().agency_id();
      const std::string other = issuer == "defensoria" ? "mecanismo-federal" : "defensoria";
      command->set_caller(Chance(80) ? issuer : other);
    }
  }
  if (Slip(5)) warn.set_references(Warning());
  if (Slip(5)) warning.set_message_type(v1::WARNING_MESSAGE_TYPE_UNSPECIFIED);
  const CastMember* caller = FindMember(command->caller());
  bool is_colombian = caller != nullptr && caller->country == "CO";
  // These two are of the kind that the rule of the other country names.
  const bool is_tempted = command->caller() == "cndh" || command->caller() == "unp";
  if (Slip(15) || (is_tempted && Chance(70))) is_colombian = !is_colombian;
  FillArea(is_colombian, &warning);
  warning.set_mechanism_id(is_colombian ? "co-unp" : "mx-federal");
  if (Slip(5)) warning.set_mechanism_id("no-such");
  warning.set_scope(static_cast<v1::WarningScope>(Below(3)));
  warning.set_urgency(static_cast<v1::WarningUrgency>(Slip(5) ? 0 : 1 + Below(5)));
  warning.set_severity(static_cast<v1::WarningSeverity>(Slip(5) ? 0 : 1 + Below(5)));
  warning.set_certainty(static_cast<v1::WarningCertainty>(Slip(5) ? 0 : 1 + Below(5)));
  FillAddressees(is_colombian, command->caller(), &warning);
  FillTimes(&warn);
  if (!Slip(10)) warn.add_seal_also_to(command->caller());
  if (Slip(15)) warn.add_seal_also_to(Anybody());
  if (Slip(10)) warn.set_not_sealed_to(warning.addressees(0).agency_id());
  warn.set_claims_output(Chance(10));
}

void CommandSource::FillArea(bool is_colombian, v1::Warning* warning) {
  const std::vector<std::string> area = is_colombian ? std::vector<std::string>{"CO-ANT", "CO-CAU"}
                                                     : std::vector<std::string>{"MX-CHH", "MX-SON", "MX-SIN"};
  for (const std::string& subdivision : area) {
    if (Chance(subdivision == area[0] ? 75 : 25)) warning->add_subdivisions(subdivision);
  }
  if (warning->subdivisions().empty() && !Slip(50)) warning->add_subdivisions(area[0]);
  if (Slip(5)) warning->add_subdivisions(area[0]);  // Named twice, most of the time.
  if (Slip(10)) warning->add_subdivisions(Chance(50) ? "GT-13" : "CO-ANT");
  // All referrals of a history are about journalists.
  if (Chance(45)) warning->add_population(v1::POPULATION_GROUP_JOURNALIST);
  if (Chance(25)) warning->add_population(v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER);
  if (Slip(5)) warning->add_population(v1::POPULATION_GROUP_JOURNALIST);
}

void CommandSource::FillAddressees(bool is_colombian, const std::string& caller, v1::Warning* warning) {
  const auto is_named = [&](const std::string& agency) {
    return std::any_of(warning->addressees().begin(), warning->addressees().end(),
                       [&](const v1::AgencyRef& one) { return one.agency_id() == agency; });
  };
  for (uint32_t i = 0; i <= Below(4); ++i) {
    std::string agency = Chance(8) ? "defensoria" : Anybody();
    if (is_colombian && !Slip(25)) {
      agency = OneOf(std::vector<std::string>{"unp", "mecanismo-federal", "ministerio"});
    }
    // Ids of agencies that nobody can name are not the subject of this.
    if (agency == kAdministrator) agency = "uep-chihuahua";
    if ((agency == kUnregistered || agency == kKindless) && !Slip(50)) agency = "fiscalia-sonora";
    if ((agency != caller && !is_named(agency)) || Slip(20)) {
      warning->add_addressees()->set_agency_id(agency);
    }
  }
  if (warning->addressees().empty()) warning->add_addressees()->set_agency_id("ministerio");
}

void CommandSource::FillTimes(Warn* warn) {
  const auto ahead = [&] {
    const uint32_t draw = Below(100);
    if (Slip(5)) return static_cast<int32_t>(367 * kDay);
    if (Slip(5)) return -static_cast<int32_t>(Below(60));
    return static_cast<int32_t>(1 + Below(draw < 50 ? kHour : draw < 80 ? kDay : 300 * kDay));
  };
  const bool cancels = warn->warning().message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL;
  if (cancels ? Chance(30) : !Slip(5)) warn->set_expire_in_seconds(ahead());
  if (cancels ? Slip(15) : Chance(65)) warn->set_respond_in_seconds(ahead());
  if (Chance(8)) warn->set_effective_in_seconds(static_cast<int32_t>(Below(kHour)) - 600);
}

void CommandSource::FillRespond(Command* command) {
  Respond& respond = *command->mutable_respond();
  respond.set_warning(Warning());
  respond.set_response(static_cast<v1::WarningResponse>(Slip(5) ? 0 : 1 + Below(5)));
  const WarningFacts* facts = model_.FindWarning(resolver_.WarningId(respond.warning()));
  command->set_caller(Concerned(respond.warning()));
  const bool declines = respond.response() == v1::WARNING_RESPONSE_DECLINED;
  if (facts == nullptr || (declines ? Slip(30) : Chance(60))) return;
  if (!Slip(25)) respond.add_note_to(facts->warning.issuer().agency_id());
  if (Chance(70)) respond.add_note_to(command->caller());
  if (Slip(25)) respond.add_note_to(Anybody());
}

}  // namespace enlace::property
