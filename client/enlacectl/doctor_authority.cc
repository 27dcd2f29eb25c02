#include "client/enlacectl/doctor_authority.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "certs/ca/authority.h"
#include "certs/ca/authority_files.h"
#include "client/enlacectl/doctor_folder.h"
#include "gateway/base/files.h"
#include "gateway/base/passphrase.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxFile = 1 << 20;
// A ceremony takes its time: persons, a machine without network, a date for both.
constexpr absl::Duration kLongestNotice = absl::Hours(24 * 90);

constexpr Phrase kFilesGood = {"The files of the authority are complete and for nobody else",
                               "Los archivos de la autoridad están completos y nadie más los lee",
                               "Os arquivos da autoridade estão completos e ninguém mais os lê"};
constexpr Phrase kFilesBad = {
    "The authority cannot be used: mend the file, or bring the folder back from its backup",
    "La autoridad no puede usarse: repare el archivo o restaure la carpeta de su respaldo",
    "A autoridade não pode ser usada: repare o arquivo ou restaure a pasta do seu backup"};
constexpr Phrase kOtherDomain = {
    "The authority is of another trust domain than the settings say (trust_domain): every identity would be "
    "refused. It is of",
    "La autoridad es de otro dominio de confianza que el de la configuración (trust_domain): se rechazaría "
    "toda identidad. Es de",
    "A autoridade é de outro domínio de confiança que o da configuração (trust_domain): toda identidade "
    "seria recusada. É de"};
constexpr Phrase kOpen = {
    "Others on this machine can read what the authority keeps secret; if somebody may have, make a new "
    "issuing authority. Run: chmod",
    "Otras personas de este equipo pueden leer lo secreto de la autoridad; si alguien pudo hacerlo, cree una "
    "nueva autoridad emisora. Ejecute: chmod",
    "Outras pessoas desta máquina podem ler o que a autoridade guarda em segredo; se alguém o pode ter "
    "feito, crie uma nova autoridade emissora. Execute: chmod"};
constexpr Phrase kRootKeyHere = {
    "The key of the root lies on this machine, where the gateway does not need it: move it to a medium "
    "without network. It is",
    "La llave de la raíz está en este equipo, donde la pasarela no la necesita: llévela a un medio sin red. "
    "Es",
    "A chave da raiz está nesta máquina, onde o gateway não precisa dela: leve-a para um meio sem rede. É"};
constexpr Phrase kValid = {"is valid until", "es válida hasta", "é válida até"};
constexpr Phrase kEndsSoon = {"ends soon; make its successor now. It ends at",
                              "termina pronto; cree ya su sucesora. Termina el",
                              "termina em breve; crie já a sua sucessora. Termina em"};
constexpr Phrase kEnded = {
    "has ended: no certificate can be issued, and every one is refused. Make a new one. It ended at",
    "terminó: no se puede emitir ningún certificado y todos se rechazan. Cree una nueva. Terminó el",
    "terminou: nenhum certificado pode ser emitido e todos são recusados. Crie uma nova. Terminou em"};
constexpr Phrase kFuture = {"begins in the future: check the date and time of this machine. It begins at",
                            "comienza en el futuro: revise la fecha y la hora de este equipo. Comienza el",
                            "começa no futuro: verifique a data e a hora desta máquina. Começa em"};

// OK if the issuing key, in the file or in its token, opens and fits.
absl::Status CheckKey(const config::v1::CaConfig& ca, const std::string& folder, base::Random& random,
                      std::string* trust_domain) {
  certs::KeyAccess access;
  ASSIGN_OR_RETURN(access.passphrase, base::ReadPassphrase(ca.passphrase_file()));
  access.pkcs11_module = ca.pkcs11_module();
  ASSIGN_OR_RETURN(const auto authority, certs::Authority::Load(folder, access, random));
  *trust_domain = authority->trust_domain();
  return absl::OkStatus();
}

