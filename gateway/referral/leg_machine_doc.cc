#include "gateway/referral/leg_machine_doc.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gateway/referral/transition_table.h"

namespace enlace::referral {
namespace {

constexpr absl::string_view kIntroduction =
    "# The leg machine\n"
    "\n"
    "A referral is one request about a case; a leg is one recipient of it. This page is generated from\n"
    "`gateway/referral/transition_table.cc`, the table that the gateway itself runs on. After a change of "
    "the\n"
    "table, run `ENLACE_UPDATE_DOCS=1 gateway_referral_test`.\n"
    "\n"
    "A request is checked in this order: the leg exists and the caller may know of it (`NOT_FOUND`),\n"
    "`expected_version` is the leg's version (`VERSION_CONFLICT`), the table has a row for the leg's state "
    "and the\n"
    "action (`TRANSITION_NOT_ALLOWED`), the caller is the row's actor (`ACTOR_NOT_ALLOWED`), the row's "
    "guards hold in\n"
    "their order (`GUARD_NOT_MET`). Overseers never move a leg, and administrators have no part in cases. "
    "There is\n"
    "no expired state: silence raises an escalation and never ends a leg.\n";

std::vector<v1::LegState> StatesIn(LegStates set) {
  std::vector<v1::LegState> states;
  for (int number = 0; number <= v1::LegState_MAX; ++number) {
    const auto state = static_cast<v1::LegState>(number);
    if (Has(set, state)) states.push_back(state);
  }
  return states;
}

std::string StateList(LegStates set) {
  return absl::StrJoin(StatesIn(set), ", ",
                       [](std::string* out, v1::LegState state) { absl::StrAppend(out, StateText(state)); });
}

std::string Told(uint8_t notify) {
  std::vector<absl::string_view> told;
  if ((notify & kTellSender) != 0) told.push_back("sender");
  if ((notify & kTellRecipient) != 0) told.push_back("recipient");
  if ((notify & kTellOversight) != 0) told.push_back("oversight");
  return told.empty() ? "–" : absl::StrJoin(told, ", ");
}

std::string ReceiptText(v1::ReceiptKind kind) {
  if (kind == v1::RECEIPT_KIND_UNSPECIFIED) return "–";
  return std::string(absl::StripPrefix(v1::ReceiptKind_Name(kind), "RECEIPT_KIND_"));
}

std::string GuardList(const Transition& row) {
  std::vector<std::string> numbers;
  for (const Guard guard : row.guards) {
    if (guard != Guard::kNone) numbers.push_back(absl::StrCat("G", static_cast<int>(guard)));
  }
  return numbers.empty() ? "–" : absl::StrJoin(numbers, ", ");
}

void AppendDiagram(std::string* out) {
  absl::StrAppend(out, "\n```mermaid\nstateDiagram-v2\n  [*] --> DRAFT\n");
  for (const Transition& row : Transitions()) {
    // Drawn as notes below: an arrow from every open state would hide the rest.
    if (row.number == 18 || row.number == 19 || row.number == 21) continue;
    for (const v1::LegState from : StatesIn(row.from)) {
      absl::StrAppend(out, "  ", StateText(from), " --> ", StateText(row.to), ": T", row.number, "\n");
    }
  }
  for (const v1::LegState state : StatesIn(kEnded))
    absl::StrAppend(out, "  ", StateText(state), " --> [*]\n");
  absl::StrAppend(out, "```\n\nNot drawn: T18, T19 and T21, which lead from many states.\n");
}

void AppendTable(std::string* out) {
  absl::StrAppend(out,
                  "\n## Transitions\n\n"
                  "| # | from | to | who | action | guards | receipt | told | clocks |\n"
                  "|---|---|---|---|---|---|---|---|---|\n");
  for (const Transition& row : Transitions()) {
    const absl::string_view action = ActionText(row.action);
    absl::StrAppend(out, "| T", row.number, " | ", StateList(row.from), " | ", StateText(row.to));
    absl::StrAppend(out, row.deferred ? " (once the successor accepts)" : "", " | ", ActorText(row.actor),
                    " | ");
    absl::StrAppend(out, action.empty() ? "–" : absl::StrCat("`", action, "`"), " | ", GuardList(row), " | ");
    absl::StrAppend(out, ReceiptText(row.receipt), " | ", Told(row.notify), " | ", row.clock_effect, " |\n");
  }
}

void AppendGuards(std::string* out) {
  std::set<Guard> guards;
  for (const Transition& row : Transitions()) guards.insert(row.guards.begin(), row.guards.end());
  guards.erase(Guard::kNone);
  absl::StrAppend(out, "\n## Guards\n\n| guard | demands |\n|---|---|\n");
  for (const Guard guard : guards) {
    absl::StrAppend(out, "| G", static_cast<int>(guard), " | ", GuardText(guard), " |\n");
  }
}

}  // namespace

std::string LegMachineMarkdown() {
  std::string out(kIntroduction);
  AppendDiagram(&out);
  AppendTable(&out);
  AppendGuards(&out);
  absl::StrAppend(
      &out,
      "\n## Legs that open other legs\n\n"
      "- T11 and T12 open a leg to the next competent agency at once, if the payload is sealed to it; "
      "otherwise the\n"
      "  sender is asked to seal again.\n"
      "- T20 opens a leg to the successor. The old leg stays with its recipient until the successor accepts "
      "(T10);\n"
      "  both moves are then one decision. A leg without a pending successor cannot become TRANSFERRED.\n"
      "- One recipient has at most one open leg of a referral for one purpose.\n"
      "\n## States in which a leg has ended\n\n",
      StateList(kEnded), ". Of these, CLOSED alone can be reopened (T17).\n");
  return out;
}

}  // namespace enlace::referral
