#include "client/enlacectl/warning_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/output.h"
#include "client/enlacectl/referral_text.h"
#include "enlace/v1/subject.pb.h"

namespace enlace::client {
namespace {

std::string AddresseesText(const v1::Warning& warning) {
  return absl::StrJoin(warning.addressees(), " ", [](std::string* out, const v1::AgencyRef& one) {
    absl::StrAppend(out, one.agency_id());
  });
}

std::string PopulationText(const v1::Warning& warning) {
  return absl::StrJoin(warning.population(), " ", [](std::string* out, int group) {
    absl::StrAppend(out, EnumText(static_cast<v1::PopulationGroup>(group)));
  });
}

std::string AlertTexts(const ReadWarning& read) {
  if (!read.alert.has_value()) return "\nThe alert is not sealed to us.\n";
  // An exercise must not pass for the real thing.
  std::string text =
      read.alert->status == "Actual" ? "" : absl::StrCat("\nSTATUS: ", read.alert->status, "\n");
  for (const AlertText& one : read.alert->texts) {
    absl::StrAppend(&text, "\n",
                    FormatFields({{"language", one.language},
                                  {"headline", one.headline},
                                  {"description", one.description},
                                  {"instruction", one.instruction}}));
  }
  return text;
}

std::string AnswersText(const ReadWarning& read) {
  std::string text;
  for (int i = 0; i < read.view.answers_size(); ++i) {
    const v1::WarningAnswer& answer = read.view.answers(i);
    const auto& note = read.notes[static_cast<size_t>(i)];
    absl::StrAppend(&text, "\n",
                    FormatFields({{"answer", AgencyText(answer.addressee())},
                                  {"response", EnumText(answer.response())},
                                  {"recorded", TimeCell(answer.record_time())},
                                  {"note", note.has_value() ? note->text() : ""}}));
  }
  return text;
}

std::string TextsJson(const ReadWarning& read) {
  if (!read.alert.has_value()) return "";
  return absl::StrJoin(read.alert->texts, ",", [](std::string* out, const AlertText& text) {
    absl::StrAppend(out, "{\"language\":", JsonString(text.language),
                    ",\"headline\":", JsonString(text.headline),
                    ",\"description\":", JsonString(text.description),
                    ",\"instruction\":", JsonString(text.instruction), "}");
  });
}

}  // namespace

std::string WarningText(const v1::Warning& warning) {
  return FormatFields({{"warning", warning.warning_id()},
                       {"state", EnumText(warning.state())},
                       {"type", EnumText(warning.message_type())},
                       {"refers to", warning.references_warning_id()},
                       {"mechanism", warning.mechanism_id()},
                       {"issued by", AgencyText(warning.issuer())},
                       {"warned", AddresseesText(warning)},
                       {"scope", EnumText(warning.scope())},
                       {"area", absl::StrJoin(warning.subdivisions(), " ")},
                       {"population", PopulationText(warning)},
                       {"urgency", EnumText(warning.urgency())},
                       {"severity", EnumText(warning.severity())},
                       {"certainty", EnumText(warning.certainty())},
                       {"effective", TimeCell(warning.effective_time())},
                       {"expires", TimeCell(warning.expire_time())},
                       {"answer by", TimeCell(warning.respond_by_time())},
                       {"recorded", TimeCell(warning.record_time())}});
}

std::string WarningsText(const google::protobuf::RepeatedPtrField<v1::WarningView>& warnings) {
  Table table{{"WARNING", "FROM", "STATE", "AREA", "URGENCY", "SEVERITY", "EXPIRES", "ANSWERS", "RECORDED"},
              {}};
  for (const v1::WarningView& view : warnings) {
    const v1::Warning& warning = view.warning();
    table.rows.push_back({warning.warning_id(), AgencyText(warning.issuer()), EnumText(warning.state()),
                          absl::StrJoin(warning.subdivisions(), " "), EnumText(warning.urgency()),
                          EnumText(warning.severity()), TimeCell(warning.expire_time()),
                          absl::StrCat(view.answers_size()), TimeCell(warning.record_time())});
  }
  return FormatTable(table);
}

std::string OpenedText(const ReadWarning& read) {
  std::string text = absl::StrCat(WarningText(read.view.warning()), AlertTexts(read), AnswersText(read));
  if (!read.view.clocks().empty()) absl::StrAppend(&text, "\n", ClocksText(read.view.clocks()));
  if (!read.view.open_referral_ids().empty()) {
    absl::StrAppend(&text, "\nour open referrals in its area\n  ",
                    absl::StrJoin(read.view.open_referral_ids(), "\n  "), "\n");
  }
  return text;
}

std::string OpenedJson(const ReadWarning& read) {
  v1::WarningView view = read.view;
  view.mutable_warning()->clear_sealed_alert();
  for (v1::WarningAnswer& answer : *view.mutable_answers()) answer.clear_sealed_note();
  const std::string notes = absl::StrJoin(
      read.notes, ",", [](std::string* out, const std::optional<content::v1::NoteContent>& note) {
        absl::StrAppend(out, note.has_value() ? JsonString(note->text()) : "null");
      });
  const std::string json = FormatJson(view);
  return absl::StrCat("{\"warning\":", absl::StripSuffix(json, "\n"),
                      ",\"status\":", JsonString(read.alert.has_value() ? read.alert->status : ""),
                      ",\"texts\":[", TextsJson(read), "],\"notes\":[", notes, "]}\n");
}

}  // namespace enlace::client
