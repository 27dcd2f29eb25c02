#include "adapters/folder/case_summary.h"

#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/folder/acknowledgement_reader.h"
#include "adapters/folder/code_values.h"
#include "adapters/folder/header_mapping.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters::folder {
namespace {

constexpr Words kTitle = {"CASO ", "CASO ", "CASE "};
constexpr Words kSender = {"Remite", "Remetente", "Sent by"};
constexpr Words kPurpose = {"Se solicita", "Solicita-se", "Asked for"};
constexpr Words kOther = {"Otros datos", "Outros dados", "Other data"};
constexpr Words kAnswer = {
    "Para responder: llene el archivo {n} de esta carpeta (columna «Decisión»: {d}) y guárdelo.",
    "Para responder: preencha o arquivo {n} desta pasta (coluna «Decisão»: {d}) e salve-o.",
    "To answer: fill in the file {n} in this folder (column \"Decision\": {d}) and save it."};

Words PurposeWords(v1::LegPurpose purpose) {
  switch (purpose) {
    case v1::LEG_PURPOSE_PROTECTION:
      return {"protección", "proteção", "protection"};
    case v1::LEG_PURPOSE_INVESTIGATION:
      return {"investigación", "investigação", "investigation"};
    case v1::LEG_PURPOSE_IMPLEMENTATION:
      return {"implementación de medidas", "implementação de medidas", "implementation of measures"};
    case v1::LEG_PURPOSE_RISK_ANALYSIS:
      return {"análisis de riesgo", "análise de risco", "risk analysis"};
    case v1::LEG_PURPOSE_OVERSIGHT:
      return {"supervisión", "supervisão", "oversight"};
    case v1::LEG_PURPOSE_RETURN_OF_CASE:
      return {"devolución del caso", "devolução do caso", "return of the case"};
    default:
      return {"conocimiento", "conhecimento", "information"};
  }
}

// Writes "Header: text" lines with the headers of the agency's language.
class Summary {
 public:
  Summary(Language language, absl::TimeZone zone) : language_(language), zone_(zone) {}

  void Raw(absl::string_view label, absl::string_view text) {
    if (text.empty()) return;
    // CRLF whatever the sender's line ends were; continued lines are indented.
    const std::string lines = absl::StrReplaceAll(text, {{"\r\n", "\r\n  "}, {"\n", "\r\n  "}, {"\r", "\r\n  "}});
    absl::StrAppend(&out_, label, ": ", lines, "\r\n");
  }
  void Text(absl::string_view field, absl::string_view text) { Raw(FindField(field)->header.In(language_), text); }
  void Code(absl::string_view field, int number) {
    if (number != 0) Text(field, WordOf(field, number, language_));
  }
  template <typename Repeated>
  void Codes(absl::string_view field, const Repeated& numbers) {
    std::vector<std::string> words;
    for (const int number : numbers) words.push_back(WordOf(field, number, language_));
    Text(field, absl::StrJoin(words, ", "));
  }
  void Time(absl::string_view field, const google::protobuf::Timestamp& time) {
    Text(field, absl::FormatTime("%d/%m/%Y %H:%M", base::FromProto(time), zone_));
  }
  void Gap() { out_ += "\r\n"; }
  std::string Take() { return std::move(out_); }

