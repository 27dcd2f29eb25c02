#include "client/error_text.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

struct ReasonPhrase {
  v1::ErrorReason reason;
  Phrase phrase;
};

struct ConnectionPhrase {
  ConnectionProblem problem;
  Phrase phrase;
};

constexpr ReasonPhrase kReasons[] = {
    {v1::ERROR_REASON_CERTIFICATE_MISSING,
     {"The gateway saw no certificate of ours. Enrol this machine (enlacectl enroll) or name the right "
      "identity "
      "folder with --identity.",
      "La pasarela no recibió ningún certificado nuestro. Inscriba este equipo (enlacectl enroll) o indique "
      "la "
      "carpeta de identidad correcta con --identity.",
      "O gateway não recebeu nenhum certificado nosso. Inscreva esta máquina (enlacectl enroll) ou indique a "
      "pasta "
      "de identidade correta com --identity."}},
    {v1::ERROR_REASON_CERTIFICATE_UNTRUSTED,
     {"The gateway does not trust the authority that issued our certificate: another gateway did, or the "
      "authority has been retired. Check --address, or ask the administrator of this one for a new token.",
      "La pasarela no confía en la autoridad que emitió nuestro certificado: lo emitió otra pasarela, o esa "
      "autoridad fue retirada. Revise --address o pida un token nuevo a la administración de esta.",
      "O gateway não confia na autoridade que emitiu o nosso certificado: foi outro gateway, ou essa autoridade "
      "foi retirada. Verifique --address ou peça um novo token à administração deste."}},
    {v1::ERROR_REASON_AUTHORITY_NOT_READY,
     {"This step of the authority would shut somebody out, or its key is not there. Do first what the gateway says.",
      "Este paso de la autoridad dejaría fuera a alguien, o falta su llave. Haga antes lo que indica la pasarela.",
      "Este passo da autoridade deixaria alguém de fora, ou falta a sua chave. Faça antes o que o gateway indica."}},
    {v1::ERROR_REASON_CERTIFICATE_EXPIRED,
     {"Our certificate has expired. Ask the administrator of the gateway for a new token and enrol again; "
      "cases and "
      "old content are not lost.",
      "Nuestro certificado venció. Pida un token nuevo a la administración de la pasarela e inscríbase otra "
      "vez; no "
      "se pierden los casos ni el contenido anterior.",
      "O nosso certificado venceu. Peça um novo token à administração do gateway e inscreva-se outra vez; os "
      "casos e "
      "o conteúdo anterior não se perdem."}},
    {v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID,
     {"Our certificate is not valid yet. Check the date and time of both machines.",
      "Nuestro certificado todavía no es válido. Revise la fecha y la hora de ambos equipos.",
      "O nosso certificado ainda não é válido. Verifique a data e a hora das duas máquinas."}},
    {v1::ERROR_REASON_CERTIFICATE_REVOKED,
     {"Our certificate was revoked. If nobody here knows why, call the administrator of the gateway at once; "
      "only a "
      "new token lets this machine back in.",
      "Nuestro certificado fue revocado. Si aquí nadie sabe por qué, llame de inmediato a la administración "
      "de la "
      "pasarela; este equipo solo vuelve a entrar con un token nuevo.",
      "O nosso certificado foi revogado. Se ninguém aqui sabe por quê, ligue imediatamente para a "
      "administração do "
      "gateway; esta máquina só volta a entrar com um novo token."}},
    {v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE,
     {"The certificate that we presented is not for connections (it may be the sealing one). Present tls.pem "
      "with "
      "tls.key.",
      "El certificado que presentamos no sirve para conectarse (quizá es el de sellado). Presente tls.pem "
      "con "
      "tls.key.",
      "O certificado que apresentamos não serve para conexões (talvez seja o de selagem). Apresente tls.pem "
      "com "
      "tls.key."}},
    {v1::ERROR_REASON_CERTIFICATE_WRONG_NAME,
     {"Our certificate names nobody whom this gateway knows. Check --address, or ask for a token of this "
      "gateway.",
      "Nuestro certificado no nombra a nadie que esta pasarela conozca. Revise --address o pida un token de "
      "esta "
      "pasarela.",
      "O nosso certificado não nomeia ninguém que este gateway conheça. Verifique --address ou peça um token "
      "deste "
      "gateway."}},
    {v1::ERROR_REASON_CERTIFICATE_UNKNOWN,
     {"The gateway's authority signed our certificate, but the gateway has no record of it. Tell its "
      "administrator "
      "at once: somebody may hold its keys, or a backup was restored.",
      "La autoridad de la pasarela firmó nuestro certificado, pero la pasarela no lo tiene registrado. Avise "
      "de "
      "inmediato a su administración: alguien podría tener sus llaves, o se restauró un respaldo.",
      "A autoridade do gateway assinou o nosso certificado, mas o gateway não tem registro dele. Avise "
      "imediatamente "
      "a sua administração: alguém pode ter as chaves, ou um backup foi restaurado."}},
    {v1::ERROR_REASON_AGENCY_SUSPENDED,
     {"This agency is suspended at the gateway. Its queue is kept. Ask the administrator of the gateway.",
      "Esta institución está suspendida en la pasarela. Su fila se conserva. Consulte a la administración de "
      "la "
      "pasarela.",
      "Esta instituição está suspensa no gateway. A sua fila é preservada. Consulte a administração do "
      "gateway."}},
    {v1::ERROR_REASON_FIELD_INVALID,
     {"A field is missing or wrong. Correct it and send again.",
      "Falta un dato o es incorrecto. Corríjalo y envíe de nuevo.",
      "Falta um dado ou está incorreto. Corrija-o e envie de novo."}},
    {v1::ERROR_REASON_NOT_FOUND,
     {"There is no such thing here, or none that this agency may know of. Check the number.",
      "Aquí no existe, o esta institución no puede conocerlo. Revise el número.",
      "Isto não existe aqui, ou esta instituição não pode conhecê-lo. Verifique o número."}},
    {v1::ERROR_REASON_ROLE_NOT_PERMITTED,
     {"This kind of agency may never do this. Use an identity that may (an administrator's, say).",
      "Este tipo de institución nunca puede hacer esto. Use una identidad que sí pueda (por ejemplo, de "
      "administración).",
      "Este tipo de instituição nunca pode fazer isto. Use uma identidade que possa (por exemplo, de "
      "administração)."}},
    {v1::ERROR_REASON_REQUEST_ID_REUSED,
     {"This request number was used before for something else. Look whether it was sent already; otherwise "
      "use a new "
      "one.",
      "Este número de solicitud ya se usó para otra cosa. Revise si ya se envió; si no, use uno nuevo.",
      "Este número de solicitação já foi usado para outra coisa. Verifique se já foi enviado; se não, use um "
      "novo."}},
    {v1::ERROR_REASON_VERSION_CONFLICT,
     {"Somebody else acted meanwhile. Read the referral again and decide again.",
      "Alguien más actuó mientras tanto. Lea otra vez la derivación y decida de nuevo.",
      "Alguém agiu entretanto. Leia outra vez o encaminhamento e decida de novo."}},
    {v1::ERROR_REASON_TRANSITION_NOT_ALLOWED,
     {"This step is not possible from where the referral stands now. Read it again to see what is.",
      "Este paso no es posible en el estado actual de la derivación. Léala otra vez para ver qué procede.",
      "Este passo não é possível no estado atual do encaminhamento. Leia-o outra vez para ver o que cabe."}},
    {v1::ERROR_REASON_ACTOR_NOT_ALLOWED,
     {"This step exists, but another party has to take it.",
      "Este paso existe, pero le corresponde a otra parte.", "Este passo existe, mas cabe a outra parte."}},
    {v1::ERROR_REASON_GUARD_NOT_MET,
     {"Something that this step requires is missing.", "Falta algo que este paso exige.",
      "Falta algo que este passo exige."}},
    {v1::ERROR_REASON_ROUTE_CHANGED,
     {"The competent recipients changed while the content was being sealed. Send it again.",
      "Las instituciones competentes cambiaron mientras se sellaba el contenido. Envíelo otra vez.",
      "As instituições competentes mudaram enquanto o conteúdo era selado. Envie-o outra vez."}},
    {v1::ERROR_REASON_ENVELOPE_INVALID,
     {"The gateway refused the sealed envelope. Update this program; if it is current, tell the "
      "administrator.",
      "La pasarela rechazó el sobre sellado. Actualice este programa; si está al día, avise a la "
      "administración.",
      "O gateway recusou o envelope selado. Atualize este programa; se estiver em dia, avise a "
      "administração."}},
    {v1::ERROR_REASON_ALREADY_EXISTS,
     {"This name or identifier is taken already.", "Este nombre o identificador ya existe.",
      "Este nome ou identificador já existe."}},
    {v1::ERROR_REASON_POSITION_INVALID,
     {"The position is not one of this feed. Begin from the start, or from a position that this gateway "
      "gave.",
      "La posición no pertenece a este flujo. Comience desde el principio o desde una posición que dio esta "
      "pasarela.",
      "A posição não pertence a este fluxo. Comece do início ou de uma posição dada por este gateway."}},
    {v1::ERROR_REASON_TOKEN_REFUSED,
     {"The token was not accepted: it is spent, expired, or for another name. Ask the administrator of the "
      "gateway "
      "for a new one.",
      "El token no fue aceptado: ya se usó, venció o es para otro nombre. Pida uno nuevo a la administración "
      "de la "
      "pasarela.",
      "O token não foi aceito: já foi usado, venceu ou é para outro nome. Peça um novo à administração do "
      "gateway."}},
    {v1::ERROR_REASON_CSR_REFUSED,
     {"The gateway refused the request for a certificate. Update this program; if it is current, tell the "
      "administrator.",
      "La pasarela rechazó la solicitud de certificado. Actualice este programa; si está al día, avise a la "
      "administración.",
      "O gateway recusou o pedido de certificado. Atualize este programa; se estiver em dia, avise a "
      "administração."}},
    {v1::ERROR_REASON_APPROVAL_REQUIRED,
     {"This act takes two administrators at this gateway. Have another administrator approve the proposal, "
      "then repeat the command with the same --request-id.",
      "Este acto requiere dos administradores en esta pasarela. Pida que otra persona administradora apruebe "
      "la propuesta y repita el comando con el mismo --request-id.",
      "Este ato exige dois administradores neste gateway. Peça que outra pessoa administradora aprove a "
      "proposta e repita o comando com o mesmo --request-id."}},
    {v1::ERROR_REASON_PROPOSAL_CLOSED,
     {"The proposal was decided, has expired or is void. If the act is still needed, propose it anew.",
      "La propuesta ya fue decidida, venció o no es válida. Si el acto sigue siendo necesario, propóngalo de "
      "nuevo.",
      "A proposta já foi decidida, venceu ou não é válida. Se o ato ainda for necessário, proponha-o de "
      "novo."}},
    {v1::ERROR_REASON_SAME_PERSON,
     {"Nobody approves what he proposed himself. Ask another administrator.",
      "Nadie aprueba lo que propuso. Pídalo a otra persona administradora.",
      "Ninguém aprova o que propôs. Peça a outra pessoa administradora."}},
    {v1::ERROR_REASON_REVOCATION_FINAL,
     {"The revocation cannot be taken back any more. Give the holder a new enrolment token.",
      "La revocación ya no se puede deshacer. Dé a su titular un nuevo token de inscripción.",
      "A revogação não pode mais ser desfeita. Dê ao titular um novo token de inscrição."}},
    {v1::ERROR_REASON_STORE_UNAVAILABLE,
     {"The gateway cannot write at the moment. Nothing was kept; try again later, it will not be sent twice.",
      "La pasarela no puede guardar en este momento. No se guardó nada; intente más tarde, no se enviará dos "
      "veces.",
      "O gateway não consegue gravar neste momento. Nada foi guardado; tente mais tarde, não será enviado "
      "duas "
      "vezes."}},
    {v1::ERROR_REASON_SHUTTING_DOWN,
     {"The gateway is starting or stopping. Try again in a moment.",
      "La pasarela está iniciando o deteniéndose. Intente de nuevo en un momento.",
      "O gateway está iniciando ou parando. Tente de novo em um momento."}},
    {v1::ERROR_REASON_QUOTA_EXCEEDED,
     {"Too many calls in a short time. Wait a little and try again.",
      "Demasiadas llamadas en poco tiempo. Espere un poco e intente de nuevo.",
      "Chamadas demais em pouco tempo. Espere um pouco e tente de novo."}},
    {v1::ERROR_REASON_INTERNAL,
     {"A defect of the gateway. Tell its administrator the time of this message; the log there has the "
      "details.",
      "Un defecto de la pasarela. Informe a su administración la hora de este mensaje; la bitácora tiene los "
      "detalles.",
      "Um defeito do gateway. Informe à administração a hora desta mensagem; o log de lá tem os detalhes."}},
};

