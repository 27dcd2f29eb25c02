#include "client/enlacectl/mechanism_command.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/mechanism/explanation.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/mechanism/subdivision_codes.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxFile = 4 << 20;

absl::StatusOr<mechanism::Mechanism> Read(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path, kMaxFile));
  return mechanism::ParseMechanism(path, text);
}

// All files are read, so that one mistake hides no other.
absl::Status Check(const Context& context, const std::vector<std::string>& paths) {
  Table table{{"FILE", "MECHANISM", "COUNTRY", "ROUTES", "CLOCKS", "NAME"}, {}};
  std::string json;
  absl::Status first;
  std::vector<std::string> problems;
  for (const std::string& path : paths) {
    const absl::StatusOr<mechanism::Mechanism> parsed = Read(path);
    if (!parsed.ok()) {
      first.Update(parsed.status());
      problems.emplace_back(parsed.status().message());
      continue;
    }
    table.rows.push_back({path, parsed->mechanism_id(), parsed->country(),
                          absl::StrCat(parsed->routing_rules_size()),
                          absl::StrCat(parsed->clock_rules_size()), parsed->display_name()});
    absl::StrAppend(&json, json.empty() ? "[" : ",", "{\"file\":", JsonString(path),
                    ",\"mechanism_id\":", JsonString(parsed->mechanism_id()), "}");
  }
  if (!first.ok()) return absl::Status(first.code(), absl::StrJoin(problems, "\n"));
  context.ShowText(absl::StrCat(json, "]\n"), FormatTable(table));
  return absl::OkStatus();
}

struct ExplainFlags {
  std::string country;
  std::string file;
  std::string folder = ENLACE_MECHANISMS;
  std::string date;
  std::string procedure = "ordinary";
  std::string perpetrator = "unidentified";
  std::vector<std::string> populations = {"human-rights-defender"};
  std::string subject = "individual";
  std::string subdivision;
  std::string locality;
};

// "state" and "non-state" are what people say.
absl::StatusOr<v1::PerpetratorCategory> ParsePerpetrator(const std::string& text) {
  if (text == "state") return v1::PERPETRATOR_CATEGORY_STATE_AGENT;
  if (text == "non-state") return v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR;
  return ParseEnumText<v1::PerpetratorCategory>("--perpetrator", text);
}

absl::StatusOr<v1::Classification> ToClassification(const ExplainFlags& flags) {
  v1::Classification c;
  ASSIGN_OR_RETURN(const auto procedure, ParseEnumText<v1::ProcedureType>("--procedure", flags.procedure));
  c.set_procedure(procedure);
  ASSIGN_OR_RETURN(const auto perpetrator, ParsePerpetrator(flags.perpetrator));
  c.set_perpetrator(perpetrator);
  for (const std::string& text : flags.populations) {
    ASSIGN_OR_RETURN(const auto population, ParseEnumText<v1::PopulationGroup>("--population", text));
    c.add_population(population);
  }
  ASSIGN_OR_RETURN(const auto subject, ParseEnumText<v1::SubjectKind>("--subject", flags.subject));
  c.set_subject_kind(subject);
  if (!flags.subdivision.empty() && !mechanism::IsSubdivision(flags.subdivision)) {
    return base::InvalidField("--subdivision", "must be an ISO 3166-2 code, for example MX-CHH");
  }
  c.mutable_territory()->set_subdivision(flags.subdivision);
  if (!flags.locality.empty()) {
    ASSIGN_OR_RETURN(const auto locality, ParseEnumText<v1::ClockLocality>("--locality", flags.locality));
    c.mutable_territory()->set_locality(locality);
  }
  return c;
}

// A date alone begins in the mechanism's own zone.
absl::StatusOr<absl::Time> TimeOf(const Context& context, const mechanism::Mechanism& rules,
                                  const std::string& text) {
  if (text.empty()) return context.Now();
  absl::TimeZone zone;
  absl::Time time;
  std::string problem;
  if (absl::LoadTimeZone(rules.time_zone(), &zone) &&
      absl::ParseTime("%Y-%m-%d", text, zone, &time, &problem)) {
    return time;
  }
  return context.ParseTimeOption("--date", text);
}

absl::StatusOr<std::vector<mechanism::Mechanism>> Choose(const ExplainFlags& flags) {
  std::vector<mechanism::Mechanism> chosen;
  if (!flags.file.empty()) {
    ASSIGN_OR_RETURN(mechanism::Mechanism rules, Read(flags.file));
    chosen.push_back(std::move(rules));
    return chosen;
  }
  if (flags.country.empty())
    return base::InvalidField("--country", "is required unless --mechanism names a file");
  ASSIGN_OR_RETURN(const std::unique_ptr<mechanism::MechanismSet> set,
                   mechanism::MechanismSet::Load(flags.folder));
  std::vector<std::string> known;
  for (const std::string& id : set->Ids()) {
    const mechanism::Mechanism& rules = *set->Find(id);
    if (rules.country() == flags.country) chosen.push_back(rules);
    known.push_back(rules.country());
  }
  if (!chosen.empty()) return chosen;
  return base::InvalidField("--country", absl::StrCat("has no mechanism in ", flags.folder, "; it has ",
                                                      absl::StrJoin(known, ", ")));
}

