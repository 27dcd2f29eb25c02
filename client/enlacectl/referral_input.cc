#include "client/enlacectl/referral_input.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/time_text.h"
#include "gateway/base/yaml_proto.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxInput = 4 << 20;

// Parses `text` into *field with `set`, unless it is empty.
template <typename Enum, typename Set>
absl::Status SetEnum(absl::string_view flag, const std::string& text, Set set) {
  if (text.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Enum value, ParseEnumText<Enum>(flag, text));
  set(value);
  return absl::OkStatus();
}

// The same for a repeated flag, which replaces what a file said.
template <typename Enum>
absl::Status SetEnums(absl::string_view flag, const std::vector<std::string>& texts,
                      google::protobuf::RepeatedField<int>* field) {
  if (texts.empty()) return absl::OkStatus();
  field->Clear();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(const Enum value, ParseEnumText<Enum>(flag, text));
    field->Add(value);
  }
  return absl::OkStatus();
}

absl::Status ReadYaml(const std::string& path, google::protobuf::Message* message) {
  if (path.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, kMaxInput));
  return base::YamlToProto(path, text, message);
}

absl::Status SetClassification(const ReferralFlags& flags, v1::Classification* out) {
  if (!flags.mechanism.empty()) out->set_mechanism_id(flags.mechanism);
  RETURN_IF_ERROR(
      SetEnum<v1::ProcedureType>("--procedure", flags.procedure, [&](auto v) { out->set_procedure(v); }));
  RETURN_IF_ERROR(SetEnums<v1::UrgencyGround>("--urgency", flags.urgency, out->mutable_urgency_grounds()));
  RETURN_IF_ERROR(
      SetEnum<v1::SubjectKind>("--subject", flags.subject, [&](auto v) { out->set_subject_kind(v); }));
  RETURN_IF_ERROR(SetEnums<v1::PopulationGroup>("--population", flags.population, out->mutable_population()));
  RETURN_IF_ERROR(SetEnum<v1::PerpetratorCategory>("--perpetrator", flags.perpetrator,
                                                   [&](auto v) { out->set_perpetrator(v); }));
  RETURN_IF_ERROR(SetEnums<v1::IncidentType>("--incident", flags.incidents, out->mutable_incidents()));
  RETURN_IF_ERROR(SetEnum<v1::RiskLevel>("--risk", flags.risk, [&](auto v) { out->set_risk(v); }));
  if (!flags.country.empty()) out->mutable_territory()->set_country(flags.country);
  if (!flags.subdivision.empty()) out->mutable_territory()->set_subdivision(flags.subdivision);
  if (flags.persons != 0) out->set_persons_covered(flags.persons);
  if (out->persons_covered() == 0) out->set_persons_covered(1);
  return SetEnum<v1::ClockLocality>("--locality", flags.locality,
                                    [&](auto v) { out->mutable_territory()->set_locality(v); });
}

absl::Status SetDisclosure(const Context& context, const ReferralFlags& flags, v1::Disclosure* out) {
  RETURN_IF_ERROR(SetEnum<v1::DisclosureBasis>("--basis", flags.basis, [&](auto v) { out->set_basis(v); }));
  if (!flags.legal_reference.empty()) out->set_legal_reference(flags.legal_reference);
  if (!flags.override_reason.empty()) out->set_override_reason(flags.override_reason);
  if (!flags.given.empty()) {
    ASSIGN_OR_RETURN(const absl::Time given, context.ParseTimeOption("--given", flags.given));
    *out->mutable_given_time() = base::ToProto(given);
  }
  return absl::OkStatus();
}

// agency or agency:ground.
v1::ExcludedAgency ParseExcluded(const std::string& text) {
  v1::ExcludedAgency excluded;
  const size_t colon = text.find(':');
  excluded.set_agency_id(text.substr(0, colon));
  if (colon != std::string::npos) excluded.set_ground(text.substr(colon + 1));
  return excluded;
}

absl::Status SetTimes(const Context& context, const ReferralFlags& flags,
                      const v1::SubmitReferralRequest& header, OutgoingReferral* out) {
  if (header.has_event_time()) out->event_time = base::FromProto(header.event_time());
  out->petition_time = header.has_petition_time() ? base::FromProto(header.petition_time()) : context.Now();
  if (!flags.event_time.empty()) {
    ASSIGN_OR_RETURN(out->event_time, context.ParseTimeOption("--event-time", flags.event_time));
  }
  if (!flags.petition_time.empty()) {
    ASSIGN_OR_RETURN(out->petition_time, context.ParseTimeOption("--petition-time", flags.petition_time));
  }
  return absl::OkStatus();
}

}  // namespace

