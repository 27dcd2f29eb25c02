#include "adapters/runtime/sentences.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"

namespace enlace::adapters {
namespace {

struct Words {
  const char* es;
  const char* pt;
  const char* en;
};

const char* In(const Words& words, absl::string_view language) {
  if (absl::StartsWith(language, "pt")) return words.pt;
  if (absl::StartsWith(language, "en")) return words.en;
  return words.es;
}

Words StateWords(v1::LegState state) {
  switch (state) {
    case v1::LEG_STATE_HELD:
      return {"retenida: ninguna institución competente", "retida: nenhum órgão competente",
              "held: nobody is competent"};
    case v1::LEG_STATE_DISPATCHED:
      return {"enviada", "enviada", "dispatched"};
    case v1::LEG_STATE_DELIVERED:
      return {"entregada al sistema", "entregue ao sistema", "delivered to the system"};
    case v1::LEG_STATE_DELIVERY_FAILED:
      return {"entrega fallida", "falha na entrega", "delivery failed"};
    case v1::LEG_STATE_RECEIVED:
      return {"recibida por una persona", "recebida por uma pessoa", "received by an officer"};
    case v1::LEG_STATE_INFORMATION_REQUESTED:
      return {"se pide información", "informação solicitada", "information is requested"};
    case v1::LEG_STATE_ACCEPTED:
      return {"aceptada", "aceita", "accepted"};
    case v1::LEG_STATE_IN_PROGRESS:
      return {"en trámite", "em andamento", "in progress"};
    case v1::LEG_STATE_ON_HOLD:
      return {"en pausa", "em pausa", "on hold"};
    case v1::LEG_STATE_COMPLETED:
      return {"concluida", "concluída", "completed"};
    case v1::LEG_STATE_CLOSED:
      return {"cerrada", "encerrada", "closed"};
    case v1::LEG_STATE_DECLINED:
      return {"rechazada", "recusada", "declined"};
    case v1::LEG_STATE_RETURNED_NOT_COMPETENT:
      return {"devuelta por falta de competencia", "devolvida por falta de competência",
              "returned: not competent"};
    case v1::LEG_STATE_TRANSFERRED:
      return {"trasladada", "transferida", "transferred"};
    case v1::LEG_STATE_WITHDRAWN_BY_SENDER:
      return {"retirada por quien la envió", "retirada por quem a enviou", "withdrawn"};
    case v1::LEG_STATE_REVOKED:
      return {"acceso revocado", "acesso revogado", "access revoked"};
    case v1::LEG_STATE_ENTERED_IN_ERROR:
      return {"registrada por error", "registrada por engano", "entered in error"};
    default:
      return {"cambió", "mudou", "changed"};
  }
}

Words KindWords(v1::FeedKind kind) {
  switch (kind) {
    case v1::FEED_KIND_LEG_DISPATCHED:
      return {"llegó una remisión", "chegou um encaminhamento", "a referral arrived"};
    case v1::FEED_KIND_INVESTIGATION_REPORTED:
      return {"hay un nuevo estado de la investigación", "há nova situação da investigação",
              "the state of the investigation was reported"};
    case v1::FEED_KIND_PROTECTION_REPORTED:
      return {"hay un nuevo estado de la protección", "há nova situação da proteção",
              "the state of the protection was reported"};
    case v1::FEED_KIND_ACCESS_ENDED:
      return {"su acceso terminó: dejen de usar los datos recibidos",
              "seu acesso terminou: parem de usar os dados recebidos",
              "your access ended: stop using what you hold"};
    case v1::FEED_KIND_NO_TAKER:
      return {"ninguna institución tiene el caso: hay que actuar ahora",
              "nenhum órgão tem o caso: é preciso agir agora", "nobody has the case: act now"};
    case v1::FEED_KIND_RESEAL_REQUESTED:
      return {"otra institución es competente: envíen de nuevo", "outro órgão é competente: enviem novamente",
              "another agency is competent: send it again"};
    case v1::FEED_KIND_MEASURE_CHANGED:
      return {"cambió una medida de protección", "mudou uma medida de proteção",
              "a protection measure changed"};
    case v1::FEED_KIND_WARNING:
      return {"hay una alerta temprana para ustedes, nueva o cambiada: ábranla",
              "há um alerta antecipado para vocês, novo ou alterado: abram-no",
              "there is an early warning for you, new or changed: open it"};
    case v1::FEED_KIND_WARNING_ANSWERED:
      return {"respondieron a su alerta temprana", "responderam ao seu alerta antecipado",
              "your early warning was answered"};
    case v1::FEED_KIND_REFERRAL_RECLASSIFIED:
      return {"quien la envió cambió la categoría del presunto responsable",
              "quem a enviou mudou a categoria do suposto responsável",
              "the sender changed the category of the alleged perpetrator"};
    default:
      return {"hubo un cambio", "houve uma mudança", "something changed"};
  }
}

Words ClockWords(v1::EscalationLevel level) {
  switch (level) {
    case v1::ESCALATION_LEVEL_REMINDER:
      return {"un plazo vence pronto", "um prazo vence em breve", "a deadline is near"};
    case v1::ESCALATION_LEVEL_BREACH:
      return {"venció un plazo y nadie respondió", "venceu um prazo e ninguém respondeu",
              "a deadline has passed and nobody answered"};
    case v1::ESCALATION_LEVEL_ESCALATION:
      return {"sigue sin respuesta un plazo vencido", "continua sem resposta um prazo vencido",
              "a missed deadline is still unanswered"};
    default:
      return {"un plazo vence", "um prazo vence", "a deadline is due"};
  }
}

// Which clock, when it is due, and that a target is no law.
std::string ClockSentence(const v1::ClockNotice& clock, absl::string_view language) {
  static constexpr Words kTarget = {"meta, no ley", "meta, não lei", "a target, not law"};
  std::string sentence = In(ClockWords(clock.level()), language);
  if (clock.authority() == v1::CLOCK_AUTHORITY_OPERATOR_TARGET) {
    absl::StrAppend(&sentence, " (", clock.rule_id(), ", ", In(kTarget, language), ")");
  } else if (!clock.rule_id().empty()) {
    absl::StrAppend(&sentence, " (", clock.rule_id(), ")");
  }
  if (clock.has_due_time())
    absl::StrAppend(&sentence, ": ", base::TimeText(base::FromProto(clock.due_time())));
  return sentence;
}

Words ChangeWords(v1::CertificateChange change) {
  switch (change) {
    case v1::CERTIFICATE_CHANGE_ISSUED:
      return {"fue emitido; si nadie de ustedes lo pidió, avisen a la administración de la pasarela",
              "foi emitido; se ninguém de vocês o pediu, avisem a administração do gateway",
              "was issued; if none of you asked for it, tell the administrator of the gateway"};
    case v1::CERTIFICATE_CHANGE_REVOKED:
      return {"fue revocado; pregunten a la administración de la pasarela",
              "foi revogado; perguntem à administração do gateway",
              "was revoked; ask the administrator of the gateway"};
    case v1::CERTIFICATE_CHANGE_REINSTATED:
      return {"vuelve a ser válido", "voltou a ser válido", "is good again"};
    case v1::CERTIFICATE_CHANGE_EXPIRING:
      return {"vence pronto y nadie lo ha renovado: revisen este adaptador",
              "vence em breve e ninguém o renovou: verifiquem este adaptador",
              "ends soon and nobody has renewed it: look after this adapter"};
    case v1::CERTIFICATE_CHANGE_EXPIRED:
      return {"venció: pidan un nuevo token a la administración de la pasarela",
              "venceu: peçam um novo token à administração do gateway",
              "has ended: ask the administrator of the gateway for a new token"};
    default:
      return {"cambió", "mudou", "changed"};
  }
}

// Which certificate, what happened to it, and what to do.
std::string CertificateSentence(const v1::CertificateNotice& notice, absl::string_view language) {
  static constexpr Words kTls = {"certificado TLS", "certificado TLS", "TLS certificate"};
  static constexpr Words kSealing = {"certificado de sellado", "certificado de selagem",
                                     "sealing certificate"};
  static constexpr Words kUntil = {"hasta", "até", "until"};
  const Words& usage = notice.usage() == v1::CERTIFICATE_USAGE_SEALING ? kSealing : kTls;
  return absl::StrCat(In(usage, language), " ", notice.serial(), " (", notice.unit_id(), ", ",
                      In(kUntil, language), " ", base::TimeText(base::FromProto(notice.not_after())), ") ",
                      In(ChangeWords(notice.change()), language), ".");
}

}  // namespace

std::string SentenceOf(const v1::FeedItem& item, absl::string_view language) {
  if (item.kind() == v1::FEED_KIND_CERTIFICATE) return CertificateSentence(item.certificate(), language);
  const std::string code = !item.short_code().empty()   ? item.short_code()
                           : !item.warning_id().empty() ? item.warning_id()
                                                        : std::string("-");
  const std::string actor =
      item.actor().agency_id().empty() ? "" : absl::StrCat(" (", item.actor().agency_id(), ")");
  if (item.kind() == v1::FEED_KIND_LEG_CHANGED) {
    return absl::StrCat(code, ": ", In(StateWords(item.leg_state()), language), actor, ".");
  }
  if (item.kind() == v1::FEED_KIND_CLOCK) {
    return absl::StrCat(code, ": ", ClockSentence(item.clock(), language), ".");
  }
  return absl::StrCat(code, ": ", In(KindWords(item.kind()), language), actor, ".");
}

std::string UndeliveredSentenceOf(const v1::FeedItem& item, absl::string_view language) {
  static constexpr Words kWords = {
      "algo llegó y no se pudo abrir o guardar aquí; pregunten a quien administra este adaptador y a quien "
      "lo envió",
      "algo chegou e não pôde ser aberto ou guardado aqui; perguntem a quem administra este adaptador e a "
      "quem enviou",
      "something arrived that could not be opened or kept here; ask whoever runs this adapter, and the "
      "sender"};
  return absl::StrCat(item.short_code().empty() ? "-" : item.short_code(), ": ", In(kWords, language), ".");
}

}  // namespace enlace::adapters
