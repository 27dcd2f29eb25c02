#include "client/enlacectl/mechanism/explanation.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/mechanism/words.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

using config::v1::ClockRule;
using config::v1::RoutingRule;
using mechanism::Mismatch;
using mechanism::RuleGroup;
using mechanism::RuleQuestion;

constexpr Phrase kAbout = {"A referral about what happened on", "Una remisión sobre lo ocurrido el",
                           "Um encaminhamento sobre o ocorrido em"};
constexpr Phrase kCountry = {"the whole country", "todo el país", "todo o país"};
constexpr Phrase kPerpetrator = {"alleged perpetrator", "presunto responsable", "suposto responsável"};
constexpr Phrase kWho = {"Who would get it", "Quién la recibiría", "Quem o receberia"};
constexpr Phrase kNobody = {"nobody", "nadie", "ninguém"};
constexpr Phrase kOtherwise = {"if there is none, or it cannot take part",
                               "si no la hay, o no puede participar",
                               "se não houver, ou não puder participar"};
constexpr Phrase kAndAlso = {"and at the same time", "y al mismo tiempo", "e ao mesmo tempo"};
constexpr Phrase kRole = {"as", "como", "como"};
constexpr Phrase kOwnTerritory = {"of the territory", "del territorio", "do território"};
constexpr Phrase kInferred = {"inferred, or chosen by the operator", "inferido, o elegido por el operador",
                              "inferido, ou escolhido pelo operador"};
constexpr Phrase kWhoNot = {"Rules that do not apply", "Reglas que no se aplican",
                            "Regras que não se aplicam"};
constexpr Phrase kClocks = {"Which clocks start", "Qué plazos corren", "Que prazos correm"};
constexpr Phrase kNoClocks = {"none", "ninguno", "nenhum"};
constexpr Phrase kFrom = {"from", "desde", "desde"};
constexpr Phrase kUntil = {"until", "hasta", "até"};
constexpr Phrase kAtLeast = {"at least", "al menos", "pelo menos"};
constexpr Phrase kOpen = {"Open", "Sin precisar", "Em aberto"};
constexpr Phrase kException = {"Exception", "Excepción", "Exceção"};
constexpr Phrase kSilences = {"What the sources leave open", "Lo que las fuentes no dicen",
                              "O que as fontes não dizem"};

std::string Date(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d", base::FromProto(time), zone);
}

// A clock whose length depends on the locality is shown for every locality if the
// question names none.
Mismatch ClockMismatch(const ClockRule& rule, const RuleQuestion& question) {
  const Mismatch mismatch = MismatchOf(rule, question);
  const bool any = question.classification.territory().locality() == v1::CLOCK_LOCALITY_UNSPECIFIED;
  return mismatch == Mismatch::kLocality && any ? Mismatch::kNone : mismatch;
}

class Writer {
 public:
  Writer(const mechanism::Mechanism& mechanism, const RuleQuestion& question, Language language)
      : mechanism_(mechanism), question_(question), language_(language) {
    if (!absl::LoadTimeZone(mechanism.time_zone(), &zone_)) zone_ = absl::UTCTimeZone();
  }

  std::string Write() {
    Head();
    Recipients();
    Others();
    Clocks();
    Silences();
    return std::move(out_);
  }

 private:
  std::string In(const Phrase& phrase) const { return phrase.In(language_); }

  void Line(size_t indent, absl::string_view text) {
    absl::StrAppend(&out_, std::string(indent, ' '), text, "\n");
  }

