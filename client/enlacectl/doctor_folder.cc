#include "client/enlacectl/doctor_folder.h"

#include <sys/stat.h>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"
#include "gateway/base/files.h"

namespace enlace::client {
namespace {

constexpr char kCheck[] = "identity";
constexpr size_t kMaxFile = 1 << 20;

constexpr Phrase kNotEnrolled = {
    "This folder holds no identity yet. Ask the administrator of the gateway for a token and run enlacectl "
    "enroll, or name the right folder with --identity",
    "Esta carpeta aún no tiene identidad. Pida un token a la administración de la pasarela y ejecute "
    "enlacectl enroll, o indique la carpeta correcta con --identity",
    "Esta pasta ainda não tem identidade. Peça um token à administração do gateway e execute enlacectl "
    "enroll, ou indique a pasta correta com --identity"};
constexpr Phrase kOpen = {
    "Others on this machine can read our private keys. Close it, and if somebody may have read them, have "
    "the certificate revoked and enrol again. Run: chmod",
    "Otras personas de este equipo pueden leer nuestras llaves privadas. Ciérrelas y, si alguien pudo "
    "leerlas, pida revocar el certificado e inscríbase otra vez. Ejecute: chmod",
    "Outras pessoas desta máquina podem ler as nossas chaves privadas. Feche-as e, se alguém pode tê-las "
    "lido, peça a revogação do certificado e inscreva-se outra vez. Execute: chmod"};
constexpr Phrase kMismatch = {
    "Our key (tls.key) does not belong to our certificate (tls.pem): one of them is of another time or "
    "machine. Bring back both from one backup, or ask for a token and enrol again",
    "Nuestra llave (tls.key) no corresponde a nuestro certificado (tls.pem): uno de los dos es de otro "
    "momento o equipo. Restaure ambos de un mismo respaldo, o pida un token e inscríbase otra vez",
    "A nossa chave (tls.key) não corresponde ao nosso certificado (tls.pem): um dos dois é de outro momento "
    "ou máquina. Restaure ambos de um mesmo backup, ou peça um token e inscreva-se outra vez"};
constexpr Phrase kDamaged = {
    "A file of our identity is missing or cannot be used. Bring the folder back from a backup, or ask for a "
    "token and enrol again",
    "Un archivo de nuestra identidad falta o no sirve. Restaure la carpeta de un respaldo, o pida un token e "
    "inscríbase otra vez",
    "Um arquivo da nossa identidade falta ou não serve. Restaure a pasta de um backup, ou peça um token e "
    "inscreva-se outra vez"};

Finding Open(const std::string& path, const char* mode, Language language) {
  return Bad(kCheck, ExitCode::kOpenFolder, absl::StrCat(kOpen.In(language), " ", mode, " ", path),
             absl::PermissionDeniedError(absl::StrCat(path, ": others can read it")));
}

bool KeyIsOfAnother(const std::string& folder) {
  const auto chain_pem = base::ReadFile(folder + "/tls.pem", kMaxFile);
  if (!chain_pem.ok()) return false;
  auto key_pem = base::ReadFile(folder + "/tls.key", kMaxFile);
  if (!key_pem.ok()) return false;
  const auto leaf = certs::Certificate::FromPem(*chain_pem);
  const auto key = certs::PrivateKey::FromPem(base::Secret(*std::move(key_pem)));
  return leaf.ok() && key.ok() && leaf->key_id() != key->key_id();
}

}  // namespace

bool IsOpenToOthers(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

Finding NotEnrolled(const std::string& folder, Language language) {
  return Bad(kCheck, ExitCode::kNotEnrolled, absl::StrCat(kNotEnrolled.In(language), InBrackets(folder)),
             absl::UnauthenticatedError("not enrolled"));
}

std::vector<Finding> CheckFolder(const std::string& folder, Language language) {
  if (!base::FileExists(folder + "/tls.pem")) {
    struct stat info {};
    // What we may not look into may hold an identity all the same.
    if (stat(folder.c_str(), &info) != 0 || base::ListFolder(folder).ok()) {
      return {NotEnrolled(folder, language)};
    }
  }
  std::vector<Finding> findings;
  if (IsOpenToOthers(folder)) findings.push_back(Open(folder, "0700", language));
  for (const char* name : {"/tls.key", "/native-number.key"}) {
    if (IsOpenToOthers(folder + name)) findings.push_back(Open(folder + name, "0600", language));
  }
  return findings;
}

Finding ExplainRefusal(const std::string& folder, const absl::Status& refused, Language language) {
  const bool mismatch = KeyIsOfAnother(folder);
  const Phrase& phrase = mismatch ? kMismatch : kDamaged;
  return Bad(kCheck, mismatch ? ExitCode::kKeyMismatch : ExitCode::kDamagedFile,
             absl::StrCat(phrase.In(language), InBrackets(refused.message())), refused);
}

}  // namespace enlace::client