void AddReferralFlags(CLI::App* send, const std::shared_ptr<ReferralFlags>& flags) {
  send->add_option(
      "--file", flags->file,
      "YAML or JSON of enlace.content.v1.ReferralContent: what is sealed (persons, narrative, ...)");
  send->add_option("--header", flags->header,
                   "YAML or JSON with the clear part of enlace.v1.SubmitReferralRequest (classification, "
                   "disclosure, ...)");
  send->add_option("--request-id", flags->request_id, "UUID version 4; the same one never sends twice");
  send->add_flag("--resume", flags->resumed,
                 "An earlier run with this --request-id may have sent it: look first");
  send->add_option("--case", flags->case_id, "Case that it belongs to; none opens a new one");
  send->add_option("--mechanism", flags->mechanism, "Mechanism whose rules apply, for example mx-federal");
  send->add_option("--procedure", flags->procedure, EnumChoices<v1::ProcedureType>());
  send->add_option("--urgency", flags->urgency, EnumChoices<v1::UrgencyGround>());
  send->add_option("--subject", flags->subject, EnumChoices<v1::SubjectKind>());
  send->add_option("--population", flags->population, EnumChoices<v1::PopulationGroup>());
  send->add_option("--perpetrator", flags->perpetrator, EnumChoices<v1::PerpetratorCategory>());
  send->add_option("--incident", flags->incidents, EnumChoices<v1::IncidentType>());
  send->add_option("--country", flags->country, "ISO 3166-1 code of two letters");
  send->add_option("--subdivision", flags->subdivision, "ISO 3166-2 code, for example MX-CHH");
  send->add_option("--locality", flags->locality, EnumChoices<v1::ClockLocality>());
  send->add_option("--risk", flags->risk, EnumChoices<v1::RiskLevel>());
  send->add_option("--persons", flags->persons, "Number of persons covered; 1 unless said otherwise");
  send->add_option("--basis", flags->basis, EnumChoices<v1::DisclosureBasis>());
  send->add_option("--given", flags->given, "When the basis was given: now, a date or a time");
  send->add_option("--legal-reference", flags->legal_reference,
                   "Number of the law or order that the basis rests on, for example MC-453-22");
  send->add_option("--override-reason", flags->override_reason, "Coded reason for going without consent");
  send->add_option("--event-time", flags->event_time, "When the incident happened");
  send->add_option("--petition-time", flags->petition_time, "When the petition reached us; now unless said");
  send->add_option("--exclude", flags->excluded, "AGENCY or AGENCY:GROUND that must never know of the case");
  send->add_option("--narrative", flags->narrative, "Narrative for the recipients; sealed");
  send->add_option("--attach", flags->attachments, "File to seal with it; once per file");
  send->add_option("--save-receipt", flags->receipt_file, "Keep the receipt in this file, as JSON");
}

absl::StatusOr<content::v1::ReferralContent> ReadContentFile(const std::string& path) {
  content::v1::ReferralContent content;
  RETURN_IF_ERROR(ReadYaml(path, &content));
  return content;
}

absl::Status AppendAttachments(const std::vector<std::string>& paths,
                               google::protobuf::RepeatedPtrField<content::v1::Attachment>* attachments) {
  for (const std::string& path : paths) {
    content::v1::Attachment* attachment = attachments->Add();
    ASSIGN_OR_RETURN(*attachment->mutable_content(), base::ReadFile(path, kMaxInput));
    attachment->set_file_name(path.substr(path.rfind('/') + 1));
    attachment->set_sha256(base::Sha256(attachment->content()));
    attachment->set_media_type(absl::EndsWithIgnoreCase(path, ".pdf") ? "application/pdf"
                                                                      : "application/octet-stream");
  }
  return absl::OkStatus();
}

absl::StatusOr<OutgoingReferral> ReadReferralInput(const Context& context, const ReferralFlags& flags) {
  v1::SubmitReferralRequest header;
  RETURN_IF_ERROR(ReadYaml(flags.header, &header));
  if (header.has_sealed() || header.planned_legs_size() > 0) {
    return base::InvalidField("--header",
                              "must not set sealed or planned_legs; they are made when it is sent");
  }
  OutgoingReferral out;
  RETURN_IF_ERROR(ReadYaml(flags.file, &out.content));
  if (!flags.narrative.empty()) out.content.set_narrative(flags.narrative);
  RETURN_IF_ERROR(AppendAttachments(flags.attachments, out.content.mutable_attachments()));
  RETURN_IF_ERROR(SetClassification(flags, header.mutable_classification()));
  RETURN_IF_ERROR(SetDisclosure(context, flags, header.mutable_disclosure()));
  RETURN_IF_ERROR(SetTimes(context, flags, header, &out));
  out.request_id = flags.request_id.empty() ? header.request_id() : flags.request_id;
  if (out.request_id.empty()) out.request_id = base::NewUuid(context.random());
  out.case_id = flags.case_id.empty() ? header.case_id() : flags.case_id;
  out.excluded.assign(header.excluded_agencies().begin(), header.excluded_agencies().end());
  for (const std::string& excluded : flags.excluded) out.excluded.push_back(ParseExcluded(excluded));
  out.officer_pseudonym = header.officer_pseudonym();
  out.may_have_been_sent = flags.resumed;
  out.classification = std::move(*header.mutable_classification());
  out.disclosure = std::move(*header.mutable_disclosure());
  return out;
}

}  // namespace enlace::client
