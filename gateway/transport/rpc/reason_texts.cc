#include "gateway/transport/rpc/reason_texts.h"

namespace enlace::transport {
namespace {

struct ReasonRow {
  v1::ErrorReason reason;
  ReasonText text;
};

constexpr ReasonRow kReasons[] = {
    {v1::ERROR_REASON_CERTIFICATE_MISSING,
     {"no client certificate was presented: enrol first",
      "No se presentó un certificado de cliente: inscriba primero su sistema.",
      "Nenhum certificado de cliente foi apresentado: inscreva primeiro o seu sistema."}},
    {v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
     {"the certificate was not issued by an authority that this gateway trusts now: ask the administrator "
      "for a new enrolment token",
      "El certificado no fue emitido por una autoridad en la que este enlace confíe ahora: pida al "
      "administrador un nuevo código de inscripción.",
      "O certificado não foi emitido por uma autoridade em que este enlace confie agora: peça ao "
      "administrador um novo código de inscrição."}},
    {v1::ERROR_REASON_AUTHORITY_NOT_READY,
     {"the authority's next step would shut agencies out: do first what the message says",
      "El siguiente paso de la autoridad dejaría fuera a instituciones: haga antes lo que dice el mensaje.",
      "O próximo passo da autoridade deixaria instituições de fora: faça antes o que diz a mensagem."}},
    {v1::ERROR_REASON_CERTIFICATE_EXPIRED,
     {"the certificate has expired: renew it or ask the administrator for a new enrolment token",
      "El certificado ha vencido: renuévelo o pida al administrador un nuevo código de inscripción.",
      "O certificado expirou: renove-o ou peça ao administrador um novo código de inscrição."}},
    {v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID,
     {"the certificate is not valid yet: check the clocks of both machines",
      "El certificado aún no es válido: revise el reloj de ambos equipos.",
      "O certificado ainda não é válido: verifique o relógio dos dois computadores."}},
    {v1::ERROR_REASON_CERTIFICATE_REVOKED,
     {"the certificate was revoked: ask the administrator for a new enrolment token",
      "El certificado fue revocado: pida al administrador un nuevo código de inscripción.",
      "O certificado foi revogado: peça ao administrador um novo código de inscrição."}},
    {v1::ERROR_REASON_APPROVAL_REQUIRED,
     {"this act takes two administrators: have another one approve the proposal, then repeat the call with "
      "the same request_id",
      "Este acto requiere dos administradores: pida que otra persona administradora apruebe la propuesta y "
      "repita la misma solicitud.",
      "Este ato exige dois administradores: peça que outra pessoa administradora aprove a proposta e repita "
      "o mesmo pedido."}},
    {v1::ERROR_REASON_PROPOSAL_CLOSED,
     {"the proposal was decided, has expired or is void: propose the act anew",
      "La propuesta ya fue decidida, venció o no es válida: proponga el acto de nuevo.",
      "A proposta já foi decidida, venceu ou não é válida: proponha o ato de novo."}},
    {v1::ERROR_REASON_SAME_PERSON,
     {"nobody approves what he proposed himself: ask another administrator",
      "Nadie aprueba lo que propuso: pídalo a otra persona administradora.",
      "Ninguém aprova o que propôs: peça a outra pessoa administradora."}},
    {v1::ERROR_REASON_REVOCATION_FINAL,
     {"the revocation cannot be taken back any more: give the holder a new enrolment token",
      "La revocación ya no se puede deshacer: dé a su titular un nuevo código de inscripción.",
      "A revogação não pode mais ser desfeita: dê ao titular um novo código de inscrição."}},
    {v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE,
     {"the certificate is not for TLS clients: present the TLS certificate",
      "El certificado no sirve para conectarse: presente el certificado TLS, no el de sellado.",
      "O certificado não serve para conectar-se: apresente o certificado TLS, não o de selagem."}},
    {v1::ERROR_REASON_CERTIFICATE_WRONG_NAME,
     {"the certificate names nobody of this gateway: present the one that enrolment gave",
      "El certificado no nombra a nadie de este enlace: presente el que recibió al inscribirse.",
      "O certificado não nomeia ninguém deste enlace: apresente o que recebeu na inscrição."}},
    {v1::ERROR_REASON_CERTIFICATE_UNKNOWN,
     {"the certificate is not on record: ask the administrator for a new enrolment token",
      "El certificado no consta en el registro: pida al administrador un nuevo código de inscripción.",
      "O certificado não consta no registro: peça ao administrador um novo código de inscrição."}},
    {v1::ERROR_REASON_AGENCY_SUSPENDED,
     {"the agency is suspended: ask the administrator",
      "La institución está suspendida: consulte al administrador.",
      "A instituição está suspensa: consulte o administrador."}},
    {v1::ERROR_REASON_FIELD_INVALID,
     {"a field is missing or malformed", "Falta un dato o no tiene la forma requerida.",
      "Falta um dado ou ele não tem a forma exigida."}},
    {v1::ERROR_REASON_NOT_FOUND, {"not found", "No se encontró.", "Não encontrado."}},
    {v1::ERROR_REASON_ROLE_NOT_PERMITTED,
     {"this kind of caller may never do this", "Su institución no está facultada para esta operación.",
      "A sua instituição não está autorizada a realizar esta operação."}},
    {v1::ERROR_REASON_REQUEST_ID_REUSED,
     {"request_id was used before with another body: use a new one",
      "El identificador de la solicitud ya se usó con otro contenido: use uno nuevo.",
      "O identificador do pedido já foi usado com outro conteúdo: use um novo."}},
    {v1::ERROR_REASON_VERSION_CONFLICT,
     {"the leg has changed meanwhile: read it again",
      "El trámite cambió entretanto: léalo de nuevo y decida otra vez.",
      "O trâmite mudou nesse meio-tempo: leia-o de novo e decida outra vez."}},
    {v1::ERROR_REASON_TRANSITION_NOT_ALLOWED,
     {"the leg cannot do this from its present state: read it again",
      "El trámite no admite este paso en su estado actual: léalo de nuevo.",
      "O trâmite não admite este passo no estado atual: leia-o de novo."}},
    {v1::ERROR_REASON_ACTOR_NOT_ALLOWED,
     {"another party has to do this", "Este paso corresponde a otra de las partes.",
      "Este passo cabe a outra das partes."}},
    {v1::ERROR_REASON_GUARD_NOT_MET,
     {"a condition of this step is not met", "No se cumple una condición de este paso.",
      "Uma condição deste passo não foi cumprida."}},
    {v1::ERROR_REASON_ROUTE_CHANGED,
     {"the recipients have changed: resolve them again, seal again, submit again with a new request_id",
      "Los destinatarios cambiaron: consúltelos de nuevo, selle de nuevo y envíe otra vez.",
      "Os destinatários mudaram: consulte-os de novo, sele de novo e envie outra vez."}},
    {v1::ERROR_REASON_ENVELOPE_INVALID,
     {"the sealed content has a wrong form, or is sealed to a key that the directory does not name",
      "El contenido sellado no tiene la forma debida o está sellado para una clave que no está en el "
      "directorio.",
      "O conteúdo selado não tem a forma devida ou está selado para uma chave que não está no diretório."}},
    {v1::ERROR_REASON_ALREADY_EXISTS,
     {"the same name or identifier exists already", "Ya existe el mismo nombre o identificador.",
      "Já existe o mesmo nome ou identificador."}},
    {v1::ERROR_REASON_POSITION_INVALID,
     {"the position is beyond the end, or belongs to another log",
      "La posición está más allá del final o pertenece a otro registro.",
      "A posição está além do fim ou pertence a outro registro."}},
    {v1::ERROR_REASON_TOKEN_REFUSED,
     {"the enrolment token is not accepted: ask the administrator for a new one",
      "El código de inscripción no se acepta: pida uno nuevo al administrador.",
      "O código de inscrição não é aceito: peça um novo ao administrador."}},
    {v1::ERROR_REASON_CSR_REFUSED,
     {"the certificate signing request breaks the policy",
      "La solicitud de certificado no cumple las reglas.", "O pedido de certificado não cumpre as regras."}},
    {v1::ERROR_REASON_STORE_UNAVAILABLE,
     {"the gateway could not write, nothing was kept: retry with the same request_id",
      "El enlace no pudo guardar nada: intente de nuevo con la misma solicitud.",
      "O enlace não conseguiu gravar nada: tente de novo com o mesmo pedido."}},
    {v1::ERROR_REASON_SHUTTING_DOWN,
     {"the gateway is starting or stopping: retry with the same request_id",
      "El enlace se está iniciando o deteniendo: intente de nuevo con la misma solicitud.",
      "O enlace está iniciando ou parando: tente de novo com o mesmo pedido."}},
    {v1::ERROR_REASON_QUOTA_EXCEEDED,
     {"too many calls: wait, then retry", "Demasiadas solicitudes: espere e intente de nuevo.",
      "Pedidos demais: espere e tente de novo."}},
    {v1::ERROR_REASON_INTERNAL,
     {"a defect of the gateway: its operator finds the details in its log",
      "Error interno del enlace: su operador encontrará los detalles en la bitácora.",
      "Erro interno do enlace: o operador encontrará os detalhes no registro de eventos."}},
};

constexpr ReasonText kDeadline = {
    "the call took longer than its deadline: retry with the same request_id",
    "La solicitud tardó más de lo previsto: intente de nuevo con la misma solicitud.",
    "O pedido demorou mais que o previsto: tente de novo com o mesmo pedido."};
constexpr ReasonText kCancelled = {"the call was cancelled", "La solicitud fue cancelada.",
                                   "O pedido foi cancelado."};
constexpr ReasonText kUnimplemented = {"this method is not served on this port",
                                       "Esta operación no se ofrece en este puerto.",
                                       "Esta operação não é oferecida nesta porta."};
constexpr ReasonText kRefused = {"the call was refused", "La solicitud fue rechazada.",
                                 "O pedido foi recusado."};

}  // namespace

const ReasonText& TextOf(v1::ErrorReason reason, absl::StatusCode code) {
  for (const ReasonRow& row : kReasons) {
    if (row.reason == reason) return row.text;
  }
  switch (code) {
    case absl::StatusCode::kDeadlineExceeded:
      return kDeadline;
    case absl::StatusCode::kCancelled:
      return kCancelled;
    case absl::StatusCode::kUnimplemented:
      return kUnimplemented;
    default:
      return kRefused;
  }
}

}  // namespace enlace::transport
