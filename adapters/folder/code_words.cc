// The words of every coded field. Words of officers' daily use come before those
// of the law; what an agency writes differently goes into its own CodeTable.
#include "adapters/folder/code_values.h"
#include "enlace/v1/disclosure.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "enlace/v1/status.pb.h"
#include "enlace/v1/subject.pb.h"

namespace enlace::adapters::folder {
namespace {

using Values = std::vector<ValueWords>;

Values SubjectKinds() {
  return {{v1::SUBJECT_KIND_INDIVIDUAL, "individual", {"individual", "individual", "individual"}, "persona;pessoa"},
          {v1::SUBJECT_KIND_COLLECTIVE, "collective", {"colectivo", "coletivo", "collective"},
           "colectiva;coletiva;grupo;organización;organização;comunidad;comunidade"}};
}

Values Populations() {
  return {{v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER, "human_rights_defender",
           {"persona defensora", "pessoa defensora", "human rights defender"},
           "defensor;defensora;defensor de derechos humanos;defensora de derechos humanos;"
           "persona defensora de derechos humanos;defensor de direitos humanos;defensora de direitos humanos;"
           "defensor/a;defensor(a)"},
          {v1::POPULATION_GROUP_JOURNALIST, "journalist", {"periodista", "jornalista", "journalist"}, "prensa;imprensa"},
          {v1::POPULATION_GROUP_SOCIAL_COMMUNICATOR, "social_communicator",
           {"comunicador social", "comunicador social", "social communicator"},
           "comunicadora social;comunicador;comunicadora"},
          {v1::POPULATION_GROUP_JUSTICE_OFFICIAL, "justice_official",
           {"operador de justicia", "operador da justiça", "justice official"}, "operadora de justicia;juez;jueza;fiscal"},
          {v1::POPULATION_GROUP_TRADE_UNIONIST, "trade_unionist", {"sindicalista", "sindicalista", "trade unionist"},
           "dirigente sindical"},
          {v1::POPULATION_GROUP_COMMUNITY_LEADER, "community_leader",
           {"líder comunitario", "líder comunitário", "community leader"},
           "lideresa comunitaria;líder social;lideresa social;lideresa;liderança comunitária;liderança"},
          {v1::POPULATION_GROUP_LAND_ENVIRONMENT_DEFENDER, "land_environment_defender",
           {"defensor de la tierra o del ambiente", "defensor da terra ou do meio ambiente",
            "land or environment defender"},
           "ambientalista;defensor ambiental;defensora ambiental;defensora de la tierra;defensor de la tierra;"
           "defensor del territorio;defensora del territorio;defensora do meio ambiente;defensor do meio ambiente"},
          {v1::POPULATION_GROUP_VICTIM_OF_ARMED_CONFLICT, "victim_of_armed_conflict",
           {"víctima del conflicto armado", "vítima do conflito armado", "victim of armed conflict"}, ""},
          {v1::POPULATION_GROUP_OTHER, "other", {"otra", "outra", "other"}, "otro;outro"}};
}

Values Procedures() {
  return {{v1::PROCEDURE_TYPE_ORDINARY, "ordinary", {"ordinario", "ordinário", "ordinary"},
           "ordinaria;ordinária;no urgente;não urgente;normal"},
          {v1::PROCEDURE_TYPE_URGENT, "urgent", {"urgente", "urgente", "urgent"}, "extraordinario;extraordinário;emergencia"},
          {v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER, "international_order",
           {"orden internacional", "ordem internacional", "international order"},
           "medida cautelar;medidas cautelares;medida provisional;medidas provisionales"}};
}

Values UrgencyGrounds() {
  return {{v1::URGENCY_GROUND_LIFE, "life", {"vida", "vida", "life"}, ""},
          {v1::URGENCY_GROUND_PHYSICAL_INTEGRITY, "physical_integrity",
           {"integridad física", "integridade física", "physical integrity"}, "integridad;integridade"},
          {v1::URGENCY_GROUND_LIBERTY, "liberty", {"libertad", "liberdade", "liberty"}, ""},
          {v1::URGENCY_GROUND_SECURITY, "security", {"seguridad", "segurança", "security"}, ""}};
}

Values EligibilityGrounds() {
  return {{v1::ELIGIBILITY_GROUND_UNDER_THREAT, "under_threat", {"amenazada", "ameaçada", "under threat"},
           "amenazado;ameaçado;bajo amenaza;sob ameaça"},
          {v1::ELIGIBILITY_GROUND_AT_RISK, "at_risk", {"en riesgo", "em risco", "at risk"}, ""},
          {v1::ELIGIBILITY_GROUND_VULNERABLE, "vulnerable", {"vulnerable", "vulnerável", "vulnerable"}, ""},
          {v1::ELIGIBILITY_GROUND_ATTACK_SUFFERED, "attack_suffered", {"agredida", "agredida", "attacked"},
           "agredido;agresión sufrida;agressão sofrida"},
          {v1::ELIGIBILITY_GROUND_INTERNATIONAL_MEASURE, "international_measure",
           {"medida internacional", "medida internacional", "international measure"}, ""}};
}

Values RiskLevels() {
  return {{v1::RISK_LEVEL_NOT_ASSESSED, "not_assessed", {"sin evaluar", "não avaliado", "not assessed"},
           "pendiente;pendente"},
          {v1::RISK_LEVEL_ORDINARY, "ordinary", {"ordinario", "ordinário", "ordinary"}, ""},
          {v1::RISK_LEVEL_EXTRAORDINARY, "extraordinary", {"extraordinario", "extraordinário", "extraordinary"}, ""},
          {v1::RISK_LEVEL_EXTREME, "extreme", {"extremo", "extremo", "extreme"}, ""},
          {v1::RISK_LEVEL_IMMINENT, "imminent", {"inminente", "iminente", "imminent"}, "inmediato;imediato"}};
}

Values Perpetrators() {
  return {{v1::PERPETRATOR_CATEGORY_STATE_AGENT, "state_agent",
           {"agente del Estado", "agente do Estado", "state agent"},
           "servidor público;servidora pública;autoridad;funcionario público;agente estatal;agente público;autoridade"},
          {v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR, "non_state_actor",
           {"particular", "particular", "non-state actor"},
           "actor no estatal;ator não estatal;no estatal;não estatal;delincuencia organizada;crimen organizado;"
           "crime organizado;empresa"},
          {v1::PERPETRATOR_CATEGORY_UNIDENTIFIED, "unidentified",
           {"no identificado", "não identificado", "unidentified"}, "desconocido;desconhecido;se desconoce"},
          {v1::PERPETRATOR_CATEGORY_STATE_AND_NON_STATE, "state_and_non_state",
           {"agente del Estado y particular", "agente do Estado e particular", "state and non-state"}, "ambos;mixto;misto"}};
}

Values Incidents() {
  return {{v1::INCIDENT_TYPE_THREAT, "threat", {"amenaza", "ameaça", "threat"}, "amenazas;ameaças"},
          {v1::INCIDENT_TYPE_ANONYMOUS_THREAT, "anonymous_threat",
           {"amenaza anónima", "ameaça anônima", "anonymous threat"}, "amenazas anónimas"},
          {v1::INCIDENT_TYPE_ONLINE_THREAT, "online_threat",
           {"amenaza en línea", "ameaça pela internet", "online threat"},
           "amenaza por redes sociales;amenaza por mensaje;ameaça por redes sociais;ameaça por mensagem"},
          {v1::INCIDENT_TYPE_DIGITAL_HARASSMENT, "digital_harassment",
           {"acoso digital", "assédio digital", "digital harassment"}, "ciberacoso"},
          {v1::INCIDENT_TYPE_SURVEILLANCE_OR_FOLLOWING, "surveillance_or_following",
           {"vigilancia o seguimiento", "vigilância ou perseguição", "surveillance or following"},
           "vigilancia;seguimiento;seguimientos;vigilância;perseguição"},
          {v1::INCIDENT_TYPE_VEHICLE_SABOTAGE, "vehicle_sabotage",
           {"sabotaje de vehículo", "sabotagem de veículo", "vehicle sabotage"}, "sabotaje;sabotagem"},
          {v1::INCIDENT_TYPE_ASSAULT, "assault", {"agresión", "agressão", "assault"},
           "agresión física;agressão física;lesiones;lesões"},
          {v1::INCIDENT_TYPE_ATTEMPT_ON_LIFE, "attempt_on_life",
           {"atentado contra la vida", "atentado contra a vida", "attempt on life"},
           "atentado;tentativa de homicidio;tentativa de homicídio"},
          {v1::INCIDENT_TYPE_KILLING, "killing", {"homicidio", "homicídio", "killing"}, "asesinato;assassinato"},
          {v1::INCIDENT_TYPE_KIDNAPPING_OR_DEPRIVATION_OF_LIBERTY, "kidnapping_or_deprivation_of_liberty",
           {"privación de la libertad", "privação de liberdade", "deprivation of liberty"},
           "secuestro;detención arbitraria;sequestro;desaparición;desaparecimento"},
          {v1::INCIDENT_TYPE_DISPLACEMENT, "displacement",
           {"desplazamiento", "deslocamento forçado", "displacement"}, "desplazamiento forzado;deslocamento"},
          {v1::INCIDENT_TYPE_STIGMATIZATION, "stigmatization",
           {"estigmatización", "estigmatização", "stigmatization"}, "difamación;difamação"},
          {v1::INCIDENT_TYPE_CRIMINALIZATION, "criminalization",
           {"criminalización", "criminalização", "criminalization"}, ""},
          {v1::INCIDENT_TYPE_ATTACK_ON_PROPERTY, "attack_on_property",
           {"ataque a bienes", "ataque a bens", "attack on property"},
           "daños;robo;allanamiento;dano;roubo;invasão;ataque a instalaciones"},
          {v1::INCIDENT_TYPE_OTHER, "other", {"otro", "outro", "other"}, "otra;outra"}};
}

Values Localities() {
  return {{v1::CLOCK_LOCALITY_CAPITAL_CITY, "capital_city", {"capital", "capital", "capital city"}, "ciudad capital"},
          {v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY, "outside_capital_city",
           {"fuera de la capital", "fora da capital", "outside the capital city"}, "interior"}};
}

Values DisclosureBases() {
  return {{v1::DISCLOSURE_BASIS_INFORMED_CONSENT, "informed_consent",
           {"consentimiento informado", "consentimento informado", "informed consent"},
           "consentimiento;consentimento;sí;si;sim;yes;consent"},
          {v1::DISCLOSURE_BASIS_LEGAL_DUTY, "legal_duty", {"deber legal", "dever legal", "legal duty"},
           "obligación legal;obrigação legal"},
          {v1::DISCLOSURE_BASIS_VITAL_INTEREST, "vital_interest",
           {"interés vital", "interesse vital", "vital interest"}, "riesgo de vida;risco de vida"},
          {v1::DISCLOSURE_BASIS_COURT_OR_INTERNATIONAL_ORDER, "court_or_international_order",
           {"orden judicial o internacional", "ordem judicial ou internacional", "court or international order"},
           "orden judicial;ordem judicial"}};
}

Values Reasons() {
  return {{v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY, "not_competent_territory", {"territorio", "território", "territory"}, ""},
          {v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER, "not_competent_subject_matter",
           {"materia", "matéria", "subject matter"}, ""},
          {v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR, "not_competent_perpetrator",
           {"responsable", "autor", "perpetrator"}, "tipo de responsable;tipo de autor"},
          {v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET, "legal_requirements_not_met",
           {"no cumple requisitos", "não cumpre requisitos", "legal requirements not met"}, ""},
          {v1::DECLINE_REASON_NO_CAPACITY, "no_capacity", {"sin capacidad", "sem capacidade", "no capacity"}, ""},
          {v1::DECLINE_REASON_CONFLICT_OF_INTEREST, "conflict_of_interest",
           {"conflicto de interés", "conflito de interesse", "conflict of interest"}, "conflicto de intereses"},
          {v1::DECLINE_REASON_DUPLICATE, "duplicate", {"duplicado", "duplicado", "duplicate"}, "ya registrado"},
          {v1::DECLINE_REASON_CONSENT_MISSING, "consent_missing",
           {"falta consentimiento", "falta consentimento", "consent missing"}, ""},
          {v1::DECLINE_REASON_SUBJECT_DECLINED, "subject_declined",
           {"la persona no desea", "a pessoa não deseja", "the person declines"}, ""},
          {v1::DECLINE_REASON_INSUFFICIENT_INFORMATION, "insufficient_information",
           {"información insuficiente", "informação insuficiente", "insufficient information"}, ""},
          {v1::DECLINE_REASON_MANDATE_LAPSED, "mandate_lapsed", {"mandato vencido", "mandato vencido", "mandate lapsed"}, ""},
          {v1::DECLINE_REASON_OTHER, "other", {"otro", "outro", "other"}, ""}};
}

// The action of AdvanceLegRequest that a decision stands for.
Values Decisions() {
  using R = v1::AdvanceLegRequest;
  return {{R::kConfirmReception, "received", {"recibido", "recebido", "received"}, "recibida;recebida;acuse"},
          {R::kRequestInformation, "information_requested",
           {"se pide información", "pede-se informação", "information requested"},
           "pide información;información solicitada;pedido de informação"},
          {R::kAccept, "accepted", {"aceptado", "aceito", "accepted"}, "aceptada;aceita;admitido;admitida"},
          {R::kDecline, "declined", {"rechazado", "recusado", "declined"}, "rechazada;recusada;rejeitado;no aceptado"},
          {R::kReturnNotCompetent, "not_competent", {"no competente", "não competente", "not competent"},
           "incompetencia;incompetente;incompetência"},
          {R::kBeginWork, "in_progress", {"en curso", "em andamento", "in progress"}, "iniciado;en trámite"},
          {R::kComplete, "completed", {"concluido", "concluído", "completed"}, "concluida;terminado"}};
}

Values Outcomes() {
  return {{v1::OUTCOME_MEASURES_IMPLEMENTED, "measures_implemented",
           {"medidas implementadas", "medidas implementadas", "measures implemented"}, ""},
          {v1::OUTCOME_INVESTIGATION_HANDED_ON, "investigation_handed_on",
           {"investigación a la siguiente etapa", "investigação na etapa seguinte", "investigation handed on"}, ""},
          {v1::OUTCOME_ORDER_IMPLEMENTED, "order_implemented", {"orden cumplida", "ordem cumprida", "order implemented"}, ""},
          {v1::OUTCOME_ANALYSIS_PRESENTED, "analysis_presented",
           {"análisis presentado", "análise apresentada", "analysis presented"}, ""}};
}

Values Consultations() {
  return {{v1::CONSULTATION_OUTCOME_AGREED, "agreed", {"de acuerdo", "de acordo", "agreed"}, ""},
          {v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES, "agreed_with_changes",
           {"de acuerdo con cambios", "de acordo com mudanças", "agreed with changes"}, ""},
          {v1::CONSULTATION_OUTCOME_REFUSED, "refused", {"no acepta", "não aceita", "refused"}, ""},
          {v1::CONSULTATION_OUTCOME_NOT_POSSIBLE, "not_possible", {"no fue posible", "não foi possível", "not possible"}, ""}};
}

Values Stages() {
  return {{v1::INVESTIGATION_STAGE_NO_FILE_FOUND, "no_file_found", {"sin expediente", "sem inquérito", "no file found"}, ""},
          {v1::INVESTIGATION_STAGE_COMPLAINT_REGISTERED, "complaint_registered",
           {"denuncia registrada", "notícia-crime registrada", "complaint registered"},
           "denuncia;querella;noticia criminal;notícia-crime"},
          {v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION, "preliminary_investigation",
           {"investigación inicial", "inquérito policial", "preliminary investigation"},
           "indagación;etapa preparatoria;inquérito"},
          {v1::INVESTIGATION_STAGE_FORMAL_INVESTIGATION, "formal_investigation",
           {"investigación complementaria", "investigação formal", "formal investigation"}, "investigación"},
          {v1::INVESTIGATION_STAGE_CHARGES_FILED, "charges_filed", {"acusación", "denúncia oferecida", "charges filed"},
           "escrito de acusación"},
          {v1::INVESTIGATION_STAGE_INTERMEDIATE, "intermediate", {"etapa intermedia", "fase intermediária", "intermediate"},
           "audiencia preparatoria"},
          {v1::INVESTIGATION_STAGE_TRIAL, "trial", {"juicio", "instrução", "trial"}, "juicio oral;debate;júri"},
          {v1::INVESTIGATION_STAGE_JUDGMENT, "judgment", {"sentencia", "sentença", "judgment"}, ""},
          {v1::INVESTIGATION_STAGE_APPEAL, "appeal", {"apelación", "recurso", "appeal"}, "impugnación;impugnaciones"},
          {v1::INVESTIGATION_STAGE_FINAL, "final", {"sentencia firme", "trânsito em julgado", "final"}, ""},
          {v1::INVESTIGATION_STAGE_EXECUTION_OF_SENTENCE, "execution_of_sentence",
           {"ejecución de la pena", "execução da pena", "execution of sentence"}, "ejecución"}};
}

Values Dispositions() {
  return {{v1::INVESTIGATION_DISPOSITION_ACTIVE, "active", {"activa", "ativa", "active"}, "activo;ativo;en trámite"},
          {v1::INVESTIGATION_DISPOSITION_TEMPORARILY_ARCHIVED, "temporarily_archived",
           {"archivo temporal", "arquivamento provisório", "temporarily archived"}, ""},
          {v1::INVESTIGATION_DISPOSITION_DISMISSED, "dismissed", {"desestimada", "arquivada", "dismissed"}, "desestimación"},
          {v1::INVESTIGATION_DISPOSITION_NO_PROSECUTION, "no_prosecution",
           {"no ejercicio de la acción penal", "não oferecimento de denúncia", "no prosecution"}, ""},
          {v1::INVESTIGATION_DISPOSITION_OPPORTUNITY_PRINCIPLE, "opportunity_principle",
           {"criterio de oportunidad", "princípio da oportunidade", "opportunity principle"}, "principio de oportunidad"},
          {v1::INVESTIGATION_DISPOSITION_PRECLUDED, "precluded", {"preclusión", "preclusão", "precluded"}, ""},
          {v1::INVESTIGATION_DISPOSITION_JOINED, "joined", {"acumulada", "apensada", "joined"}, ""},
          {v1::INVESTIGATION_DISPOSITION_SENT_TO_OTHER_JURISDICTION, "sent_to_other_jurisdiction",
           {"remitida a otra jurisdicción", "remetida a outra jurisdição", "sent to other jurisdiction"}, ""},
          {v1::INVESTIGATION_DISPOSITION_CONVICTION, "conviction", {"condena", "condenação", "conviction"}, ""},
          {v1::INVESTIGATION_DISPOSITION_ACQUITTAL, "acquittal", {"absolución", "absolvição", "acquittal"}, ""},
          {v1::INVESTIGATION_DISPOSITION_REOPENED, "reopened", {"reabierta", "reaberta", "reopened"}, ""}};
}

}  // namespace

const std::vector<ValueWords>& ValuesOf(absl::string_view field) {
  static const auto* const values = new std::map<std::string, Values>{
      {"subject_kind", SubjectKinds()},
      {"population", Populations()},
      {"procedure", Procedures()},
      {"urgency_grounds", UrgencyGrounds()},
      {"eligibility", EligibilityGrounds()},
      {"risk", RiskLevels()},
      {"perpetrator", Perpetrators()},
      {"incidents", Incidents()},
      {"locality", Localities()},
      {"consent_basis", DisclosureBases()},
      {"reason", Reasons()},
      {"decision", Decisions()},
      {"outcome", Outcomes()},
      {"consultation", Consultations()},
      {"investigation_stage", Stages()},
      {"investigation_disposition", Dispositions()}};
  static const auto* const none = new Values();
  const auto it = values->find(std::string(field));
  return it == values->end() ? *none : it->second;
}

}  // namespace enlace::adapters::folder
