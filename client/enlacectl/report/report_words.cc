#include "client/enlacectl/report/report_words.h"

#include "client/enlacectl/enum_text.h"

namespace enlace::client {
namespace {

struct TableName {
  v1::Breakdown breakdown;
  Phrase phrase;
};

constexpr TableName kTables[] = {
    {v1::BREAKDOWN_STATE, {"Referrals by state", "Remisiones por estado", "Encaminhamentos por estado"}},
    {v1::BREAKDOWN_OUTCOME,
     {"Referrals by outcome", "Remisiones por resultado", "Encaminhamentos por resultado"}},
    {v1::BREAKDOWN_PROCEDURE,
     {"Referrals by procedure", "Remisiones por procedimiento", "Encaminhamentos por procedimento"}},
    {v1::BREAKDOWN_SUBJECT,
     {"Referrals by kind of subject", "Remisiones por tipo de sujeto",
      "Encaminhamentos por tipo de sujeito"}},
    {v1::BREAKDOWN_POPULATION,
     {"Referrals by population", "Remisiones por población", "Encaminhamentos por população"}},
    {v1::BREAKDOWN_PERPETRATOR,
     {"Referrals by alleged perpetrator", "Remisiones por presunto agresor",
      "Encaminhamentos por suposto agressor"}},
    {v1::BREAKDOWN_INCIDENT, {"Incidents by type", "Incidentes por tipo", "Incidentes por tipo"}},
    {v1::BREAKDOWN_RISK, {"Referrals by risk", "Remisiones por riesgo", "Encaminhamentos por risco"}},
    {v1::BREAKDOWN_TERRITORY,
     {"Referrals by territory", "Remisiones por territorio", "Encaminhamentos por território"}},
    {v1::BREAKDOWN_ORIGIN,
     {"Referrals by kind of sender", "Remisiones por tipo de remitente",
      "Encaminhamentos por tipo de remetente"}},
    {v1::BREAKDOWN_MEASURE_KIND, {"Measures by kind", "Medidas por clase", "Medidas por classe"}},
    {v1::BREAKDOWN_MEASURE_TYPE, {"Measures by type", "Medidas por tipo", "Medidas por tipo"}},
    {v1::BREAKDOWN_MEASURE_SUBJECT,
     {"Measures by kind of subject", "Medidas por tipo de sujeto", "Medidas por tipo de sujeito"}},
    {v1::BREAKDOWN_MEASURE_WORK,
     {"Measures by police and work", "Medidas según policía y continuidad del trabajo",
      "Medidas segundo polícia e continuidade do trabalho"}},
    {v1::BREAKDOWN_CLOCK, {"Deadlines by rule", "Plazos por regla", "Prazos por regra"}},
    {v1::BREAKDOWN_RESPONSE_TIME,
     {"Answers by institution", "Respuestas por institución", "Respostas por instituição"}},
};

struct ColumnName {
  const char* column;
  Phrase phrase;
};

constexpr ColumnName kColumns[] = {
    {"referrals", {"REFERRALS", "REMISIONES", "ENCAMINHAMENTOS"}},
    {"persons_covered", {"PERSONS", "PERSONAS", "PESSOAS"}},
    {"incidents", {"INCIDENTS", "INCIDENTES", "INCIDENTES"}},
    {"requested", {"REQUESTED", "SOLICITADAS", "SOLICITADAS"}},
    {"granted", {"GRANTED", "OTORGADAS", "CONCEDIDAS"}},
    {"denied", {"DENIED", "NEGADAS", "NEGADAS"}},
    {"refused_by_subject", {"REFUSED BY SUBJECT", "RECHAZADAS POR LA PERSONA", "RECUSADAS PELA PESSOA"}},
    {"in_process", {"IN PROCESS", "EN TRÁMITE", "EM ANDAMENTO"}},
    {"clocks", {"DEADLINES", "PLAZOS", "PRAZOS"}},
    {"met", {"MET", "CUMPLIDOS", "CUMPRIDOS"}},
    {"met_late", {"MET LATE", "CUMPLIDOS TARDE", "CUMPRIDOS COM ATRASO"}},
    {"overdue", {"OVERDUE", "VENCIDOS", "VENCIDOS"}},
    {"running", {"RUNNING", "EN CURSO", "EM CURSO"}},
    {"void", {"VOID", "SIN EFECTO", "SEM EFEITO"}},
    {"legs", {"REQUESTS", "SOLICITUDES", "SOLICITAÇÕES"}},
    {"answered", {"ANSWERED", "CONTESTADAS", "RESPONDIDAS"}},
    {"unanswered", {"UNANSWERED", "SIN RESPUESTA", "SEM RESPOSTA"}},
    {"median_hours", {"MEDIAN HOURS", "HORAS (MEDIANA)", "HORAS (MEDIANA)"}},
    {"ninth_decile_hours", {"9TH DECILE HOURS", "HORAS (NOVENO DECIL)", "HORAS (NONO DECIL)"}},
};

}  // namespace

std::string TableTitle(v1::Breakdown breakdown, Language language) {
  for (const TableName& name : kTables) {
    if (name.breakdown == breakdown) return name.phrase.In(language);
  }
  return EnumText(breakdown);
}

std::string ColumnTitle(absl::string_view column, Language language) {
  for (const ColumnName& name : kColumns) {
    if (column == name.column) return name.phrase.In(language);
  }
  return std::string(column);
}

std::string Word(ReportWord word, Language language) {
  const auto say = [&](const Phrase& phrase) { return std::string(phrase.In(language)); };
  switch (word) {
    case ReportWord::kTable:
      return say({"TABLE", "TABLA", "TABELA"});
    case ReportWord::kKey:
      return say({"ROW", "FILA", "LINHA"});
    case ReportWord::kAuthority:
      return say({"AUTHORITY", "FUENTE", "FONTE"});
    case ReportWord::kColumn:
      return say({"COLUMN", "COLUMNA", "COLUNA"});
    case ReportWord::kValue:
      return say({"VALUE", "VALOR", "VALOR"});
    case ReportWord::kTotal:
      return say({"TOTAL", "TOTAL", "TOTAL"});
    case ReportWord::kPeriod:
      return say({"period", "período", "período"});
    case ReportWord::kAsOf:
      return say({"as of", "al", "em"});
    case ReportWord::kDuties:
      return say({"reporting duty", "obligación de informar", "obrigação de informar"});
    case ReportWord::kSubdivision:
      return say({"subdivision", "entidad", "unidade federativa"});
    case ReportWord::kHiddenNote:
      return say({"left out: from fewer cases than this, or would give such a number away",
                  "omitido: proviene de menos casos que este número, o permitiría deducir uno así",
                  "omitido: provém de menos casos que este número, ou permitiria deduzir um assim"});
    case ReportWord::kRecipient:
      return say({"WHO WAS ASKED", "A QUIÉN SE PIDIÓ", "A QUEM SE PEDIU"});
    case ReportWord::kPurpose:
      return say({"FOR", "PARA", "PARA"});
    case ReportWord::kState:
      return say({"STATE", "ESTADO", "ESTADO"});
    case ReportWord::kSince:
      return say({"SINCE", "DESDE", "DESDE"});
    case ReportWord::kHours:
      return say({"HOURS", "HORAS", "HORAS"});
    case ReportWord::kOverdue:
      return say({"OVERDUE", "VENCIDOS", "VENCIDOS"});
    case ReportWord::kReferral:
      return say({"REFERRAL", "REMISIÓN", "ENCAMINHAMENTO"});
    case ReportWord::kNobody:
      return say({"(nobody competent)", "(nadie competente)", "(ninguém competente)"});
  }
  return "";
}

}  // namespace enlace::client
