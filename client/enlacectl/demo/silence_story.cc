#include "client/enlacectl/demo/silence_story.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/demo/story_data.h"
#include "client/enlacectl/demo/teller.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::client::demo {
namespace {

constexpr char kThreeHours[] = "MX-1";
constexpr int kSpeed = 1800;
// Real time: the last step comes after four and a half hours of the drill's.
constexpr absl::Duration kPatience = absl::Seconds(60);

// The lines of an agency's feed that speak of the clock.
absl::StatusOr<std::vector<std::string>> NoticesOf(Teller& teller, const std::string& who) {
  ASSIGN_OR_RETURN(const std::string feed, teller.Run(who, {"watch", "--until-caught-up"}));
  std::vector<std::string> notices;
  for (const absl::string_view line : absl::StrSplit(feed, '\n')) {
    if (absl::StrContains(line, absl::StrCat("  ", kThreeHours, " "))) notices.emplace_back(line);
  }
  return notices;
}

// Waits for a notice of the level, and shows all that there are by then.
absl::Status ShowNotices(Teller& teller, const std::string& who, const std::string& level) {
  absl::StatusOr<std::vector<std::string>> notices = std::vector<std::string>();
  const bool came = Await(kPatience, [&] {
    notices = NoticesOf(teller, who);
    if (!notices.ok()) return true;
    for (const std::string& notice : *notices) {
      if (absl::StrContains(notice, absl::StrCat(" ", level, ","))) return true;
    }
    return false;
  });
  RETURN_IF_ERROR(notices.status());
  RETURN_IF_ERROR(Expect(came, absl::StrCat(who, " should be told of a ", level)));
  for (const std::string& notice : *notices) teller.Show(notice);
  return absl::OkStatus();
}

absl::StatusOr<v1::Referral> SendUrgent(Teller& teller, const base::Clock& clock) {
  teller.Step(
      "The state unit sends an urgent petition. By law it must be answered within three hours. In this "
      "drill the gateway's time runs 1,800 times as fast, so that they pass in six seconds.");
  RETURN_IF_ERROR(teller.scene().BeginDrill(kSpeed));
  const std::string outbox = teller.scene().FolderOf(kUnit) + "/salida";
  RETURN_IF_ERROR(base::WriteFileAtomically(absl::StrCat(outbox, "/", kAttachmentFile), AttachmentPdf()));
  RETURN_IF_ERROR(
      base::WriteFileAtomically(absl::StrCat(outbox, "/", kCasesFile), ToWindows1252(CasesCsv(clock.Now()))));
  RETURN_IF_ERROR(teller.scene().RunAdapter(kUnit));
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse list, ListOf(teller, kUnit));
  for (const v1::Referral& referral : list.referrals()) {
    if (referral.classification().procedure() == v1::PROCEDURE_TYPE_URGENT) return referral;
  }
  return Expect(false, "the urgent petition should have been sent");
}

}  // namespace

absl::Status TellSilence(Scene& scene, const base::Clock& clock, std::ostream& out) {
  Teller teller(scene, out);
  ASSIGN_OR_RETURN(const v1::Referral referral, SendUrgent(teller, clock));

  teller.Step("Nobody answers. The federal mechanism, which has to, is reminded at 50 and at 80 percent.");
  RETURN_IF_ERROR(ShowNotices(teller, kMechanism, "reminder"));

  teller.Step("The three hours are over. It is told, and so is the state unit that asked.");
  RETURN_IF_ERROR(ShowNotices(teller, kUnit, "breach"));

  teller.Step("Still nobody. An hour and a half later the ombudsman hears of it, without having asked.");
  RETURN_IF_ERROR(ShowNotices(teller, kOmbudsman, "escalation"));

  teller.Step(
      "The ombudsman draws the list of what nobody answered: who was asked, since when, which terms ran out, "
      "and whether a law sets them. Its receipt proves it to whoever is shown it.");
  ASSIGN_OR_RETURN(
      const std::string list,
      teller.Run(kOmbudsman, {"--officer", "v-1", "--purpose", "oversight", "report", "unanswered",
                              "--mechanism", referral.classification().mechanism_id()}));
  RETURN_IF_ERROR(Expect(absl::StrContains(list, kThreeHours) && absl::StrContains(list, "receipt verified"),
                         "the ombudsman should see who let the term run out"));
  teller.Show(list);
  teller.Say("Nothing expired: the petition is where it was, and the clock runs on until somebody answers.");
  return absl::OkStatus();
}

}  // namespace enlace::client::demo
