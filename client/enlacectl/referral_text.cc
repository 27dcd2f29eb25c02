#include "client/enlacectl/referral_text.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/output.h"
#include "gateway/base/files.h"

namespace enlace::client {
namespace {

using Attachments = google::protobuf::RepeatedPtrField<content::v1::Attachment>;

std::string AttachmentsText(const Attachments& attachments) {
  std::string text;
  for (const content::v1::Attachment& attachment : attachments) {
    absl::StrAppend(&text, "  attachment ", Printable(attachment.file_name()), " (",
                    attachment.content().size(), " bytes)\n");
  }
  return text;
}

std::string ContentText(const content::v1::ReferralContent& content) {
  std::string text = FormatFields(
      {{"sender's number", content.sender_reference()},
       {"narrative", content.narrative()},
       {"requested", content.requested_measures()},
       {"place", absl::StrCat(content.place().municipality(), content.place().address().empty() ? "" : ", ",
                              content.place().address())}});
  for (const content::v1::Person& person : content.persons()) {
    absl::StrAppend(&text, "person\n",
                    FormatFields({{"  role", EnumText(person.role())},
                                  {"  name", person.full_name()},
                                  {"  document", person.document()},
                                  {"  safe contact", person.safe_contact()},
                                  {"  occupation", person.occupation()}}));
    for (const std::string& contact : person.contacts()) {
      absl::StrAppend(&text, "  contact  ", Printable(contact), "\n");
    }
  }
  absl::StrAppend(&text, FormatFields({{"collective", content.collective().name()},
                                       {"accompanied by", content.accompanying_organization().name()},
                                       {"its contact", content.accompanying_organization().contact()}}));
  for (const content::v1::Incident& incident : content.incidents()) {
    absl::StrAppend(&text, "incident\n",
                    FormatFields({{"  time", TimeCell(incident.time())},
                                  {"  place", incident.place().municipality()},
                                  {"  what", incident.narrative()}}));
  }
  for (const content::v1::Perpetrator& perpetrator : content.perpetrators()) {
    absl::StrAppend(&text, "alleged perpetrator\n",
                    FormatFields({{"  detail", perpetrator.detail()},
                                  {"  institution", perpetrator.institution()},
                                  {"  description", perpetrator.description()}}));
  }
  for (const auto& [name, value] : content.other_fields()) {
    absl::StrAppend(&text, Printable(name), "  ", Printable(value), "\n");
  }
  return absl::StrCat(text, AttachmentsText(content.attachments()));
}

template <typename Content>
std::string JsonWithoutBytes(Content content) {
  for (content::v1::Attachment& attachment : *content.mutable_attachments()) attachment.clear_content();
  return FormatJson(content);
}

// A name that stays in its folder: no separators, no leading dots, nothing that
// a terminal or shell takes for more than a name.
std::string SafeName(const std::string& name, int number) {
  std::string safe;
  for (const char c : name.substr(name.find_last_of("/\\") + 1)) {
    const bool ok = absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_' || (c & 0x80) != 0;
    safe.push_back(ok ? c : '_');
  }
  safe.erase(0, safe.find_first_not_of('.') == std::string::npos ? safe.size() : safe.find_first_not_of('.'));
  if (safe.size() > 180) safe.erase(0, safe.size() - 180);
  return absl::StrCat(number, "-", safe.empty() ? "attachment" : safe);
}

absl::Status SaveAll(const Attachments& attachments, const std::string& folder, int* count) {
  for (const content::v1::Attachment& attachment : attachments) {
    const std::string path = absl::StrCat(folder, "/", SafeName(attachment.file_name(), ++*count));
    if (base::FileExists(path)) return absl::AlreadyExistsError(absl::StrCat(path, " is there already"));
    RETURN_IF_ERROR(base::WriteFileAtomically(path, attachment.content()));
  }
  return absl::OkStatus();
}

}  // namespace

std::string AgencyText(const v1::AgencyRef& agency) {
  return agency.unit_id().empty() ? agency.agency_id()
                                  : absl::StrCat(agency.agency_id(), "/", agency.unit_id());
}

std::string LegsText(const google::protobuf::RepeatedPtrField<v1::Leg>& legs) {
  Table table{{"LEG", "RECIPIENT", "PURPOSE", "STATE", "SINCE", "VERSION", "ACCESS"}, {}};
  for (const v1::Leg& leg : legs) {
    table.rows.push_back({leg.leg_id(), AgencyText(leg.recipient()), EnumText(leg.purpose()),
                          EnumText(leg.state()), TimeCell(leg.state_since()), absl::StrCat(leg.version()),
                          EnumText(leg.access())});
  }
  return FormatTable(table);
}

std::string ClocksText(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks) {
  if (clocks.empty()) return "";
  Table table{{"CLOCK", "STATE", "DUE", "RESPONSIBLE", "STOPS WITH", "BASIS"}, {}};
  for (const v1::Clock& clock : clocks) {
    // A floor is no deadline.
    const std::string due = absl::StrCat(clock.at_least() ? "at least to " : "", TimeCell(clock.due_time()));
    table.rows.push_back({clock.rule_id(), EnumText(clock.state()), due, AgencyText(clock.responsible()),
                          EnumText(clock.stops()), clock.legal_reference()});
  }
  return FormatTable(table);
}

std::string ReferralText(const v1::Referral& referral) {
  std::string incidents;
  for (const int incident : referral.classification().incidents()) {
    absl::StrAppend(&incidents, incidents.empty() ? "" : " ",
                    EnumText(static_cast<v1::IncidentType>(incident)));
  }
  return absl::StrCat(FormatFields({{"referral", referral.referral_id()},
                                    {"short code", referral.short_code()},
                                    {"case", referral.case_id()},
                                    {"from", AgencyText(referral.origin())},
                                    {"state", EnumText(referral.state())},
                                    {"mechanism", referral.classification().mechanism_id()},
                                    {"procedure", EnumText(referral.classification().procedure())},
                                    {"incidents", incidents},
                                    {"risk", EnumText(referral.classification().risk())},
                                    {"disclosure", EnumText(referral.disclosure().basis())},
                                    {"event", TimeCell(referral.event_time())},
                                    {"petition", TimeCell(referral.petition_time())},
                                    {"recorded", TimeCell(referral.create_time())}}),
                      LegsText(referral.legs()), ClocksText(referral.clocks()));
}

std::string OpenedText(const ReadReferral& read) {
  std::string text = ReferralText(read.referral);
  absl::StrAppend(
      &text, "\n",
      read.content.has_value() ? ContentText(*read.content) : "The content is not sealed to us.\n");
  for (const ReadNote& note : read.notes) {
    absl::StrAppend(&text, "\nnote of ", AgencyText(note.note.author()), ", ",
                    TimeCell(note.note.record_time()), " (", EnumText(note.note.entered()), ")\n");
    if (!note.content.has_value()) continue;
    absl::StrAppend(&text, Printable(note.content->text()), "\n",
                    AttachmentsText(note.content->attachments()));
  }
  return text;
}

std::string OpenedJson(const ReadReferral& read) {
  v1::Referral clear = read.referral;
  clear.clear_sealed();
  clear.clear_notes();
  std::string json = absl::StrCat("{\"referral\":", FormatJson(clear));
  if (read.content.has_value()) absl::StrAppend(&json, ",\"content\":", JsonWithoutBytes(*read.content));
  absl::StrAppend(&json, ",\"notes\":[");
  for (size_t i = 0; i < read.notes.size(); ++i) {
    v1::SealedNote outer = read.notes[i].note;
    outer.clear_sealed();
    absl::StrAppend(&json, i == 0 ? "" : ",", "{\"note\":", FormatJson(outer));
    if (read.notes[i].content.has_value()) {
      absl::StrAppend(&json, ",\"content\":", JsonWithoutBytes(*read.notes[i].content));
    }
    absl::StrAppend(&json, "}");
  }
  return absl::StrCat(json, "]}\n");
}

absl::Status SaveAttachments(const ReadReferral& read, const std::string& folder, int* count) {
  *count = 0;
  RETURN_IF_ERROR(base::MakeFolders(folder));
  if (read.content.has_value()) RETURN_IF_ERROR(SaveAll(read.content->attachments(), folder, count));
  for (const ReadNote& note : read.notes) {
    if (note.content.has_value()) RETURN_IF_ERROR(SaveAll(note.content->attachments(), folder, count));
  }
  return absl::OkStatus();
}

}  // namespace enlace::client
