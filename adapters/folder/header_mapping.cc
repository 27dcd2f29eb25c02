#include "adapters/folder/header_mapping.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/text_encoding.h"
#include "gateway/base/errors.h"

namespace enlace::adapters::folder {

const std::vector<FieldWords>& AllFields() {
  static const auto* const fields = new std::vector<FieldWords>{
      {"reference",
       {"Número de expediente", "Número do processo", "File number"},
       "expediente;folio;no. de expediente;número de caso;referencia;radicado;número de "
       "referencia;processo;protocolo;"
       "referência;número de protocolo;reference;case number;our reference"},
      {"full_name",
       {"Nombre completo", "Nome completo", "Full name"},
       "nombre;nombre y apellidos;nombres y apellidos;persona;nombre de la persona;nome;pessoa;nome da "
       "pessoa;name"},
      {"subject_kind",
       {"Tipo de sujeto", "Tipo de sujeito", "Kind of subject"},
       "individual o colectivo;tipo de caso;individual ou coletivo;subject kind"},
      {"collective_name",
       {"Nombre del colectivo", "Nome do coletivo", "Name of the group"},
       "colectivo;organización en riesgo;comunidad;coletivo;comunidade;collective;group"},
      {"collective_kind", {"Tipo de colectivo", "Tipo de coletivo", "Kind of group"}, "collective kind"},
      {"persons_covered",
       {"Número de personas", "Número de pessoas", "Number of persons"},
       "personas cubiertas;cantidad de personas;total de personas;personas beneficiarias;pessoas abrangidas;"
       "quantidade de pessoas;persons covered"},
      {"population",
       {"Población", "População", "Population"},
       "grupo;grupo de población;calidad;perfil;grupo populacional;population group"},
      {"procedure",
       {"Procedimiento", "Procedimento", "Procedure"},
       "tipo de procedimiento;vía;canal;tipo de procedimento;rito;urgencia;urgência"},
      {"urgency_grounds",
       {"Motivo de urgencia", "Motivo da urgência", "Ground of urgency"},
       "bien en riesgo;derecho en riesgo;motivos de urgencia;bem em risco;urgency grounds"},
      {"eligibility",
       {"Causal de elegibilidad", "Causa de elegibilidade", "Ground of eligibility"},
       "elegibilidad;elegibilidade;eligibility"},
      {"perpetrator",
       {"Presunto responsable", "Suposto autor", "Alleged perpetrator"},
       "responsable;perpetrador;presunto agresor;agresor;posible agresor;responsável;suposto "
       "responsável;autor;"
       "agressor;perpetrator"},
      {"perpetrator_detail",
       {"Detalle del responsable", "Detalhe do autor", "Detail of the perpetrator"},
       "descripción del responsable;descrição do autor;perpetrator detail"},
      {"perpetrator_institution",
       {"Institución del responsable", "Instituição do autor", "Institution of the perpetrator"},
       "corporación;instituição do responsável;perpetrator institution"},
      {"incidents",
       {"Hechos", "Fatos", "Incidents"},
       "tipo de hecho;tipos de hecho;tipo de agresión;agresiones;incidentes;tipo de fato;tipos de fato;"
       "tipo de violação;incident;incident type"},
      {"iccs_code", {"Código ICCS", "Código ICCS", "ICCS code"}, "iccs"},
      {"country", {"País", "País", "Country"}, ""},
      {"subdivision",
       {"Entidad federativa", "Unidade da federação", "Subdivision"},
       "estado;entidad;departamento;uf;provincia;state;department"},
      {"municipality", {"Municipio", "Município", "Municipality"}, "alcaldía;cidade;ciudad"},
      {"municipality_code",
       {"Código de municipio", "Código do município", "Municipality code"},
       "clave de municipio;código dane;código ibge;clave inegi;divipola"},
      {"address",
       {"Domicilio", "Endereço", "Address"},
       "dirección;lugar;lugar de los hechos;logradouro;local"},
      {"locality",
       {"Ámbito", "Âmbito", "Locality"},
       "capital o interior;localidad;localidade;capital ou interior"},
      {"risk", {"Nivel de riesgo", "Nível de risco", "Level of risk"}, "riesgo;risco;risk"},
      {"event_time",
       {"Fecha del hecho", "Data do fato", "Date of the incident"},
       "fecha de los hechos;fecha y hora del hecho;fecha y hora de los hechos;data dos fatos;data e hora do "
       "fato;"
       "event time;event date"},
      {"petition_time",
       {"Fecha de la solicitud", "Data do pedido", "Date of the petition"},
       "fecha de solicitud;fecha de recepción;fecha y hora de la solicitud;fecha de la petición;data da "
       "solicitação;"
       "data de recebimento;data do requerimento;petition time;petition date"},
      {"narrative",
       {"Relato", "Relato", "Narrative"},
       "descripción de los hechos;narración;relato de los hechos;relato dos fatos;descrição dos fatos"},
      {"requested_measures",
       {"Medidas solicitadas", "Medidas solicitadas", "Requested measures"},
       "medidas;measures"},
      {"contact",
       {"Contacto", "Contato", "Contact"},
       "teléfono;correo;correo electrónico;telefone;e-mail;email;phone;contactos;contatos"},
      {"safe_contact",
       {"Contacto seguro", "Contato seguro", "Safe contact"},
       "forma segura de contacto;forma segura de contato"},
      {"document",
       {"Documento", "Documento", "Identity document"},
       "documento de identidad;curp;cédula;dpi;cpf;documento de identidade;document"},
      {"occupation",
       {"Ocupación", "Ocupação", "Occupation"},
       "profesión;actividad;causa;profissão;atividade"},
      {"accompanying_organization",
       {"Organización acompañante", "Organização acompanhante", "Accompanying organization"},
       "acompañante"},
      {"gender", {"Género", "Gênero", "Gender"}, "sexo;identidad de género;identidade de gênero"},
      {"people",
       {"Pueblo o etnia", "Povo ou etnia", "People or ethnicity"},
       "pueblo;etnia;povo;pueblo indígena;people"},
      {"language", {"Idioma", "Idioma", "Language"}, "lengua;língua"},
      {"disability", {"Discapacidad", "Deficiência", "Disability"}, ""},
      {"consent_basis",
       {"Base del consentimiento", "Base do consentimento", "Basis of disclosure"},
       "consentimiento;base legal;base de la divulgación;consentimento;base da divulgação;consent "
       "basis;consent"},
      {"consent_time",
       {"Fecha del consentimiento", "Data do consentimento", "Date of consent"},
       "fecha de consentimiento;consent time"},
      {"legal_reference", {"Fundamento legal", "Fundamento legal", "Legal reference"}, "fundamento jurídico"},
      {"override_reason",
       {"Motivo sin consentimiento", "Motivo sem consentimento", "Reason without consent"},
       "override reason"},
      {"excluded_agencies",
       {"Instituciones excluidas", "Instituições excluídas", "Excluded agencies"},
       "autoridades excluidas;autoridades excluídas;conflicto de interés;conflito de interesse"},
      {"attachments", {"Anexos", "Anexos", "Attachments"}, "adjuntos;archivos;archivos adjuntos;arquivos"},
      {"officer",
       {"Persona funcionaria", "Servidor responsável", "Officer"},
       "funcionario;funcionaria;registró;operador;servidor;atendente"},
      {"short_code", {"Código corto", "Código curto", "Short code"}, "código enlace"},
      {"decision", {"Decisión", "Decisão", "Decision"}, "respuesta;resposta"},
      {"reason", {"Motivo", "Motivo", "Reason"}, "código de motivo;reason code"},
      {"note", {"Nota", "Nota", "Note"}, "observaciones;observações;comentario;comentário"},
      {"suggested_agency",
       {"Institución competente", "Instituição competente", "Competent agency"},
       "suggested agency"},
      {"outcome", {"Resultado", "Resultado", "Outcome"}, ""},
      {"consultation", {"Consulta", "Consulta", "Consultation"}, "consulta con la persona;consulta à pessoa"},
      {"investigation_stage", {"Etapa", "Etapa", "Stage"}, "etapa procesal;fase;etapa processual"},
      {"investigation_disposition",
       {"Situación", "Situação", "Disposition"},
       "situación procesal;situação processual"},
      {"movement_time",
       {"Última actuación", "Última movimentação", "Last movement"},
       "fecha de última actuación"},
      {"stage_code", {"Código de etapa", "Código da etapa", "Stage code"}, ""},
  };
  return *fields;
}

const FieldWords* FindField(absl::string_view name) {
  for (const FieldWords& field : AllFields()) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

absl::StatusOr<HeaderMapping> HeaderMapping::New(const config::v1::ColumnMapping& mapping) {
  HeaderMapping out;
  for (const FieldWords& field : AllFields()) {
    const std::string name(field.name);
    for (const absl::string_view word : {field.name, field.header.es, field.header.pt, field.header.en}) {
      out.fields_.emplace(Fold(word), name);
    }
    for (const absl::string_view word : absl::StrSplit(field.more, ';', absl::SkipEmpty())) {
      out.fields_.emplace(Fold(word), name);
    }
  }
  for (const auto& [header, field] : mapping.columns()) {
    if (FindField(field) == nullptr) {
      return base::InvalidField(absl::StrCat("folder.mapping.columns[\"", header, "\"]"),
                                absl::StrCat("\"", field, "\" is not a canonical field"));
    }
    if (Fold(header).empty()) {
      return base::InvalidField("folder.mapping.columns",
                                absl::StrCat("gives the field ", field,
                                             " a header of blanks alone; write it as it stands in the file"));
    }
    out.fields_[Fold(header)] = field;
    out.own_headers_.emplace(field, header);
  }
  return out;
}

MappedHeaders HeaderMapping::Map(const std::vector<std::string>& headers, Problems* problems) const {
  MappedHeaders out;
  for (size_t i = 0; i < headers.size(); ++i) {
    const auto it = fields_.find(Fold(headers[i]));
    if (it == fields_.end()) {
      if (!headers[i].empty()) out.other.push_back(i);
      continue;
    }
    const auto [known, is_new] = out.columns.emplace(it->second, i);
    if (!is_new) {
      problems->push_back({ProblemKind::kRepeatedColumn, 0, headers[i], headers[known->second], ""});
    }
  }
  return out;
}

std::string HeaderMapping::HeaderOf(absl::string_view field, Language language) const {
  const auto it = own_headers_.find(std::string(field));
  if (it != own_headers_.end()) return it->second;
  const FieldWords* words = FindField(field);
  return std::string(words == nullptr ? field : words->header.In(language));
}

}  // namespace enlace::adapters::folder
