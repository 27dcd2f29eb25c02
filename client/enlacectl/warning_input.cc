#include "client/enlacectl/warning_input.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxTextBytes = 64 << 10;

// Sets an enum unless the flag is empty.
template <typename Enum>
absl::Status SetEnum(absl::string_view flag, const std::string& text, void (v1::Warning::*set)(Enum),
                     v1::Warning* warning) {
  if (text.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Enum value, ParseEnumText<Enum>(flag, text));
  (warning->*set)(value);
  return absl::OkStatus();
}

absl::Status SetTime(const Context& context, absl::string_view flag, const std::string& text,
                     google::protobuf::Timestamp* (v1::Warning::*time)(), v1::Warning* warning) {
  if (text.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::Time parsed, context.ParseTimeOption(flag, text));
  *(warning->*time)() = base::ToProto(parsed);
  return absl::OkStatus();
}

// LANGUAGE=TEXT, or LANGUAGE=@FILE.
absl::StatusOr<std::pair<std::string, std::string>> ParseText(absl::string_view flag,
                                                              const std::string& text) {
  const size_t at = text.find('=');
  std::string language = text.substr(0, at);
  bool is_tag = at != std::string::npos && !language.empty();
  for (const char c : language) is_tag = is_tag && (absl::ascii_isalnum(c) || c == '-');
  if (!is_tag) return base::InvalidField(flag, "must be LANGUAGE=TEXT, for example es=Amenazas");
  std::string body = text.substr(at + 1);
  if (!body.empty() && body[0] == '@') {
    ASSIGN_OR_RETURN(body, base::ReadFile(body.substr(1), kMaxTextBytes));
  }
  return std::make_pair(std::move(language), std::move(body));
}

AlertText* FindText(const std::string& language, std::vector<AlertText>* texts) {
  for (AlertText& text : *texts) {
    if (text.language == language) return &text;
  }
  return nullptr;
}

absl::Status AddTexts(absl::string_view flag, const std::vector<std::string>& given,
                      std::string AlertText::*part, std::vector<AlertText>* texts) {
  for (const std::string& one : given) {
    ASSIGN_OR_RETURN(auto parsed, ParseText(flag, one));
    AlertText* text = FindText(parsed.first, texts);
    if (text == nullptr) {
      return base::InvalidField(flag, absl::StrCat("there is no --headline in ", parsed.first));
    }
    text->*part = std::move(parsed.second);
  }
  return absl::OkStatus();
}

}  // namespace

void AddWarningFlags(CLI::App* verb, const std::shared_ptr<WarningFlags>& flags) {
  verb->add_option("--subdivision", flags->subdivisions, "Where: ISO 3166-2, for example MX-CHH");
  verb->add_option(
      "--population", flags->population,
      absl::StrCat("Whom it threatens; nobody named: everybody there: ", EnumChoices<v1::PopulationGroup>()));
  verb->add_option("--urgency", flags->urgency, EnumChoices<v1::WarningUrgency>());
  verb->add_option("--severity", flags->severity, EnumChoices<v1::WarningSeverity>());
  verb->add_option("--certainty", flags->certainty, EnumChoices<v1::WarningCertainty>());
  verb->add_option("--scope", flags->scope, EnumChoices<v1::WarningScope>());
  verb->add_option("--effective", flags->effective, "When it begins to hold; at once unless said");
  verb->add_option("--expires", flags->expires, "When it ends, at most a year ahead");
  verb->add_option("--respond-by", flags->respond_by,
                   "Until when each addressee is to answer; a target, shown as no law");
  verb->add_option("--to", flags->addressees, "Agency that is warned; may be given several times");
  verb->add_option("--headline", flags->headlines,
                   "LANGUAGE=TEXT, once for each language; sealed to the addressees, as all texts are. "
                   "LANGUAGE=@FILE reads a file");
  verb->add_option("--description", flags->descriptions, "LANGUAGE=TEXT: what threatens whom");
  verb->add_option("--instruction", flags->instructions, "LANGUAGE=TEXT: what is recommended");
  verb->add_option("--request-id", flags->request_id, "UUID of this request; drawn unless given");
  verb->add_option("--save-receipt", flags->receipt_file, "File to write the receipt into");
}

absl::Status FillWarning(const Context& context, const WarningFlags& flags, v1::Warning* warning) {
  if (!flags.mechanism.empty()) warning->set_mechanism_id(flags.mechanism);
  RETURN_IF_ERROR(SetEnum("--scope", flags.scope, &v1::Warning::set_scope, warning));
  RETURN_IF_ERROR(SetEnum("--urgency", flags.urgency, &v1::Warning::set_urgency, warning));
  RETURN_IF_ERROR(SetEnum("--severity", flags.severity, &v1::Warning::set_severity, warning));
  RETURN_IF_ERROR(SetEnum("--certainty", flags.certainty, &v1::Warning::set_certainty, warning));
  using W = v1::Warning;
  RETURN_IF_ERROR(SetTime(context, "--effective", flags.effective, &W::mutable_effective_time, warning));
  RETURN_IF_ERROR(SetTime(context, "--expires", flags.expires, &W::mutable_expire_time, warning));
  RETURN_IF_ERROR(SetTime(context, "--respond-by", flags.respond_by, &W::mutable_respond_by_time, warning));
  if (!flags.subdivisions.empty()) {
    warning->mutable_subdivisions()->Assign(flags.subdivisions.begin(), flags.subdivisions.end());
  }
  if (!flags.population.empty()) warning->clear_population();
  for (const std::string& group : flags.population) {
    ASSIGN_OR_RETURN(const auto parsed, ParseEnumText<v1::PopulationGroup>("--population", group));
    warning->add_population(parsed);
  }
  if (!flags.addressees.empty()) warning->clear_addressees();
  for (const std::string& agency_id : flags.addressees) warning->add_addressees()->set_agency_id(agency_id);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AlertText>> ReadTexts(const WarningFlags& flags) {
  std::vector<AlertText> texts;
  for (const std::string& one : flags.headlines) {
    ASSIGN_OR_RETURN(auto parsed, ParseText("--headline", one));
    if (FindText(parsed.first, &texts) != nullptr) {
      return base::InvalidField("--headline", absl::StrCat(parsed.first, " is given twice"));
    }
    AlertText& text = texts.emplace_back();
    text.language = std::move(parsed.first);
    text.headline = std::move(parsed.second);
  }
  if (texts.empty()) return base::MissingField("--headline");
  RETURN_IF_ERROR(AddTexts("--description", flags.descriptions, &AlertText::description, &texts));
  RETURN_IF_ERROR(AddTexts("--instruction", flags.instructions, &AlertText::instruction, &texts));
  return texts;
}

}  // namespace enlace::client