  void Head() {
    const v1::Classification& c = question_.classification;
    Line(0, absl::StrCat(mechanism_.mechanism_id(), ": ", mechanism_.display_name(), " (",
                         mechanism_.country(), ")"));
    std::vector<std::string> facts = {
        WordsFor(c.procedure(), language_),
        absl::StrCat(In(kPerpetrator), ": ", WordsFor(c.perpetrator(), language_))};
    for (const int group : c.population()) {
      facts.push_back(WordsFor(static_cast<v1::PopulationGroup>(group), language_));
    }
    facts.push_back(WordsFor(c.subject_kind(), language_));
    facts.push_back(c.territory().subdivision().empty() ? In(kCountry) : c.territory().subdivision());
    Line(0, absl::StrCat(In(kAbout), " ", absl::FormatTime("%Y-%m-%d", question_.at, zone_), " (",
                         absl::StrJoin(facts, "; "), ")"));
  }

  std::string Recipient(const RoutingRule& rule) const {
    std::string text = WordsFor(rule.recipient_kind(), language_);
    for (const config::v1::Role& role : mechanism_.roles()) {
      if (!rule.recipient_role().empty() && role.code() == rule.recipient_role()) {
        absl::StrAppend(&text, " ", In(kRole), " ", role.display_name());
      }
    }
    if (rule.same_subdivision()) absl::StrAppend(&text, " ", In(kOwnTerritory));
    return text;
  }

  void Recipients() {
    Line(0, "");
    Line(0, absl::StrCat(In(kWho), ":"));
    bool any = false;
    v1::LegPurpose purpose = v1::LEG_PURPOSE_UNSPECIFIED;
    for (const RuleGroup& group : GroupRules(mechanism_, question_)) {
      if (group.rules.empty()) continue;
      if (group.purpose != purpose) {
        Line(2, absl::StrCat(WordsFor(group.purpose, language_), ":"));
      } else {
        Line(4, absl::StrCat(In(kAndAlso), ":"));
      }
      purpose = group.purpose;
      any = true;
      for (const RoutingRule* rule : group.rules) {
        if (rule != group.rules.front()) Line(4, absl::StrCat(In(kOtherwise), ":"));
        Line(4, absl::StrCat(Recipient(*rule), ", ", WordsFor(rule->access(), language_)));
        Line(6, Basis(rule->rule_id(), rule->legal_reference(), rule->source(), rule->inferred()));
      }
    }
    if (!any) Line(2, In(kNobody));
  }

  std::string Basis(const std::string& id, const std::string& reference, const std::string& source,
                    bool inferred) const {
    return absl::StrCat(id, ": ", reference, " [", source, inferred ? "; " + In(kInferred) : "", "]");
  }

  void Others() {
    bool any = false;
    for (const RoutingRule& rule : mechanism_.routing_rules()) {
      const Mismatch mismatch = MismatchOf(mechanism_, rule, question_);
      if (mismatch == Mismatch::kNone) continue;
      if (!any) {
        Line(0, "");
        Line(0, absl::StrCat(In(kWhoNot), ":"));
      }
      any = true;
      Line(2, absl::StrCat(rule.rule_id(), " (", WordsFor(rule.purpose(), language_), ", ", Recipient(rule),
                           "): ", WordsFor(mismatch, language_), DateOf(mismatch, rule.validity())));
    }
  }

  std::string DateOf(Mismatch mismatch, const config::v1::Validity& validity) const {
    if (mismatch == Mismatch::kNotYetValid)
      return absl::StrCat(", ", In(kFrom), " ", Date(validity.from(), zone_));
    if (mismatch == Mismatch::kNoLongerValid)
      return absl::StrCat(", ", In(kUntil), " ", Date(validity.to(), zone_));
    return "";
  }

