#include "client/enlacectl/referral_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/consent_command.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/referral_input.h"
#include "client/enlacectl/referral_text.h"
#include "client/referral_reader.h"
#include "client/referral_reclassifier.h"
#include "client/referral_sender.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"

namespace enlace::client {
namespace {

absl::Status Send(Context& context, const ReferralFlags& flags) {
  ASSIGN_OR_RETURN(OutgoingReferral referral, ReadReferralInput(context, flags));
  if (!context.globals().officer.empty()) referral.officer_pseudonym = context.globals().officer;
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const auto sender, ReferralSender::New(*session, *keystore, logs));
  // Told before it is sent, so that whoever is cut off can go on with --resume.
  context.Progress(
      absl::StrCat("request ", referral.request_id, ": resolving recipients, sealing, sending ..."));
  ASSIGN_OR_RETURN(const SentReferral sent, sender->Send(referral));
  v1::SubmitReferralResponse result;
  *result.mutable_referral() = sent.referral;
  *result.mutable_receipt() = sent.receipt;
  std::string proof = "sent by an earlier run; its receipt was given to that run";
  if (!sent.was_sent_before) {
    ASSIGN_OR_RETURN(proof, context.CheckReceipt(sent.receipt));
  }
  if (!flags.receipt_file.empty() && !sent.was_sent_before) {
    RETURN_IF_ERROR(base::WriteFileAtomically(flags.receipt_file, FormatJson(sent.receipt)));
  }
  context.Show(result, absl::StrCat(ReferralText(sent.referral), proof, "\n"));
  return absl::OkStatus();
}

absl::Status List(Context& context, const std::vector<std::string>& states) {
  v1::ListReferralsRequest request;
  for (const std::string& state : states) {
    ASSIGN_OR_RETURN(const v1::LegState parsed, ParseEnumText<v1::LegState>("--state", state));
    request.add_leg_states(parsed);
  }
  request.set_page_size(500);
  request.set_officer_pseudonym(context.globals().officer);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListReferralsResponse all;
  do {
    ASSIGN_OR_RETURN(
        const v1::ListReferralsResponse page,
        session->Call<v1::ReferralService>(&v1::ReferralService::StubInterface::ListReferrals, request));
    all.mutable_referrals()->MergeFrom(page.referrals());
    *all.mutable_record() = page.record();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  Table table{{"CODE", "REFERRAL", "FROM", "STATE", "LEGS", "RECORDED"}, {}};
  for (const v1::Referral& referral : all.referrals()) {
    std::string legs;
    for (const v1::Leg& leg : referral.legs()) {
      absl::StrAppend(&legs, legs.empty() ? "" : " ", leg.recipient().agency_id(), ":",
                      EnumText(leg.state()));
    }
    table.rows.push_back({referral.short_code(), referral.referral_id(), AgencyText(referral.origin()),
                          EnumText(referral.state()), legs, TimeCell(referral.create_time())});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

struct ShowFlags {
  std::string id;
  std::string folder;
};

absl::Status Show(Context& context, const ShowFlags& flags) {
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const auto reader, ReferralReader::New(*session, *keystore, logs));
  ASSIGN_OR_RETURN(const ReadReferral read,
                   reader->Fetch(flags.id, context.globals().officer, context.globals().purpose));
  if (!flags.folder.empty()) {
    int count = 0;
    RETURN_IF_ERROR(SaveAttachments(read, flags.folder, &count));
    context.Progress(absl::StrCat(count, " attachments saved in ", flags.folder));
  }
  context.ShowText(OpenedJson(read), OpenedText(read));
  return absl::OkStatus();
}

struct ReclassifyFlags {
  std::string id;
  std::string perpetrator;
  std::string file;
  std::string request_id;
  std::string receipt_file;
};

absl::Status Reclassify(Context& context, const ReclassifyFlags& flags) {
  Reclassification what;
  what.referral_id = flags.id;
  what.request_id = flags.request_id.empty() ? base::NewUuid(context.random()) : flags.request_id;
  ASSIGN_OR_RETURN(what.perpetrator,
                   ParseEnumText<v1::PerpetratorCategory>("--perpetrator", flags.perpetrator));
  what.officer_pseudonym = context.globals().officer;
  if (what.officer_pseudonym.empty()) return base::MissingField("--officer");
  if (!flags.file.empty()) {
    ASSIGN_OR_RETURN(what.content, ReadContentFile(flags.file));
  }
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  ASSIGN_OR_RETURN(const auto reclassifier, ReferralReclassifier::New(*session, *keystore, logs));
  context.Progress(
      absl::StrCat("request ", what.request_id, ": reading, resolving recipients, sealing, sending ..."));
  ASSIGN_OR_RETURN(const v1::ReclassifyReferralResponse response, reclassifier->Reclassify(what));
  ASSIGN_OR_RETURN(const std::string proof, context.CheckReceipt(response.receipt()));
  if (!flags.receipt_file.empty()) {
    RETURN_IF_ERROR(base::WriteFileAtomically(flags.receipt_file, FormatJson(response.receipt())));
  }
  const std::string opened = response.opened_legs().empty()
                                 ? "Whoever is competent now has it already; no leg was opened.\n"
                                 : absl::StrCat("Opened:\n", LegsText(response.opened_legs()));
  context.Show(response, absl::StrCat(ReferralText(response.referral()), opened, proof, "\n"));
  return absl::OkStatus();
}

void AddReclassify(CLI::App* referral, Context& context) {
  const auto flags = std::make_shared<ReclassifyFlags>();
  CLI::App* verb = AddVerb(referral, context, "reclassify",
                           "Say anew who is alleged to be behind it; whoever is competent then gets it too",
                           {"enlacectl referral reclassify 01HX... --perpetrator state-agent --officer of-17",
                            "enlacectl referral reclassify 01HX... --perpetrator non-state-actor \\\n"
                            "      --file content.yaml --officer of-17"},
                           [&context, flags] { return Reclassify(context, *flags); });
  verb->add_option("ID", flags->id, "Referral that we sent, 26 characters")->required();
  verb->add_option("--perpetrator", flags->perpetrator,
                   absl::StrCat("What is alleged now: ", EnumChoices<v1::PerpetratorCategory>()))
      ->required();
  verb->add_option("--file", flags->file,
                   "Content for those who get it now, as YAML or JSON; else what we sealed to ourselves");
  verb->add_option("--request-id", flags->request_id, "UUID version 4; drawn unless given");
  verb->add_option("--save-receipt", flags->receipt_file, "File to write the receipt to, as JSON");
}

}  // namespace

void AddReferralCommand(CLI::App& app, Context& context) {
  CLI::App* referral = AddNoun(&app, "referral", "Referrals: send, list, open");
  const auto send_flags = std::make_shared<ReferralFlags>();
  CLI::App* send = AddVerb(
      referral, context, "send", "Seal a referral to its recipients and send it",
      {"enlacectl referral send --file content.yaml --header header.yaml --officer of-17",
       "enlacectl referral send --file content.json --mechanism mx-federal --procedure urgent --urgency life "
       "\\\n"
       "      --subject individual --population journalist --perpetrator state-agent --incident threat \\\n"
       "      --country MX --subdivision MX-CHH --basis informed-consent --given now"},
      [&context, send_flags] { return Send(context, *send_flags); });
  AddReferralFlags(send, send_flags);
  const auto states = std::make_shared<std::vector<std::string>>();
  AddVerb(referral, context, "list", "List the referrals that we sent or received",
          {"enlacectl referral list", "enlacectl referral list --state dispatched --state delivered"},
          [&context, states] { return List(context, *states); })
      ->add_option("--state", *states,
                   absl::StrCat("Only with a leg in this state: ", EnumChoices<v1::LegState>()));
  const auto show_flags = std::make_shared<ShowFlags>();
  CLI::App* show =
      AddVerb(referral, context, "show", "Open a referral and print it; the look is on the record",
              {"enlacectl referral show 01HX... --officer of-17 --purpose intake",
               "enlacectl referral show 01HX... --save-attachments /var/lib/enlace/cases/17"},
              [&context, show_flags] { return Show(context, *show_flags); });
  show->add_option("ID", show_flags->id, "Referral, 26 characters")->required();
  AddReclassify(referral, context);
  AddWithdrawConsent(referral, context);
  show->add_option("--save-attachments", show_flags->folder, "Folder to write the attachments into");
}

}  // namespace enlace::client