void CheckEnd(const std::string& folder, const std::string& name, absl::Time now, Language language,
              std::vector<Finding>* findings) {
  const std::string path = absl::StrCat(folder, "/", name, ".pem");
  const auto pem = base::ReadFile(path, kMaxFile);
  if (!pem.ok()) return;  // The files' own finding says so.
  const auto certificate = certs::Certificate::FromPem(*pem);
  if (!certificate.ok()) return;
  const std::string check = absl::StrCat(name, "-certificate");
  const auto say = [&](const Phrase& phrase, absl::Time time) {
    return absl::StrCat(certificate->subject(), " ", phrase.In(language), " ", base::TimeText(time), " (",
                        path, ")");
  };
  const absl::Time begin = certificate->not_before();
  const absl::Time end = certificate->not_after();
  const absl::Duration notice = std::min(kLongestNotice, (end - begin) / 4);
  if (now < begin) {
    const std::string text = say(kFuture, begin);
    findings->push_back(Bad(check, ExitCode::kClockSkew, text, absl::FailedPreconditionError(text)));
  } else if (now >= end) {
    const std::string text = say(kEnded, end);
    findings->push_back(Bad(check, ExitCode::kAuthorityEnds, text, absl::FailedPreconditionError(text)));
  } else if (end - now < notice) {
    findings->push_back(Warning(check, ExitCode::kAuthorityEnds, say(kEndsSoon, end)));
  } else {
    findings->push_back(Good(check, say(kValid, end)));
  }
}

std::vector<Finding> CheckOne(const config::v1::GatewayConfig& config, const std::string& folder,
                              absl::Time now, base::Random& random, Language language) {
  constexpr char kCheck[] = "authority-files";
  std::vector<Finding> findings;
  for (const char* name : {"/issuing.key", "/root.key"}) {
    const std::string path = folder + name;
    if (!IsOpenToOthers(path)) continue;
    findings.push_back(Bad(kCheck, ExitCode::kAuthorityFiles,
                           absl::StrCat(kOpen.In(language), " 0600 ", path),
                           absl::PermissionDeniedError(absl::StrCat(path, ": others can read it"))));
  }
  std::string trust_domain = config.trust_domain();
  if (findings.empty()) {
    const absl::Status usable = CheckKey(config.ca(), folder, random, &trust_domain);
    if (!usable.ok()) {
      findings.push_back(Bad(kCheck, ExitCode::kAuthorityFiles,
                             absl::StrCat(kFilesBad.In(language), InBrackets(usable.message())), usable));
    }
  }
  if (trust_domain != config.trust_domain()) {
    findings.push_back(Bad(kCheck, ExitCode::kAuthorityFiles,
                           absl::StrCat(kOtherDomain.In(language), " ", trust_domain),
                           absl::FailedPreconditionError("another trust domain")));
  }
  if (findings.empty())
    findings.push_back(Good(kCheck, absl::StrCat(kFilesGood.In(language), " (", folder, ")")));
  const std::string root_key = folder + "/root.key";
  if (base::FileExists(root_key)) {
    findings.push_back(Warning("root-key", ExitCode::kAuthorityFiles,
                               absl::StrCat(kRootKeyHere.In(language), " ", root_key)));
  }
  CheckEnd(folder, "root", now, language, &findings);
  CheckEnd(folder, "issuing", now, language, &findings);
  return findings;
}

}  // namespace

std::vector<Finding> CheckAuthority(const config::v1::GatewayConfig& config, absl::Time now,
                                    base::Random& random, Language language) {
  std::vector<std::vector<Finding>> by_folder;
  for (const std::string& folder : certs::AuthorityFolders(config.ca().folder())) {
    by_folder.push_back(CheckOne(config, folder, now, random, language));
  }
  // While one takes over from another, the old one may end and be taken away.
  const bool one_is_good =
      std::any_of(by_folder.begin(), by_folder.end(),
                  [](const std::vector<Finding>& findings) { return !HasProblem(findings); });
  std::vector<Finding> all;
  for (const std::vector<Finding>& findings : by_folder) {
    for (const Finding& finding : findings) {
      const bool is_of_another = one_is_good && finding.level == FindingLevel::kBad;
      all.push_back(is_of_another ? Warning(finding.check, finding.fault, finding.text) : finding);
    }
  }
  return all;
}

}  // namespace enlace::client
