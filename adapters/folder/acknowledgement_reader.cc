#include "adapters/folder/acknowledgement_reader.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/folder/csv_reader.h"
#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters::folder {
namespace {

constexpr absl::string_view kTemplateFields[] = {"short_code", "decision", "reason",      "note",
                                                 "officer",    "outcome",  "consultation"};
constexpr Words kAgencyForm = {"el identificador de la institución, por ejemplo fge-chihuahua",
                               "o identificador da instituição, por exemplo mp-para",
                               "the agency's identifier, for example fge-chihuahua"};

std::optional<DeliveredCase> CaseOf(RowView& row, const FindCase& find) {
  const std::string code = absl::AsciiStrToUpper(row.Text("short_code"));
  if (code.empty()) {
    row.Missing("short_code");
    return std::nullopt;
  }
  std::optional<DeliveredCase> found = find(code);
  if (!found.has_value()) row.Wrong("short_code", ProblemKind::kUnknownCase, code, "");
  return found;
}

bool IsNotCompetent(int reason) {
  return reason == v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
}

bool NeedsNote(int reason) {
  return reason == v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET ||
         reason == v1::DECLINE_REASON_NO_CAPACITY || reason == v1::DECLINE_REASON_OTHER;
}

// A coded field that this decision cannot go without.
int Required(RowView& row, absl::string_view field) {
  const int number = row.Code(field);
  if (number == 0 && row.Text(field).empty()) row.Missing(field);
  return number;
}

void ReadDecline(RowView& row, bool has_note, v1::DeclineLeg* decline) {
  const int reason = Required(row, "reason");
  decline->set_reason(static_cast<v1::DeclineReason>(reason));
  decline->set_side(reason == v1::DECLINE_REASON_SUBJECT_DECLINED ? v1::DECISION_SIDE_SUBJECT
                                                                  : v1::DECISION_SIDE_AGENCY);
  if (NeedsNote(reason) && !has_note) row.Wrong("note", ProblemKind::kNoteRequired, "", "");
}

void ReadNotCompetent(RowView& row, const ReadingRules& rules, v1::ReturnNotCompetent* out) {
  const int ground = Required(row, "reason");
  if (ground != 0 && !IsNotCompetent(ground)) {
    std::string allowed;
    for (const ValueWords& value : ValuesOf("reason")) {
      if (IsNotCompetent(value.number)) {
        absl::StrAppend(&allowed, allowed.empty() ? "" : ", ", value.words.In(rules.language));
      }
    }
    row.Wrong("reason", ProblemKind::kUnknownCode, row.Text("reason"), allowed);
  }
  out->set_ground(static_cast<v1::DeclineReason>(ground));
  const std::string text = row.Text("suggested_agency");
  if (text.empty()) return;
  const std::string agency = absl::AsciiStrToLower(rules.codes.Translate("suggested_agency", text));
  if (!base::CheckName("suggested_agency", agency).ok()) {
    row.Wrong("suggested_agency", ProblemKind::kBadValue, text, kAgencyForm.In(rules.language));
    return;
  }
  out->mutable_suggested_agency()->set_agency_id(agency);
}

void ReadAction(RowView& row, const ReadingRules& rules, int decision, bool has_note,
                v1::AdvanceLegRequest* out) {
  using R = v1::AdvanceLegRequest;
  switch (decision) {
    case R::kConfirmReception:
      out->mutable_confirm_reception();
      return;
    case R::kRequestInformation:
      out->mutable_request_information();
      if (!has_note) row.Wrong("note", ProblemKind::kNoteRequired, "", "");
      return;
    case R::kAccept:
      out->mutable_accept();
      return;
    case R::kDecline:
      ReadDecline(row, has_note, out->mutable_decline());
      return;
    case R::kReturnNotCompetent:
      ReadNotCompetent(row, rules, out->mutable_return_not_competent());
      return;
    case R::kBeginWork:
      out->mutable_begin_work();
      return;
    default:
      break;
  }
  v1::CompleteLeg* complete = out->mutable_complete();
  complete->set_outcome(static_cast<v1::Outcome>(Required(row, "outcome")));
  if (complete->outcome() == v1::OUTCOME_MEASURES_IMPLEMENTED) {
    complete->set_consultation(static_cast<v1::ConsultationOutcome>(Required(row, "consultation")));
  }
}

std::string IdOf(absl::string_view kind, absl::string_view agency, absl::string_view about,
                 const std::string& digest) {
  const absl::string_view nul("\0", 1);
  return absl::BytesToHexString(base::Sha256({kind, nul, agency, nul, about, nul, digest}));
}

}  // namespace

FileKind KindOf(const MappedHeaders& mapped) {
  const auto has = [&](const char* field) { return mapped.columns.count(field) > 0; };
  if (has("short_code") && has("decision")) return FileKind::kActions;
  if (has("short_code") && has("investigation_stage")) return FileKind::kStatuses;
  return FileKind::kReferrals;
}

std::optional<OutgoingAction> ReadActionRow(RowView& row, const ReadingRules& rules, const FindCase& find) {
  if (row.Text("decision").empty()) return std::nullopt;
  const std::optional<DeliveredCase> found = CaseOf(row, find);
  OutgoingAction out;
  const int decision = row.Code("decision");
  out.note.set_text(row.Text("note"));
  out.action.set_officer_pseudonym(row.Officer());
  if (out.action.officer_pseudonym().empty()) row.Missing("officer");  // A person decides, never a program.
  if (decision != 0) ReadAction(row, rules, decision, !out.note.text().empty(), &out.action);
  if (!found.has_value()) return std::nullopt;
  out.referral_id = found->referral_id;
  out.leg_id = found->leg_id;
  out.short_code = found->short_code;
  out.source_id =
      IdOf("action", rules.agency_id, out.leg_id,
           base::Sha256({out.action.SerializeAsString(), absl::string_view("\0", 1), out.note.text()}));
  return out;
}

std::optional<OutgoingStatus> ReadStatusRow(RowView& row, const ReadingRules& rules, const FindCase& find,
                                            absl::Time now) {
  const std::optional<DeliveredCase> found = CaseOf(row, find);
  v1::InvestigationStatus status;
  status.set_stage(static_cast<v1::InvestigationStage>(Required(row, "investigation_stage")));
  status.set_disposition(
      static_cast<v1::InvestigationDisposition>(Required(row, "investigation_disposition")));
  status.set_national_stage_code(row.ClearCode("stage_code"));
  if (const auto moved = row.Time("movement_time"); moved.has_value()) {
    *status.mutable_last_movement_time() = base::ToProto(*moved);
  }
  OutgoingStatus out;
  out.officer_pseudonym = row.Officer();
  if (!found.has_value()) return std::nullopt;
  out.case_id = found->case_id;
  // Before the time of the look, which changes with every reading.
  out.source_id = IdOf("status", rules.agency_id, out.case_id, base::Sha256(status.SerializeAsString()));
  *status.mutable_as_of_time() = base::ToProto(now);
  out.status = status;
  return out;
}

std::string AcknowledgementTemplate(const ReadingRules& rules, const std::string& code) {
  std::vector<std::string> headers, cells;
  for (const absl::string_view field : kTemplateFields) {
    headers.push_back(rules.headers.HeaderOf(field, rules.language));
    cells.push_back(field == "short_code" ? code : "");
  }
  return absl::StrCat("\xEF\xBB\xBF", CsvLine(headers), CsvLine(cells));
}

std::string AcknowledgementName(Language language) {
  static constexpr Words kName = {"acuse.csv", "resposta.csv", "answer.csv"};
  return std::string(kName.In(language));
}

}  // namespace enlace::adapters::folder
