#include "client/enlacectl/warning_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/warning_input.h"
#include "client/enlacectl/warning_text.h"
#include "client/warning/warning_reader.h"
#include "client/warning/warning_sender.h"
#include "enlace/v1/warning_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

absl::StatusOr<std::unique_ptr<WarningReader>> OpenReader(Context& context) {
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  return WarningReader::New(*session, *keystore, logs);
}

absl::StatusOr<std::unique_ptr<WarningSender>> OpenSender(Context& context) {
  ASSIGN_OR_RETURN(const certs::Keystore* const keystore, context.OpenKeystore());
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const TrustedLogs logs, context.OpenLogs());
  return WarningSender::New(*session, *keystore, logs);
}

absl::StatusOr<ReadWarning> Fetch(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const auto reader, OpenReader(context));
  return reader->Fetch(id, context.globals().officer, context.globals().purpose);
}

// What an update or a cancel takes over from the warning that it ends.
v1::Warning Successor(const v1::Warning& earlier, v1::WarningMessageType type, absl::Time now) {
  v1::Warning warning = earlier;
  warning.set_message_type(type);
  warning.set_references_warning_id(earlier.warning_id());
  warning.clear_sealed_alert();
  // A time to answer that has passed is none for the new one.
  if (base::FromProto(warning.respond_by_time()) <= now) warning.clear_respond_by_time();
  if (type != v1::WARNING_MESSAGE_TYPE_CANCEL) return warning;
  warning.set_urgency(v1::WARNING_URGENCY_PAST);
  warning.clear_effective_time();
  warning.clear_expire_time();
  warning.clear_respond_by_time();
  return warning;
}

absl::Status Issue(Context& context, const WarningFlags& flags, v1::WarningMessageType type) {
  OutgoingWarning outgoing;
  ASSIGN_OR_RETURN(outgoing.texts, ReadTexts(flags));
  if (type == v1::WARNING_MESSAGE_TYPE_ALERT) {
    outgoing.warning.set_message_type(type);
  } else {
    ASSIGN_OR_RETURN(const ReadWarning earlier, Fetch(context, flags.id));
    outgoing.warning = Successor(earlier.view.warning(), type, context.Now());
  }
  RETURN_IF_ERROR(FillWarning(context, flags, &outgoing.warning));
  outgoing.request_id = flags.request_id.empty() ? base::NewUuid(context.random()) : flags.request_id;
  outgoing.officer_pseudonym = context.globals().officer;
  ASSIGN_OR_RETURN(const auto sender, OpenSender(context));
  context.Progress(absl::StrCat("request ", outgoing.request_id, ": sealing, sending ..."));
  ASSIGN_OR_RETURN(const v1::IssueWarningResponse response, sender->Issue(outgoing));
  ASSIGN_OR_RETURN(const std::string proof, context.CheckReceipt(response.receipt()));
  if (!flags.receipt_file.empty()) {
    RETURN_IF_ERROR(base::WriteFileAtomically(flags.receipt_file, FormatJson(response.receipt())));
  }
  context.Show(response, absl::StrCat(WarningText(response.warning()), proof, "\n"));
  return absl::OkStatus();
}

struct AnswerFlags {
  std::string id;
  std::string response;
  std::string note;
};

absl::Status Answer(Context& context, const AnswerFlags& flags) {
  OutgoingAnswer outgoing;
  ASSIGN_OR_RETURN(outgoing.response, ParseEnumText<v1::WarningResponse>("--response", flags.response));
  // Who gets the note stands in the warning; the look is on the record.
  ASSIGN_OR_RETURN(const ReadWarning read, Fetch(context, flags.id));
  outgoing.warning = read.view.warning();
  if (!flags.note.empty()) outgoing.note.emplace().set_text(flags.note);
  outgoing.request_id = base::NewUuid(context.random());
  outgoing.officer_pseudonym = context.globals().officer;
  ASSIGN_OR_RETURN(const auto sender, OpenSender(context));
  ASSIGN_OR_RETURN(const v1::AnswerWarningResponse response, sender->Answer(outgoing));
  ASSIGN_OR_RETURN(const std::string proof, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(proof, "\n"));
  return absl::OkStatus();
}

