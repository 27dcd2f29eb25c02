#include "client/enlacectl/demo/story.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/demo/story_data.h"
#include "client/enlacectl/demo/teller.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/short_code_folder.h"
#include "gateway/base/status_macros.h"

namespace enlace::client::demo {
namespace {

constexpr char kProsecutor[] = "fiscalia-norte";
constexpr char kFileNumber[] = "CI-CHH-0815/2026";

// What the steps hand on.
struct Told {
  v1::Referral individual;
  v1::Referral collective;
};

absl::Status SendFromSpreadsheet(Teller& teller, const base::Clock& clock, Told* told) {
  teller.Step(
      "The state unit exports its spreadsheet into its folder: Windows-1252, Spanish headers, one person "
      "and one community, a PDF beside it.");
  const std::string outbox = teller.scene().FolderOf(kUnit) + "/salida";
  RETURN_IF_ERROR(base::WriteFileAtomically(absl::StrCat(outbox, "/", kAttachmentFile), AttachmentPdf()));
  const std::string cases = ToWindows1252(CasesCsv(clock.Now()));
  RETURN_IF_ERROR(base::WriteFileAtomically(absl::StrCat(outbox, "/", kCasesFile), cases));
  teller.Say(absl::StrCat("Files: ", outbox));

  teller.Step(
      "Its adapter reads the lines, asks who is competent, seals each case to exactly those, and sends.");
  RETURN_IF_ERROR(teller.scene().RunAdapter(kUnit));
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse list, ListOf(teller, kUnit));
  RETURN_IF_ERROR(Expect(list.referrals_size() == 2, "two referrals should have been sent"));
  for (const v1::Referral& referral : list.referrals()) {
    (referral.classification().subject_kind() == v1::SUBJECT_KIND_COLLECTIVE ? told->collective
                                                                             : told->individual) = referral;
    RETURN_IF_ERROR(Expect(LegOf(referral, kExcludedAgency) == nullptr, "an excluded agency got a leg"));
  }
  ASSIGN_OR_RETURN(const std::string table, teller.Run(kUnit, {"referral", "list"}));
  teller.Show(table);
  teller.Say(
      absl::StrCat("Receipts: ", teller.scene().places().folder, "/agencies/", kUnit, "/adapter/receipts"));

  teller.Step("Somebody drops the same file again, under another name. Nothing is sent twice.");
  RETURN_IF_ERROR(base::WriteFileAtomically(absl::StrCat(outbox, "/otra-vez.csv"), cases));
  RETURN_IF_ERROR(teller.scene().RunAdapter(kUnit));
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse again, ListOf(teller, kUnit));
  return Expect(again.referrals_size() == 2, "a file that comes again should send nothing");
}

// The first file below `folder` with this name; empty if there is none.
std::string FindFile(const std::string& folder, absl::string_view name) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    if (entry.path().filename() == std::string(name)) return entry.path().string();
  }
  return "";
}

absl::Status ReceiveAndOpen(Teller& teller, const Told& told) {
  teller.Step(
      "The prosecutor's adapter hears of it, opens it with its own key, and puts it into the office's "
      "folder.");
  RETURN_IF_ERROR(teller.scene().RunAdapter(kProsecutor));
  const std::string inbox = absl::StrCat(teller.scene().FolderOf(kProsecutor), "/entrada/",
                                         base::ShortCodeFolder(told.individual.short_code()));
  RETURN_IF_ERROR(Expect(base::FileExists(inbox), absl::StrCat("the case should be in ", inbox)));
  const std::string pdf = FindFile(inbox, kAttachmentFile);
  RETURN_IF_ERROR(Expect(!pdf.empty(), "the attachment should have arrived"));
  ASSIGN_OR_RETURN(const std::string bytes, base::ReadFile(pdf));
  RETURN_IF_ERROR(Expect(bytes == AttachmentPdf(), "the attachment should be the same, byte for byte"));
  ASSIGN_OR_RETURN(const std::string summary, base::ReadFile(inbox + "/resumen.txt"));
  RETURN_IF_ERROR(Expect(absl::StrContains(summary, kPersonName), "the name should arrive with its accents"));
  teller.Say(absl::StrCat("Folder of the case: ", inbox));
  teller.Show(summary);
  return absl::OkStatus();
}

// Fills in the line that the adapter prepared, as an officer would.
absl::Status Answer(Teller& teller, const v1::Referral& referral, absl::string_view decision,
                    absl::string_view reason, absl::string_view note) {
  const std::string path =
      absl::StrCat(teller.scene().FolderOf(kProsecutor), "/salida/acuse-",
                   absl::AsciiStrToLower(base::ShortCodeFolder(referral.short_code())), ".csv");
  return base::WriteFileAtomically(
      path, absl::StrCat("\xEF\xBB\xBF"
                         "Código corto;Decisión;Motivo;Nota;Persona funcionaria\r\n",
                         referral.short_code(), ";", decision, ";", reason, ";", note, ";f-3\r\n"));
}

absl::Status DecideBoth(Teller& teller, const Told& told) {
  teller.Step(
      "An officer accepts the one and declines the other, in a spreadsheet; the adapter carries it back.");
  RETURN_IF_ERROR(Answer(teller, told.individual, "aceptado", "", ""));
  RETURN_IF_ERROR(Answer(teller, told.collective, "rechazado", "sin capacidad", "Sin personal en la zona"));
  RETURN_IF_ERROR(teller.scene().RunAdapter(kProsecutor));
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse list, ListOf(teller, kUnit));
  for (const v1::Referral& referral : list.referrals()) {
    const v1::Leg* leg = LegOf(referral, kProsecutor);
    const bool is_individual = referral.referral_id() == told.individual.referral_id();
    RETURN_IF_ERROR(Expect(
        leg != nullptr && leg->state() == (is_individual ? v1::LEG_STATE_ACCEPTED : v1::LEG_STATE_DECLINED),
        "the unit should see the prosecutor's decisions"));
  }
  ASSIGN_OR_RETURN(const std::string table, teller.Run(kUnit, {"referral", "list"}));
  teller.Show(table);
  return absl::OkStatus();
}

