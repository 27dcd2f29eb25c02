#include "gateway/mechanism/escalation_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"

namespace enlace::mechanism {
namespace {

using Ladder = google::protobuf::RepeatedPtrField<config::v1::EscalationStep>;

// Ten times the length of a clock: who is told later is told too late.
constexpr uint32_t kMaxPercent = 1000;

class Checker {
 public:
  Checker(const Mechanism& mechanism, absl::string_view file, const base::YamlLines& lines)
      : mechanism_(mechanism), file_(file), lines_(lines) {}

  absl::Status Check() const {
    RETURN_IF_ERROR(CheckLadder("escalation", mechanism_.escalation()));
    for (int i = 0; i < mechanism_.clock_rules_size(); ++i) {
      RETURN_IF_ERROR(CheckLadder(absl::StrCat("clock_rules[", i, "].escalation"),
                                  mechanism_.clock_rules(i).escalation()));
    }
    for (int i = 0; i < mechanism_.holidays_size(); ++i) {
      RETURN_IF_ERROR(CheckHoliday(absl::StrCat("holidays[", i, "]"), mechanism_.holidays(i)));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Problem(const std::string& field, absl::string_view what) const {
    std::string nearest = field;
    while (!nearest.empty() && lines_.count(nearest) == 0) {
      const size_t end = nearest.find_last_of(".[");
      nearest.resize(end == std::string::npos ? 0 : end);
    }
    const int line = nearest.empty() ? 1 : lines_.at(nearest);
    return absl::InvalidArgumentError(absl::StrCat(file_, ":", line, ": ", field, ": ", what));
  }

  absl::Status CheckLadder(const std::string& path, const Ladder& ladder) const {
    std::set<std::string> ids;
    uint32_t last = 0;
    for (int i = 0; i < ladder.size(); ++i) {
      const config::v1::EscalationStep& step = ladder.Get(i);
      const std::string own = absl::StrCat(path, "[", i, "]");
      RETURN_IF_ERROR(CheckStep(own, step));
      if (!ids.insert(step.step_id()).second) {
        return Problem(own + ".step_id", absl::StrCat("\"", step.step_id(), "\" is given twice"));
      }
      if (step.percent() < last)
        return Problem(own + ".percent", "must not be less than that of the step before");
      last = step.percent();
    }
    const bool tells_sender = std::any_of(ladder.begin(), ladder.end(), [](const auto& step) {
      return step.sender() && step.level() != v1::ESCALATION_LEVEL_REMINDER;
    });
    if (ladder.empty() || tells_sender) return absl::OkStatus();
    return Problem(path,
                   "must tell the sender of the breach: add sender: true to a step that is no reminder");
  }

  absl::Status CheckStep(const std::string& path, const config::v1::EscalationStep& step) const {
    if (!base::CheckName("step_id", step.step_id()).ok()) {
      return Problem(path + ".step_id", "must be 2 to 63 characters of a-z, 0-9 and inner hyphens");
    }
    if (step.percent() == 0 || step.percent() > kMaxPercent) {
      return Problem(path + ".percent", absl::StrCat("must be 1 to ", kMaxPercent));
    }
    if (step.level() == v1::ESCALATION_LEVEL_UNSPECIFIED) return Problem(path + ".level", "is required");
    if ((step.level() == v1::ESCALATION_LEVEL_REMINDER) != (step.percent() < 100)) {
      return Problem(path + ".level",
                     "must be reminder before 100 percent, and breach or escalation from then on");
    }
    if (step.responsible() || step.sender() || !step.kinds().empty()) return absl::OkStatus();
    return Problem(path, "tells nobody: set responsible, sender or kinds");
  }

  absl::Status CheckHoliday(const std::string& path, const config::v1::Holiday& holiday) const {
    absl::CivilDay day;
    if (holiday.day().size() != 10 || !absl::ParseCivilTime(holiday.day(), &day)) {
      return Problem(path + ".day", "must be a date, for example 2026-02-05");
    }
    const bool cited = std::any_of(mechanism_.sources().begin(), mechanism_.sources().end(),
                                   [&](const auto& source) { return source.key() == holiday.source(); });
    if (cited) return absl::OkStatus();
    return Problem(path + ".source", absl::StrCat("\"", holiday.source(), "\" is not the key of a source"));
  }

  const Mechanism& mechanism_;
  const absl::string_view file_;
  const base::YamlLines& lines_;
};

}  // namespace

absl::Status CheckEscalation(const Mechanism& mechanism, absl::string_view file,
                             const base::YamlLines& lines) {
  return Checker(mechanism, file, lines).Check();
}

}  // namespace enlace::mechanism