absl::Status List(Context& context, bool active_only) {
  v1::ListWarningsRequest request;
  request.set_active_only(active_only);
  request.set_page_size(500);
  request.set_officer_pseudonym(context.globals().officer);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListWarningsResponse all;
  do {
    ASSIGN_OR_RETURN(
        const v1::ListWarningsResponse page,
        session->Call<v1::WarningService>(&v1::WarningService::StubInterface::ListWarnings, request));
    all.mutable_warnings()->MergeFrom(page.warnings());
    *all.mutable_record() = page.record();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  context.Show(all, WarningsText(all.warnings()));
  return absl::OkStatus();
}

struct ShowFlags {
  std::string id;
  std::string file;
};

absl::Status Show(Context& context, const ShowFlags& flags) {
  ASSIGN_OR_RETURN(const ReadWarning read, Fetch(context, flags.id));
  if (!flags.file.empty()) {
    if (read.document.empty()) return absl::PermissionDeniedError("the alert is not sealed to us");
    RETURN_IF_ERROR(base::WriteFileAtomically(flags.file, read.document));
    context.Progress(absl::StrCat("the alert, CAP 1.2, is in ", flags.file));
  }
  context.ShowText(OpenedJson(read), OpenedText(read));
  return absl::OkStatus();
}

CLI::App* AddIssuing(CLI::App* warning, Context& context, const std::string& name,
                     const std::string& description, const std::vector<std::string>& examples,
                     v1::WarningMessageType type) {
  const auto flags = std::make_shared<WarningFlags>();
  CLI::App* verb = AddVerb(warning, context, name, description, examples,
                           [&context, flags, type] { return Issue(context, *flags, type); });
  if (type == v1::WARNING_MESSAGE_TYPE_ALERT) {
    verb->add_option("--mechanism", flags->mechanism, "Mechanism whose rules say who warns whom")->required();
  } else {
    verb->add_option("ID", flags->id, "Warning, 26 characters")->required();
  }
  AddWarningFlags(verb, flags);
  return verb;
}

}  // namespace

void AddWarningCommand(CLI::App& app, Context& context) {
  CLI::App* warning = AddNoun(&app, "warning", "Early warnings: issue, answer, open");
  AddIssuing(
      warning, context, "issue", "Seal a CAP 1.2 alert to the agencies that it warns and send it",
      {"enlacectl warning issue --officer of-17 --mechanism mx-federal --subdivision MX-CHH --population "
       "journalist \\\n"
       "      --urgency expected --severity severe --certainty likely --expires 2026-12-24 \\\n"
       "      --respond-by 2026-12-01T12:00:00-06:00 --to uep-chihuahua --to fge-chihuahua \\\n"
       "      --headline 'es=Amenazas a periodistas' --description es=@descripcion.txt"},
      v1::WARNING_MESSAGE_TYPE_ALERT);
  AddIssuing(
      warning, context, "update", "Replace a warning of ours; what is not given stays as it was",
      {"enlacectl warning update 01HX... --officer of-17 --severity extreme --headline 'es=Va en aumento'"},
      v1::WARNING_MESSAGE_TYPE_UPDATE);
  AddIssuing(warning, context, "cancel", "End a warning of ours; those who were warned are told",
             {"enlacectl warning cancel 01HX... --officer of-17 --headline 'es=Ya no hay peligro'"},
             v1::WARNING_MESSAGE_TYPE_CANCEL);
  const auto answer_flags = std::make_shared<AnswerFlags>();
  CLI::App* answer = AddVerb(
      warning, context, "answer", "Answer a warning; the note is sealed to its issuer",
      {"enlacectl warning answer 01HX... --officer of-3 --response acting --note 'Patrullas desde hoy'"},
      [&context, answer_flags] { return Answer(context, *answer_flags); });
  answer->add_option("ID", answer_flags->id, "Warning, 26 characters")->required();
  answer->add_option("--response", answer_flags->response, EnumChoices<v1::WarningResponse>())->required();
  answer->add_option("--note", answer_flags->note, "Words for the issuer; required with declined");
  const auto active = std::make_shared<bool>(false);
  AddVerb(warning, context, "list", "List the warnings that we issued, are warned by or oversee",
          {"enlacectl warning list --active"}, [&context, active] { return List(context, *active); })
      ->add_flag("--active", *active, "Only those in force");
  const auto show_flags = std::make_shared<ShowFlags>();
  CLI::App* show = AddVerb(warning, context, "show", "Open a warning and print it; the look is on the record",
                           {"enlacectl warning show 01HX... --officer of-3 --save alert.xml"},
                           [&context, show_flags] { return Show(context, *show_flags); });
  show->add_option("ID", show_flags->id, "Warning, 26 characters")->required();
  show->add_option("--save", show_flags->file, "File to write the alert into, as CAP 1.2");
}

}  // namespace enlace::client