absl::Status QueryStatus(Teller& teller, const Told& told) {
  teller.Step(
      absl::StrCat("The prosecutor's system ties its own file number to the case. The gateway gets only a "
                   "keyed hash of ",
                   kFileNumber, "."));
  const std::string& case_id = told.individual.case_id();
  RETURN_IF_ERROR(
      teller
          .Run(kProsecutor, {"--officer", "f-3", "case", "link", "--case", case_id, "--native", kFileNumber})
          .status());
  RETURN_IF_ERROR(
      teller
          .Run(kProsecutor, {"--officer", "f-3", "case", "report-investigation", "--case", case_id, "--stage",
                             "preliminary-investigation", "--disposition", "active"})
          .status());

  teller.Step("It asks for the status: by the case's number, then by its own.");
  ASSIGN_OR_RETURN(const std::string by_case,
                   teller.Run(kProsecutor, {"--purpose", "follow-up", "case", "status", "--case", case_id}));
  teller.Show(by_case);
  ASSIGN_OR_RETURN(const std::string by_number, teller.Run(kProsecutor, {"--purpose", "follow-up", "case",
                                                                         "status", "--native", kFileNumber}));
  RETURN_IF_ERROR(
      Expect(absl::StrContains(by_number, case_id), "the own number should lead to the same case"));
  teller.Say("By its own file number: the same case.");
  ASSIGN_OR_RETURN(const std::string unit_view,
                   teller.Run(kUnit, {"--purpose", "follow-up", "case", "status", "--case", case_id}));
  RETURN_IF_ERROR(Expect(absl::StrContains(unit_view, "preliminary"),
                         "the unit should see what the prosecutor reported"));
  teller.Say("The state unit sees the prosecutor's stage, too.");
  return absl::OkStatus();
}

absl::Status AskAsExcluded(Teller& teller, const Told& told) {
  teller.Step(absl::StrCat("The excluded office (", kExcludedAgency,
                           ") asks for the same case, and for one that does "
                           "not exist."));
  const std::vector<std::string> ask = {"case", "status", "--case", told.individual.case_id()};
  std::string nobody = told.individual.case_id();
  nobody.back() = nobody.back() == '0' ? '1' : '0';
  ASSIGN_OR_RETURN(const Finished real, teller.scene().TryEnlacectl(kExcludedAgency, ask));
  ASSIGN_OR_RETURN(const Finished unknown,
                   teller.scene().TryEnlacectl(kExcludedAgency, {"case", "status", "--case", nobody}));
  RETURN_IF_ERROR(Expect(real.exit_code == 4, "the excluded office should be told: not found"));
  RETURN_IF_ERROR(Expect(real.err == unknown.err && real.exit_code == unknown.exit_code,
                         "the two answers should be the same"));
  teller.Show(real.err);
  teller.Say("Both times the same words: it cannot tell the one from the other.");
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse list, ListOf(teller, kExcludedAgency));
  return Expect(list.referrals().empty(), "the excluded office should have an empty list");
}

absl::Status ListLookers(Teller& teller, const Told& told) {
  teller.Step("The ombudsman lists who did and read what in the case, the refused looks included.");
  ASSIGN_OR_RETURN(const std::string accesses,
                   teller.Run(kOmbudsman, {"--officer", "v-1", "ledger", "accesses", "--case",
                                           told.individual.case_id()}));
  RETURN_IF_ERROR(
      Expect(absl::StrContains(accesses, "case.read") && absl::StrContains(accesses, kExcludedAgency),
             "looks and refused looks should be on the record"));
  teller.Show(accesses);
  ASSIGN_OR_RETURN(const v1::ListReferralsResponse federal, ListOf(teller, kMechanism));
  return Expect(federal.referrals_size() == 2, "the federal mechanism should have both referrals");
}

absl::Status VerifyOffline(Teller& teller) {
  teller.Step(
      "Anybody checks it offline: each receipt of the state unit, then both logs of the stopped gateway.");
  const std::string receipts =
      absl::StrCat(teller.scene().places().folder, "/agencies/", kUnit, "/adapter/receipts");
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(receipts));
  RETURN_IF_ERROR(Expect(!names.empty(), "the adapter should have kept its receipts"));
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const std::string verdict,
                     teller.Run(kUnit, {"ledger", "verify", receipts + "/" + name}));
    teller.Show(verdict);
  }
  ASSIGN_OR_RETURN(const std::string report, teller.scene().StopAndCheck());
  teller.Show(report);
  return absl::OkStatus();
}

}  // namespace

absl::Status TellStory(Scene& scene, const base::Clock& clock, std::ostream& out) {
  Teller teller(scene, out);
  Told told;
  RETURN_IF_ERROR(SendFromSpreadsheet(teller, clock, &told));
  RETURN_IF_ERROR(ReceiveAndOpen(teller, told));
  RETURN_IF_ERROR(DecideBoth(teller, told));
  RETURN_IF_ERROR(QueryStatus(teller, told));
  RETURN_IF_ERROR(AskAsExcluded(teller, told));
  RETURN_IF_ERROR(ListLookers(teller, told));
  return VerifyOffline(teller);
}

}  // namespace enlace::client::demo