  void Clocks() {
    Line(0, "");
    Line(0, absl::StrCat(In(kClocks), ":"));
    bool any = false;
    for (const ClockRule& rule : mechanism_.clock_rules()) {
      if (ClockMismatch(rule, question_) != Mismatch::kNone) continue;
      any = true;
      std::vector<std::string> localities;
      for (const int locality : rule.localities()) {
        localities.push_back(WordsFor(static_cast<v1::ClockLocality>(locality), language_));
      }
      Line(2,
           absl::StrCat(rule.rule_id(), ": ", rule.at_least() ? In(kAtLeast) + " " : "",
                        LengthWords(rule.amount(), rule.basis(), language_), " ", In(kFrom), " ",
                        WordsFor(rule.starts(), language_), " ", In(kUntil), " ",
                        WordsFor(rule.stops(), language_), localities.empty() ? "" : ", ",
                        absl::StrJoin(localities, ", "), " (", WordsFor(rule.authority(), language_), ")"));
      Line(4, absl::StrCat(rule.legal_reference(), " [", rule.source(),
                           rule.inferred() ? "; " + In(kInferred) : "", "]"));
      if (!rule.exception().empty()) Line(4, absl::StrCat(In(kException), ": ", rule.exception()));
      if (!rule.ambiguity().empty()) Line(4, absl::StrCat(In(kOpen), ": ", rule.ambiguity()));
    }
    if (!any) Line(2, In(kNoClocks));
  }

  void Silences() {
    if (mechanism_.silences().empty()) return;
    Line(0, "");
    Line(0, absl::StrCat(In(kSilences), ":"));
    for (const config::v1::Silence& silence : mechanism_.silences()) {
      Line(2, absl::StrCat(silence.about(), ": ", silence.text(), " [", silence.source(), "]"));
    }
  }

  const mechanism::Mechanism& mechanism_;
  const RuleQuestion& question_;
  const Language language_;
  absl::TimeZone zone_;
  std::string out_;
};

nlohmann::json RuleJson(const RoutingRule& rule) {
  return {{"rule_id", rule.rule_id()},
          {"recipient_kind", EnumText(rule.recipient_kind())},
          {"recipient_role", rule.recipient_role()},
          {"same_subdivision", rule.same_subdivision()},
          {"access", EnumText(rule.access())},
          {"legal_reference", rule.legal_reference()},
          {"source", rule.source()},
          {"inferred", rule.inferred()}};
}

nlohmann::json ClockJson(const ClockRule& rule) {
  nlohmann::json localities = nlohmann::json::array();
  for (const int locality : rule.localities()) {
    localities.push_back(EnumText(static_cast<v1::ClockLocality>(locality)));
  }
  return {{"rule_id", rule.rule_id()},
          {"starts", EnumText(rule.starts())},
          {"stops", EnumText(rule.stops())},
          {"amount", rule.amount()},
          {"basis", EnumText(rule.basis())},
          {"at_least", rule.at_least()},
          {"localities", localities},
          {"authority", EnumText(rule.authority())},
          {"legal_reference", rule.legal_reference()},
          {"source", rule.source()},
          {"inferred", rule.inferred()},
          {"ambiguity", rule.ambiguity()}};
}

}  // namespace

std::string ExplanationText(const mechanism::Mechanism& mechanism, const RuleQuestion& question,
                            Language language) {
  return Writer(mechanism, question, language).Write();
}

std::string ExplanationJson(const mechanism::Mechanism& mechanism, const RuleQuestion& question) {
  nlohmann::json recipients = nlohmann::json::array();
  for (const RuleGroup& group : GroupRules(mechanism, question)) {
    nlohmann::json rules = nlohmann::json::array();
    for (const RoutingRule* rule : group.rules) rules.push_back(RuleJson(*rule));
    if (rules.empty()) continue;
    recipients.push_back({{"purpose", EnumText(group.purpose)}, {"branch", group.branch}, {"rules", rules}});
  }
  nlohmann::json clocks = nlohmann::json::array();
  for (const ClockRule& rule : mechanism.clock_rules()) {
    if (ClockMismatch(rule, question) == Mismatch::kNone) clocks.push_back(ClockJson(rule));
  }
  return nlohmann::json{
      {"mechanism_id", mechanism.mechanism_id()}, {"recipients", recipients}, {"clocks", clocks}}
      .dump();
}

}  // namespace enlace::client
