#include "client/enlacectl/revocation_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/output.h"

namespace enlace::client {
namespace {

constexpr Phrase kRevoked = {"It is revoked already.", "Ya está revocado.", "Já está revogado."};
// No sentence that would have to count one and many apart.
constexpr Phrase kCut = {"Revoking it cuts open streams: $0, calls: $1, connections: $2.",
                         "Revocarlo corta flujos abiertos: $0, llamadas: $1, conexiones: $2.",
                         "Revogá-lo corta fluxos abertos: $0, chamadas: $1, conexões: $2."};
constexpr Phrase kSealing = {
    "Revoking it cuts nothing: nobody seals to it any more, and what was sealed to it can still be opened.",
    "Revocarlo no corta nada: ya nadie sella para él, y lo que se selló para él aún se puede abrir.",
    "Revogá-lo não corta nada: ninguém mais sela para ele, e o que foi selado para ele ainda pode ser "
    "aberto."};
constexpr Phrase kStays = {"The holder can go on with another certificate.",
                           "Su titular puede seguir con otro certificado.",
                           "O titular pode continuar com outro certificado."};
constexpr Phrase kReachable = {"The agency stays reachable through another unit's certificate.",
                               "La institución sigue accesible con el certificado de otra unidad.",
                               "O órgão continua acessível pelo certificado de outra unidade."};
constexpr Phrase kUnreachable = {
    "The agency can then not be reached: $0 feed items wait, and $1 clocks run against it, $2 of them due "
    "within 24 hours.",
    "La institución queda inaccesible: esperan $0 avisos y corren $1 plazos en su contra, $2 de ellos vencen "
    "en 24 horas.",
    "O órgão fica inacessível: esperam $0 avisos e correm $1 prazos contra ele, $2 deles vencem em 24 "
    "horas."};

std::string Sentence(const v1::PreviewRevocationResponse& preview, Language language) {
  const v1::Certificate& certificate = preview.certificate();
  if (certificate.has_revoke_time()) return kRevoked.In(language);
  if (certificate.usage() == v1::CERTIFICATE_USAGE_SEALING) return kSealing.In(language);
  std::string text = absl::Substitute(kCut.In(language), preview.open_streams(), preview.open_calls(),
                                      preview.connections());
  if (preview.other_certificates() > 0) return absl::StrCat(text, " ", kStays.In(language));
  if (preview.agency_stays_reachable()) return absl::StrCat(text, " ", kReachable.In(language));
  return absl::StrCat(text, " ",
                      absl::Substitute(kUnreachable.In(language), preview.waiting_items(),
                                       preview.running_clocks(), preview.urgent_clocks()));
}

}  // namespace

std::string PreviewText(const v1::PreviewRevocationResponse& preview, Language language) {
  const v1::Certificate& certificate = preview.certificate();
  return absl::StrCat(Sentence(preview, language), "\n",
                      FormatFields({{"serial", certificate.serial()},
                                    {"holder", certificate.subject_uri()},
                                    {"usage", EnumText(certificate.usage())},
                                    {"not after", TimeCell(certificate.not_after())},
                                    {"revoked", TimeCell(certificate.revoke_time())},
                                    {"connections", absl::StrCat(preview.connections())},
                                    {"open streams", absl::StrCat(preview.open_streams())},
                                    {"open calls", absl::StrCat(preview.open_calls())},
                                    {"other certificates", absl::StrCat(preview.other_certificates())},
                                    {"agency reachable", preview.agency_stays_reachable() ? "yes" : "no"},
                                    {"waiting items", absl::StrCat(preview.waiting_items())},
                                    {"running clocks", absl::StrCat(preview.running_clocks())},
                                    {"due within 24 h", absl::StrCat(preview.urgent_clocks())}}));
}

}  // namespace enlace::client