 private:
  const Language language_;
  const absl::TimeZone zone_;
  std::string out_;
};

void AddClassification(const v1::Classification& c, Summary* out) {
  out->Code("procedure", c.procedure());
  out->Codes("urgency_grounds", c.urgency_grounds());
  out->Code("risk", c.risk());
  out->Code("subject_kind", c.subject_kind());
  out->Codes("population", c.population());
  out->Code("eligibility", c.eligibility());
  out->Text("persons_covered", absl::StrCat(c.persons_covered()));
  out->Codes("incidents", c.incidents());
  out->Code("perpetrator", c.perpetrator());
  out->Text("subdivision", c.territory().subdivision());
  out->Code("locality", c.territory().locality());
}

void AddPlace(const content::v1::Place& place, Summary* out) {
  out->Text("municipality", place.municipality());
  out->Text("municipality_code", place.municipality_code());
  out->Text("address", place.address());
}

void AddPersons(const content::v1::ReferralContent& c, Summary* out) {
  for (const content::v1::Person& person : c.persons()) {
    out->Text("full_name", person.full_name());
    out->Text("document", person.document());
    out->Text("contact", absl::StrJoin(person.contacts(), "; "));
    out->Text("safe_contact", person.safe_contact());
    out->Text("occupation", person.occupation());
  }
  out->Text("collective_name", c.collective().name());
  out->Text("collective_kind", c.collective().kind());
  out->Text("accompanying_organization", c.accompanying_organization().name());
  out->Text("gender", c.differential_needs().gender());
  out->Text("people", c.differential_needs().people());
  out->Text("language", c.differential_needs().language());
  out->Text("disability", c.differential_needs().disability());
}

void AddContent(const content::v1::ReferralContent& c, Language language, Summary* out) {
  for (const content::v1::Incident& incident : c.incidents()) {
    if (incident.has_time()) out->Time("event_time", incident.time());
    AddPlace(incident.place(), out);
    out->Text("narrative", incident.narrative());
  }
  AddPlace(c.place(), out);
  for (const content::v1::Perpetrator& perpetrator : c.perpetrators()) {
    out->Text("perpetrator_detail", perpetrator.detail());
    out->Text("perpetrator_institution", perpetrator.institution());
    out->Text("perpetrator_detail", perpetrator.description());
  }
  out->Text("narrative", c.narrative());
  out->Text("requested_measures", c.requested_measures());
  const std::map<std::string, std::string> others(c.other_fields().begin(), c.other_fields().end());
  if (!others.empty()) out->Raw(kOther.In(language), absl::StrJoin(others, "\n", absl::PairFormatter(": ")));
}

absl::StatusOr<nlohmann::ordered_json> JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) {
    return absl::InvalidArgumentError("content: cannot be written as JSON");
  }
  return nlohmann::ordered_json::parse(text, nullptr, false);
}

}  // namespace

std::string SummaryText(const IncomingReferral& referral, const std::vector<std::string>& file_names,
                        Language language, absl::TimeZone zone) {
  Summary out(language, zone);
  const v1::Referral& clear = referral.referral;
  out.Raw(kSender.In(language), clear.origin().agency_id());
  out.Raw(kPurpose.In(language), PurposeWords(referral.leg.purpose()).In(language));
  out.Text("reference", referral.content.sender_reference());
  if (clear.has_petition_time()) out.Time("petition_time", clear.petition_time());
  AddClassification(clear.classification(), &out);
  out.Gap();
  AddPersons(referral.content, &out);
  out.Gap();
  AddContent(referral.content, language, &out);
  out.Text("attachments", absl::StrJoin(file_names, ", "));
  out.Gap();
  std::vector<std::string> decisions;
  for (const ValueWords& value : ValuesOf("decision")) decisions.emplace_back(value.words.In(language));
  return absl::StrCat(kTitle.In(language), clear.short_code(), "\r\n\r\n", out.Take(),
                      absl::StrReplaceAll(kAnswer.In(language), {{"{n}", AcknowledgementName(language)},
                                                                 {"{d}", absl::StrJoin(decisions, ", ")}}),
                      "\r\n");
}

absl::StatusOr<std::string> CaseJson(const IncomingReferral& referral, const std::vector<std::string>& file_names) {
  v1::Referral clear = referral.referral;
  clear.clear_sealed();
  clear.clear_notes();
  content::v1::ReferralContent content = referral.content;
  for (int i = 0; i < content.attachments_size(); ++i) {
    content.mutable_attachments(i)->clear_content();
    content.mutable_attachments(i)->set_file_name(file_names[static_cast<size_t>(i)]);
  }
  nlohmann::ordered_json out;
  out["schema"] = "enlace.folder.case/1";
  out["short_code"] = clear.short_code();
  out["leg_id"] = referral.leg.leg_id();
  out["sender"] = referral.sender_uri;
  ASSIGN_OR_RETURN(out["leg"], JsonOf(referral.leg));
  ASSIGN_OR_RETURN(out["referral"], JsonOf(clear));
  ASSIGN_OR_RETURN(out["content"], JsonOf(content));
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace enlace::adapters::folder
