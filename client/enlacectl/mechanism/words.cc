#include "client/enlacectl/mechanism/words.h"

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "client/enlacectl/enum_text.h"

namespace enlace::client {
namespace {

template <typename Enum>
struct Entry {
  Enum value;
  Phrase phrase;
};

template <typename Enum>
std::string Find(absl::Span<const Entry<Enum>> entries, Enum value, Language language) {
  for (const Entry<Enum>& entry : entries) {
    if (entry.value == value) return entry.phrase.In(language);
  }
  return EnumText(value);
}

constexpr Entry<v1::AgencyKind> kKinds[] = {
    {v1::AGENCY_KIND_PROTECTION_UNIT, {"protection unit", "unidad de protección", "unidade de proteção"}},
    {v1::AGENCY_KIND_STATE_PROTECTION_UNIT,
     {"state protection unit", "unidad estatal de protección", "unidade estadual de proteção"}},
    {v1::AGENCY_KIND_PROSECUTOR, {"prosecutor", "fiscalía", "ministério público"}},
    {v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR,
     {"human rights prosecutor", "fiscalía de derechos humanos", "promotoria de direitos humanos"}},
    {v1::AGENCY_KIND_OMBUDSMAN,
     {"ombudsman", "defensoría de derechos humanos", "ouvidoria de direitos humanos"}},
    {v1::AGENCY_KIND_RISK_COMMITTEE, {"risk committee", "comité de riesgo", "comitê de risco"}},
    {v1::AGENCY_KIND_PROTECTION_COUNCIL,
     {"protection council", "consejo de protección", "conselho de proteção"}},
    {v1::AGENCY_KIND_ANALYSIS_BODY, {"analysis body", "instancia de análisis", "instância de análise"}},
    {v1::AGENCY_KIND_MINISTRY, {"ministry", "ministerio", "ministério"}},
    {v1::AGENCY_KIND_POLICE, {"police", "policía", "polícia"}},
    {v1::AGENCY_KIND_COURT, {"court", "tribunal", "tribunal"}},
    {v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT,
     {"unit for international orders", "unidad de medidas internacionales",
      "unidade de medidas internacionais"}},
    {v1::AGENCY_KIND_INTERNATIONAL_BODY,
     {"international body", "organismo internacional", "organismo internacional"}},
};

constexpr Entry<v1::LegPurpose> kPurposes[] = {
    {v1::LEG_PURPOSE_PROTECTION, {"to protect", "para proteger", "para proteger"}},
    {v1::LEG_PURPOSE_INVESTIGATION, {"to investigate", "para investigar", "para investigar"}},
    {v1::LEG_PURPOSE_IMPLEMENTATION,
     {"to implement measures", "para implementar medidas", "para implementar medidas"}},
    {v1::LEG_PURPOSE_RISK_ANALYSIS, {"to analyse risk", "para analizar el riesgo", "para analisar o risco"}},
    {v1::LEG_PURPOSE_OVERSIGHT, {"to oversee", "para supervisar", "para supervisionar"}},
    {v1::LEG_PURPOSE_INFORMATION, {"to know", "para su conocimiento", "para conhecimento"}},
    {v1::LEG_PURPOSE_RETURN_OF_CASE,
     {"to take the case back", "para recibir el caso de vuelta", "para receber o caso de volta"}},
};

constexpr Entry<v1::AccessGrade> kGrades[] = {
    {v1::ACCESS_GRADE_STATISTICS_ONLY, {"statistics only", "solo estadística", "apenas estatística"}},
    {v1::ACCESS_GRADE_STATUS_ONLY,
     {"states and deadlines only", "solo estados y plazos", "apenas estados e prazos"}},
    {v1::ACCESS_GRADE_SUMMARY,
     {"classification, states and deadlines", "clasificación, estados y plazos",
      "classificação, estados e prazos"}},
    {v1::ACCESS_GRADE_FULL, {"with the sealed content", "con el contenido sellado", "com o conteúdo selado"}},
    {v1::ACCESS_GRADE_OVERSIGHT,
     {"without content, with the record of who looked", "sin contenido, con el registro de quién consultó",
      "sem conteúdo, com o registro de quem consultou"}},
};

constexpr Entry<v1::PerpetratorCategory> kPerpetrators[] = {
    {v1::PERPETRATOR_CATEGORY_STATE_AGENT, {"agent of the state", "agente del Estado", "agente do Estado"}},
    {v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR,
     {"not an agent of the state", "no es agente del Estado", "não é agente do Estado"}},
    {v1::PERPETRATOR_CATEGORY_UNIDENTIFIED, {"unidentified", "no identificado", "não identificado"}},
    {v1::PERPETRATOR_CATEGORY_STATE_AND_NON_STATE,
     {"agents of the state and others", "agentes del Estado y otros", "agentes do Estado e outros"}},
};

constexpr Entry<v1::ProcedureType> kProcedures[] = {
    {v1::PROCEDURE_TYPE_ORDINARY,
     {"ordinary procedure", "procedimiento ordinario", "procedimento ordinário"}},
    {v1::PROCEDURE_TYPE_URGENT, {"urgent procedure", "procedimiento urgente", "procedimento urgente"}},
    {v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER,
     {"order of an international body", "medida de un organismo internacional",
      "medida de um organismo internacional"}},
};

constexpr Entry<v1::PopulationGroup> kPopulations[] = {
    {v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER,
     {"human rights defender", "persona defensora de derechos humanos",
      "pessoa defensora de direitos humanos"}},
    {v1::POPULATION_GROUP_JOURNALIST, {"journalist", "periodista", "jornalista"}},
    {v1::POPULATION_GROUP_SOCIAL_COMMUNICATOR,
     {"social communicator", "comunicador o comunicadora social", "comunicador ou comunicadora social"}},
    {v1::POPULATION_GROUP_JUSTICE_OFFICIAL,
     {"justice official", "operador u operadora de justicia", "operador ou operadora de justiça"}},
    {v1::POPULATION_GROUP_TRADE_UNIONIST, {"trade unionist", "sindicalista", "sindicalista"}},
    {v1::POPULATION_GROUP_COMMUNITY_LEADER,
     {"community leader", "líder o lideresa comunitaria", "liderança comunitária"}},
    {v1::POPULATION_GROUP_LAND_ENVIRONMENT_DEFENDER,
     {"defender of land or environment", "persona defensora de la tierra o del ambiente",
      "pessoa defensora da terra ou do meio ambiente"}},
    {v1::POPULATION_GROUP_VICTIM_OF_ARMED_CONFLICT,
     {"victim of the armed conflict", "víctima del conflicto armado", "vítima do conflito armado"}},
    {v1::POPULATION_GROUP_OTHER, {"another group", "otro grupo", "outro grupo"}},
};

constexpr Entry<v1::SubjectKind> kSubjects[] = {
    {v1::SUBJECT_KIND_INDIVIDUAL, {"one person", "una persona", "uma pessoa"}},
    {v1::SUBJECT_KIND_COLLECTIVE, {"a collective", "un colectivo", "um coletivo"}},
};

constexpr Entry<v1::ClockEvent> kEvents[] = {
    {v1::CLOCK_EVENT_CRIME_COMMITTED, {"the crime", "el hecho", "o fato"}},
    {v1::CLOCK_EVENT_PETITION_RECEIVED,
     {"the petition's receipt", "la recepción de la solicitud", "o recebimento do pedido"}},
    {v1::CLOCK_EVENT_PROCESS_ACTIVATED,
     {"the opening of the process", "la apertura del proceso", "a abertura do processo"}},
    {v1::CLOCK_EVENT_RESPONSE_GIVEN,
     {"the answer to the petitioner", "la respuesta a la persona solicitante", "a resposta a quem pediu"}},
    {v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED,
     {"the presentation of the risk analysis", "la presentación del análisis de riesgo",
      "a apresentação da análise de risco"}},
    {v1::CLOCK_EVENT_RESOLUTION_ISSUED, {"the resolution", "la resolución", "a resolução"}},
    {v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED,
     {"the grant of urgent measures", "el otorgamiento de medidas urgentes",
      "a concessão de medidas urgentes"}},
    {v1::CLOCK_EVENT_MEASURES_IMPLEMENTED,
     {"the implementation of measures", "la implementación de las medidas", "a implementação das medidas"}},
    {v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE,
     {"the transport to the prosecutor's office", "el traslado a la fiscalía",
      "o traslado ao ministério público"}},
    {v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED,
     {"the meeting on the investigation", "la reunión sobre la investigación",
      "a reunião sobre a investigação"}},
    {v1::CLOCK_EVENT_REFERRAL_DELIVERED,
     {"the referral's delivery", "la entrega de la remisión", "a entrega do encaminhamento"}},
    {v1::CLOCK_EVENT_REFERRAL_RECEIVED,
     {"its reception by an officer", "su recepción por una persona", "seu recebimento por uma pessoa"}},
    {v1::CLOCK_EVENT_REFERRAL_DECIDED,
     {"the decision on it", "la decisión sobre ella", "a decisão sobre ele"}},
    {v1::CLOCK_EVENT_WARNING_ISSUED, {"the warning", "la alerta", "o alerta"}},
    {v1::CLOCK_EVENT_WARNING_ANSWERED,
     {"the answer to the warning", "la respuesta a la alerta", "a resposta ao alerta"}},
    {v1::CLOCK_EVENT_STATUS_MOVED,
     {"movement of the investigation", "movimiento de la investigación", "movimento da investigação"}},
};

constexpr Entry<v1::ClockAuthority> kAuthorities[] = {
    {v1::CLOCK_AUTHORITY_STATUTE, {"statute", "ley", "lei"}},
    {v1::CLOCK_AUTHORITY_REGULATION_OR_DIRECTIVE,
     {"regulation or directive", "reglamento o instrucción", "regulamento ou instrução"}},
    {v1::CLOCK_AUTHORITY_STATED_BY_AUTHORITY,
     {"as the authority says", "según la propia autoridad", "segundo a própria autoridade"}},
    {v1::CLOCK_AUTHORITY_AGREEMENT, {"agreement", "convenio", "convênio"}},
    {v1::CLOCK_AUTHORITY_OPERATOR_TARGET,
     {"target of the operator, not law", "meta del operador, no es ley", "meta do operador, não é lei"}},
};

constexpr Entry<v1::ClockLocality> kLocalities[] = {
    {v1::CLOCK_LOCALITY_CAPITAL_CITY, {"in the capital", "en la capital", "na capital"}},
    {v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY,
     {"outside the capital", "fuera de la capital", "fora da capital"}},
};

constexpr Entry<mechanism::Mismatch> kMismatches[] = {
    {mechanism::Mismatch::kNotYetValid, {"not yet in force", "aún no vigente", "ainda não vigente"}},
    {mechanism::Mismatch::kNoLongerValid, {"no longer in force", "ya no vigente", "não mais vigente"}},
    {mechanism::Mismatch::kPerpetrator,
     {"for other perpetrators", "para otros presuntos responsables", "para outros supostos responsáveis"}},
    {mechanism::Mismatch::kProcedure,
     {"for another procedure", "para otro procedimiento", "para outro procedimento"}},
    {mechanism::Mismatch::kPopulation,
     {"for other groups of people", "para otros grupos de personas", "para outros grupos de pessoas"}},
    {mechanism::Mismatch::kSubject,
     {"for another kind of subject", "para otra clase de sujeto", "para outra espécie de sujeito"}},
    {mechanism::Mismatch::kSubdivision,
     {"for other territories", "para otros territorios", "para outros territórios"}},
    {mechanism::Mismatch::kLocality,
     {"for another locality", "para otra localidad", "para outra localidade"}},
    {mechanism::Mismatch::kAgreement,
     {"no agreement in force there", "sin convenio vigente allí", "sem convênio vigente ali"}},
};

constexpr Phrase kHours = {"hours", "horas", "horas"};
constexpr Phrase kCalendarDays = {"calendar days", "días naturales", "dias corridos"};
constexpr Phrase kBusinessDays = {"business days", "días hábiles", "dias úteis"};
constexpr Phrase kDays = {"days, counted as calendar days", "días, contados como naturales",
                          "dias, contados como corridos"};

}  // namespace

std::string WordsFor(v1::AgencyKind kind, Language language) {
  return Find<v1::AgencyKind>(kKinds, kind, language);
}
std::string WordsFor(v1::LegPurpose purpose, Language language) {
  return Find<v1::LegPurpose>(kPurposes, purpose, language);
}
std::string WordsFor(v1::AccessGrade access, Language language) {
  return Find<v1::AccessGrade>(kGrades, access, language);
}
std::string WordsFor(v1::PerpetratorCategory perpetrator, Language language) {
  return Find<v1::PerpetratorCategory>(kPerpetrators, perpetrator, language);
}
std::string WordsFor(v1::ProcedureType procedure, Language language) {
  return Find<v1::ProcedureType>(kProcedures, procedure, language);
}
std::string WordsFor(v1::PopulationGroup population, Language language) {
  return Find<v1::PopulationGroup>(kPopulations, population, language);
}
std::string WordsFor(v1::SubjectKind subject, Language language) {
  return Find<v1::SubjectKind>(kSubjects, subject, language);
}
std::string WordsFor(v1::ClockEvent event, Language language) {
  return Find<v1::ClockEvent>(kEvents, event, language);
}
std::string WordsFor(v1::ClockAuthority authority, Language language) {
  return Find<v1::ClockAuthority>(kAuthorities, authority, language);
}
std::string WordsFor(v1::ClockLocality locality, Language language) {
  return Find<v1::ClockLocality>(kLocalities, locality, language);
}

std::string WordsFor(mechanism::Mismatch mismatch, Language language) {
  for (const auto& entry : kMismatches) {
    if (entry.value == mismatch) return entry.phrase.In(language);
  }
  return "";
}

std::string LengthWords(uint32_t amount, v1::DayBasis basis, Language language) {
  const Phrase& unit = basis == v1::DAY_BASIS_ELAPSED_HOURS   ? kHours
                       : basis == v1::DAY_BASIS_CALENDAR_DAYS ? kCalendarDays
                       : basis == v1::DAY_BASIS_BUSINESS_DAYS ? kBusinessDays
                                                              : kDays;
  return absl::StrCat(amount, " ", unit.In(language));
}

}  // namespace enlace::client