absl::Status Explain(const Context& context, const ExplainFlags& flags) {
  ASSIGN_OR_RETURN(v1::Classification classification, ToClassification(flags));
  ASSIGN_OR_RETURN(const std::vector<mechanism::Mechanism> chosen, Choose(flags));
  std::vector<std::string> texts;
  std::vector<std::string> json;
  for (const mechanism::Mechanism& rules : chosen) {
    classification.mutable_territory()->set_country(rules.country());
    const std::string& subdivision = flags.subdivision;
    if (!subdivision.empty() && subdivision.substr(0, 2) != rules.country()) {
      return base::InvalidField("--subdivision", absl::StrCat("is not a part of ", rules.country()));
    }
    ASSIGN_OR_RETURN(const absl::Time at, TimeOf(context, rules, flags.date));
    // Agreements as they were on that day: the question is about then.
    const mechanism::RuleQuestion question{classification, at, at};
    texts.push_back(ExplanationText(rules, question, context.language()));
    json.push_back(ExplanationJson(rules, question));
  }
  context.ShowText(absl::StrCat("[", absl::StrJoin(json, ","), "]\n"), absl::StrJoin(texts, "\n"));
  return absl::OkStatus();
}

void AddExplain(CLI::App* noun, Context& context) {
  const auto flags = std::make_shared<ExplainFlags>();
  CLI::App* explain = AddVerb(
      noun, context, "explain", "Say in words who would get a referral and why, and which clocks start",
      {"enlacectl mechanism explain --country HN --perpetrator non-state --date 2018-02-01",
       "enlacectl --language es mechanism explain --country GT --procedure urgent --locality capital-city",
       "enlacectl mechanism explain --mechanism mechanisms/brazil.yaml --subdivision BR-SP"},
      [&context, flags] { return Explain(context, *flags); });
  explain->add_option("--country", flags->country, "ISO 3166-1 code, for example MX");
  explain->add_option("--mechanism", flags->file, "One mechanism's YAML file instead");
  explain->add_option("--folder", flags->folder, "Folder with the mechanisms' YAML files");
  explain->add_option("--date", flags->date, "When it happened; today unless said");
  explain->add_option("--procedure", flags->procedure, EnumChoices<v1::ProcedureType>());
  explain->add_option("--perpetrator", flags->perpetrator,
                      absl::StrCat("state, non-state, or one of ", EnumChoices<v1::PerpetratorCategory>()));
  explain->add_option("--population", flags->populations, EnumChoices<v1::PopulationGroup>());
  explain->add_option("--subject", flags->subject, EnumChoices<v1::SubjectKind>());
  explain->add_option("--subdivision", flags->subdivision, "ISO 3166-2 code, for example MX-CHH");
  explain->add_option("--locality", flags->locality, EnumChoices<v1::ClockLocality>());
}

absl::Status ShowDigest(const Context& context, const std::string& folder) {
  ASSIGN_OR_RETURN(const mechanism::RuleFiles files, mechanism::ReadRuleFiles(folder));
  const std::string digest = files.Digest();
  context.ShowText(absl::StrCat("{\"digest\":", JsonString(digest), "}\n"), absl::StrCat(digest, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddMechanismCommand(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(&app, "mechanism", "Rules of mechanisms (files alone, no connection)");
  const auto paths = std::make_shared<std::vector<std::string>>();
  AddVerb(
      noun, context, "check",
      "Say whether a gateway would load these rules; lists every mistake with file, line, field and remedy",
      {"enlacectl mechanism check mechanisms/*.yaml"}, [&context, paths] { return Check(context, *paths); })
      ->add_option("FILE", *paths, "The mechanism's YAML file")
      ->required();
  const auto folder = std::make_shared<std::string>();
  AddVerb(noun, context, "digest",
          "Print the digest by which administrators adopt a folder's files; LC_ALL=C sha256sum *.yaml | "
          "sha256sum prints the same",
          {"enlacectl mechanism digest /etc/enlace/mechanisms"},
          [&context, folder] { return ShowDigest(context, *folder); })
      ->add_option("FOLDER", *folder, "Folder with the mechanisms' YAML files")
      ->required();
  AddExplain(noun, context);
}

}  // namespace enlace::client