constexpr ConnectionPhrase kConnections[] = {
    {ConnectionProblem::kNameUnknown,
     {"The name of the gateway is not known (DNS). Check --address and this machine's name servers.",
      "No se encuentra el nombre de la pasarela (DNS). Revise --address y los servidores de nombres de este "
      "equipo.",
      "O nome do gateway não foi encontrado (DNS). Verifique --address e os servidores de nomes desta "
      "máquina."}},
    {ConnectionProblem::kRefused,
     {"Nothing answers at this address and port. Check --address; if it is right, the gateway is not running "
      "or a "
      "firewall refuses us.",
      "Nadie responde en esta dirección y puerto. Revise --address; si es correcta, la pasarela no está en "
      "marcha o "
      "un cortafuegos nos rechaza.",
      "Ninguém responde neste endereço e porta. Verifique --address; se estiver correto, o gateway não está "
      "em "
      "execução ou um firewall nos recusa."}},
    {ConnectionProblem::kUnreachable,
     {"The gateway cannot be reached over the network. Check the network, the proxy and the firewalls, then "
      "try "
      "again.",
      "No se alcanza la pasarela por la red. Revise la red, el proxy y los cortafuegos, e intente de nuevo.",
      "O gateway não é alcançado pela rede. Verifique a rede, o proxy e os firewalls, e tente de novo."}},
    {ConnectionProblem::kUntrustedServer,
     {"The server at this address is not one that we may trust: its certificate is not of our gateway's "
      "authority, or it has expired. Send nothing; run enlacectl doctor and check --address. If the gateway has "
      "replaced its authority since we last trusted it, ask its administrator for a new token.",
      "El servidor en esta dirección no es de confianza: su certificado no es de la autoridad de nuestra "
      "pasarela, o venció. No envíe nada; ejecute enlacectl doctor y revise --address. Si la pasarela cambió de "
      "autoridad mientras tanto, pida un token nuevo a su administración.",
      "O servidor neste endereço não é de confiança: o seu certificado não é da autoridade do nosso gateway, "
      "ou venceu. Não envie nada; execute enlacectl doctor e verifique --address. Se o gateway trocou de "
      "autoridade entretanto, peça um novo token à sua administração."}},
    {ConnectionProblem::kWrongServerName,
     {"The server's certificate is for other names than the one we called. Use the name that the "
      "administrator gave, "
      "or ask that this name be added to public_names.",
      "El certificado del servidor es para otros nombres, no para el que usamos. Use el nombre que dio la "
      "administración, o pida que este se agregue a public_names.",
      "O certificado do servidor é para outros nomes, não para o que usamos. Use o nome dado pela "
      "administração, ou "
      "peça que este seja acrescentado a public_names."}},
    {ConnectionProblem::kTlsFailed,
     {"The encrypted connection could not be set up. A device between us may be opening TLS, or this is not "
      "the "
      "gateway's port; run enlacectl doctor.",
      "No se pudo establecer la conexión cifrada. Quizá un equipo intermedio abre el TLS, o este no es el "
      "puerto de "
      "la pasarela; ejecute enlacectl doctor.",
      "Não foi possível estabelecer a conexão cifrada. Talvez um equipamento intermediário abra o TLS, ou "
      "esta não é "
      "a porta do gateway; execute enlacectl doctor."}},
    {ConnectionProblem::kBroken,
     {"The connection broke. Try again; what was sent will not be sent twice.",
      "La conexión se cortó. Intente de nuevo; lo enviado no se enviará dos veces.",
      "A conexão caiu. Tente de novo; o que foi enviado não será enviado duas vezes."}},
};

