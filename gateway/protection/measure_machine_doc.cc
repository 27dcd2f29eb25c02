#include "gateway/protection/measure_machine_doc.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/protection/measure_table.h"

namespace enlace::protection {
namespace {

constexpr absl::string_view kIntroduction =
    "# The machine of a measure\n"
    "\n"
    "A measure is one way of protecting those whom a referral is about; a referral may have several. This "
    "page is\n"
    "generated from `gateway/protection/measure_table.cc`, the table that the gateway itself runs on. After "
    "a change "
    "of\n"
    "the table, run `ENLACE_UPDATE_DOCS=1 gateway_protection_test`.\n"
    "\n"
    "A request (`AdvanceMeasure`) is checked in this order: the referral has the measure and the caller may "
    "know of "
    "it\n"
    "(`NOT_FOUND`), `expected_version` is its version (`VERSION_CONFLICT`), the table has a row for its "
    "state and the\n"
    "action (`TRANSITION_NOT_ALLOWED`), the caller is the row's actor (`ACTOR_NOT_ALLOWED`), the row's "
    "guards hold in\n"
    "their order (`GUARD_NOT_MET`). Every transition has a receipt (REPORT) and is told to every other party "
    "that may\n"
    "know of the referral (MEASURE_CHANGED). No measure ends by time alone but by its validity: it reads "
    "EXPIRED then, "
    "and\n"
    "nobody records that.\n";

constexpr absl::string_view kParties =
    "\n## Who is who\n\n"
    "- **The unit that answers for it** is a protection unit, a state protection unit or a unit for "
    "international "
    "orders\n"
    "  that sent the referral, or that accepted a leg of it for protection or implementation. It opens the "
    "measure. A "
    "leg\n"
    "  that is closed still lets it move its measures, but not open others. Once the unit answers for "
    "nothing in the\n"
    "  referral any more, or may not know of it, another that does may move the measure, and answers for "
    "it from then\n"
    "  on.\n"
    "- **The implementer** is the agency that the grant names; with an accepted leg for implementation it "
    "begins and\n"
    "  implements what names it.\n"
    "- **Those concerned** are heard through the sender of the referral or an organisation that accompanies "
    "them and has "
    "a\n"
    "  leg of it. Never through the agency that carries the measure out, unless it is itself the sender.\n";

constexpr absl::string_view kClocks =
    "\n## Clocks, validity, and the code of the catalogue\n\n"
    "- The clocks of a referral are shared by its measures. The first resolution stops what waits for a "
    "resolution;\n"
    "  MEASURES_IMPLEMENTED is told only when no measure that was granted waits any more, so that one "
    "measure in time "
    "does\n"
    "  not hide another that is late. A clock of urgent measures waits for the others, too. While one waits, "
    "neither a\n"
    "  report of protection nor the outcome of a leg (T15) may say MEASURES_IMPLEMENTED.\n"
    "- A measure that is granted late or denied stops no clock early, and a unit that denies or withdraws "
    "ends none of "
    "those\n"
    "  that ask for its implementation. Only where those concerned refused all that there was do they become "
    "void.\n"
    "- An urgent protective measure may be granted before any decision on the risk; no guard asks for one.\n"
    "- Validity counts from the confirmation (M9) by those concerned, never from the grant. What they report "
    "unsuitable "
    "goes\n"
    "  back to the unit, and is implemented and confirmed anew.\n"
    "- `national_code` must be one of the mechanism's catalogue, of the same type, where the mechanism has "
    "one.\n"
    "- `objection_days` is the mechanism's, 10 where it does not say.\n";

std::vector<v1::MeasureState> StatesIn(MeasureStates set) {
  std::vector<v1::MeasureState> states;
  for (int number = 1; number <= v1::MeasureState_MAX; ++number) {
    const auto state = static_cast<v1::MeasureState>(number);
    if (Has(set, state)) states.push_back(state);
  }
  return states;
}

std::string StateList(MeasureStates set) {
  if (Has(set, v1::MEASURE_STATE_UNSPECIFIED)) return "–";
  return absl::StrJoin(StatesIn(set), ", ", [](std::string* out, v1::MeasureState state) {
    absl::StrAppend(out, MeasureStateText(state));
  });
}

std::string GoalText(const MeasureTransition& row) {
  if (row.goal == Goal::kStay) return "stays";
  if (row.goal == Goal::kReturn) return "what it was before";
  return std::string(MeasureStateText(row.to));
}

std::string GuardList(const MeasureTransition& row) {
  std::vector<std::string> numbers;
  for (const MeasureGuard guard : row.guards) {
    if (guard != MeasureGuard::kNone) numbers.push_back(absl::StrCat("G", static_cast<int>(guard)));
  }
  return numbers.empty() ? "–" : absl::StrJoin(numbers, ", ");
}

void AppendDiagram(std::string* out) {
  absl::StrAppend(out, "\n```mermaid\nstateDiagram-v2\n  [*] --> REQUESTED: M1\n");
  for (const MeasureTransition& row : MeasureTransitions()) {
    // Drawn as a note below: an arrow from nearly every state would hide the rest.
    if (row.goal != Goal::kState || row.action == v1::AdvanceMeasureRequest::kRefuse) continue;
    for (const v1::MeasureState from : StatesIn(row.from)) {
      absl::StrAppend(out, "  ", MeasureStateText(from), " --> ", MeasureStateText(row.to), ": M", row.number,
                      "\n");
    }
  }
  absl::StrAppend(out, "  CONFIRMED_BY_SUBJECT --> EXPIRED: at valid_until_time\n");
  for (const v1::MeasureState state : StatesIn(kEndedMeasure)) {
    absl::StrAppend(out, "  ", MeasureStateText(state), " --> [*]\n");
  }
  absl::StrAppend(out,
                  "```\n\n"
                  "Not drawn: M3 and M14, which stay where they are; M6, by which those concerned\n"
                  "refuse it, from every state but an end; and M12, which goes back. What was\n"
                  "IMPLEMENTING is GRANTED then: work that had begun begins anew.\n");
}

void AppendTable(std::string* out) {
  absl::StrAppend(out,
                  "\n## Transitions\n\n| # | from | to | who | action | guards | clocks |\n"
                  "|---|---|---|---|---|---|---|\n");
  for (const MeasureTransition& row : MeasureTransitions()) {
    absl::StrAppend(out, "| M", row.number, " | ", StateList(row.from), " | ", GoalText(row));
    absl::StrAppend(out, " | ", MeasureActorText(row.actor), " | `", MeasureActionText(row.action), "` | ");
    absl::StrAppend(out, GuardList(row), " | ", row.clock_effect, " |\n");
  }
}

void AppendGuards(std::string* out) {
  std::set<MeasureGuard> guards;
  for (const MeasureTransition& row : MeasureTransitions()) {
    guards.insert(row.guards.begin(), row.guards.end());
  }
  guards.erase(MeasureGuard::kNone);
  absl::StrAppend(out, "\n## Guards\n\n| guard | demands |\n|---|---|\n");
  for (const MeasureGuard guard : guards) {
    absl::StrAppend(out, "| G", static_cast<int>(guard), " | ", MeasureGuardText(guard), " |\n");
  }
}

}  // namespace

std::string MeasureMachineMarkdown() {
  std::string out(kIntroduction);
  AppendDiagram(&out);
  AppendTable(&out);
  AppendGuards(&out);
  absl::StrAppend(&out, kParties, kClocks, "\n## States in which a measure has ended\n\n",
                  StateList(kEndedMeasure),
                  ". Nothing leads out of them: what is needed again is asked for anew.\n");
  return out;
}

}  // namespace enlace::protection