constexpr Phrase kTimedOut = {
    "The gateway did not answer in time. Try again; what was sent will not be sent twice.",
    "La pasarela no respondió a tiempo. Intente de nuevo; lo enviado no se enviará dos veces.",
    "O gateway não respondeu a tempo. Tente de novo; o que foi enviado não será enviado duas vezes."};

}  // namespace

std::string ReasonText(v1::ErrorReason reason, Language language) {
  for (const ReasonPhrase& entry : kReasons) {
    if (entry.reason == reason) return entry.phrase.In(language);
  }
  return "";
}

std::string ConnectionText(ConnectionProblem problem, Language language) {
  for (const ConnectionPhrase& entry : kConnections) {
    if (entry.problem == problem) return entry.phrase.In(language);
  }
  return "";
}

std::string ErrorText(const absl::Status& status, Language language) {
  std::string text = ReasonText(base::ReasonOf(status), language);
  if (text.empty()) text = ConnectionText(ConnectionProblemOf(status), language);
  if (text.empty() && absl::IsDeadlineExceeded(status)) text = kTimedOut.In(language);
  const absl::string_view said = status.message();
  if (text.empty()) return said.empty() ? absl::StatusCodeToString(status.code()) : std::string(said);
  return said.empty() ? text : absl::StrCat(text, " (", said, ")");
}

}  // namespace enlace::client
