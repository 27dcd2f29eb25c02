#include "client/enlacectl/demo/certificate_story.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/enlacectl/demo/teller.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::client::demo {
namespace {

constexpr char kAdmin[] = "admin";
constexpr char kNewUnit[] = "uep-sonora";
constexpr absl::Duration kPatience = absl::Seconds(20);

// What the program ends with where an act is on record.
constexpr char kReceipt[] = "receipt verified";

// The line of an output that speaks of the record.
absl::Status ShowReceipt(Teller& teller, const std::string& output) {
  for (const absl::string_view line : absl::StrSplit(output, '\n')) {
    if (!absl::StrContains(line, kReceipt)) continue;
    teller.Show(line);
    return absl::OkStatus();
  }
  return Expect(false, absl::StrCat("the act should be on record: ", output));
}

// The unit's certificates, newest first, as an administrator sees them.
absl::StatusOr<std::vector<v1::Certificate>> CertificatesOf(Teller& teller, v1::CertificateUsage usage) {
  ASSIGN_OR_RETURN(const std::string json,
                   teller.Run(kAdmin, {"-o", "json", "cert", "list", "--uri",
                                       absl::StrCat("spiffe://enlace.example/agency/", kNewUnit, "/main")}));
  v1::ListCertificatesResponse list;
  RETURN_IF_ERROR(Expect(google::protobuf::util::JsonStringToMessage(json, &list).ok(),
                         "the list of certificates should be JSON"));
  std::vector<v1::Certificate> out;
  for (const v1::Certificate& certificate : list.certificates()) {
    if (certificate.usage() == usage) out.push_back(certificate);
  }
  return out;
}

absl::Status Enrol(Teller& teller) {
  teller.Step(
      "A new state unit is to take part. An administrator registers it and makes a token: for this unit "
      "only, for one use, for one day. It goes to the unit by another way, on paper say.");
  ASSIGN_OR_RETURN(
      const std::string registered,
      teller.Run(kAdmin, {"agency", "create", "--id", kNewUnit, "--name",
                          "Unidad Estatal de Protección de Sonora", "--kind", "state-protection-unit",
                          "--country", "MX", "--territory", "MX-SON", "--unit", "main", "--tag", "es"}));
  RETURN_IF_ERROR(ShowReceipt(teller, registered));
  ASSIGN_OR_RETURN(const std::string json, teller.Run(kAdmin, {"-o", "json", "token", "create", "--agency",
                                                               kNewUnit, "--unit", "main"}));
  v1::CreateEnrollmentTokenResponse token;
  RETURN_IF_ERROR(Expect(google::protobuf::util::JsonStringToMessage(json, &token).ok(),
                         "the token should come as JSON"));
  const std::string folder = absl::StrCat(teller.scene().places().folder, "/agencies/", kNewUnit);
  const std::string file = folder + "/token";
  RETURN_IF_ERROR(base::MakeFolders(folder));
  RETURN_IF_ERROR(base::WriteFileAtomically(file, token.token()));

  teller.Step(
      "The unit makes its keys, which never leave its machine, and spends the token for certificates.");
  ASSIGN_OR_RETURN(const std::string enrolled, teller.Run(kNewUnit, {"enroll", "--token-file", file}));
  teller.Show(enrolled);
  ASSIGN_OR_RETURN(const Finished again,
                   teller.scene().TryEnlacectl(kNewUnit, {"enroll", "--token-file", file}));
  return Expect(again.exit_code != 0, "a token should be good once");
}

absl::Status Renew(Teller& teller) {
  teller.Step(
      "Certificates are short-lived, and renewed at two thirds of their life. An adapter does so by "
      "itself; here somebody does it by hand. The one before stays good until it ends.");
  ASSIGN_OR_RETURN(const std::string renewed, teller.Run(kNewUnit, {"cert", "renew", "--new-sealing-key"}));
  RETURN_IF_ERROR(ShowReceipt(teller, renewed));
  ASSIGN_OR_RETURN(const auto certificates, CertificatesOf(teller, v1::CERTIFICATE_USAGE_TLS_CLIENT));
  RETURN_IF_ERROR(
      Expect(certificates.size() == 2, "there should be two certificates for connections by now"));
  ASSIGN_OR_RETURN(const std::string list,
                   teller.Run(kAdmin, {"cert", "list", "--uri",
                                       absl::StrCat("spiffe://enlace.example/agency/", kNewUnit, "/main")}));
  teller.Show(list);
  return absl::OkStatus();
}

absl::Status Revoke(Teller& teller) {
  teller.Step(
      "The unit follows its feed over a stream that stays open. Then the machine is stolen. The "
      "administrator asks what a revocation would end.");
  ASSIGN_OR_RETURN(const auto certificates, CertificatesOf(teller, v1::CERTIFICATE_USAGE_TLS_CLIENT));
  RETURN_IF_ERROR(Expect(!certificates.empty(), "the unit should have a certificate"));
  // The newest, which the unit connects with: both may be of the same second.
  const std::string serial = std::max_element(certificates.begin(), certificates.end(),
                                              [](const v1::Certificate& a, const v1::Certificate& b) {
                                                return a.trust_log_index() < b.trust_log_index();
                                              })
                                 ->serial();
  Scene& scene = teller.scene();
  const std::string log = absl::StrCat(scene.places().folder, "/agencies/", kNewUnit, "/watch.log");
  ASSIGN_OR_RETURN(const auto watch, Background::Start({scene.places().programs + "/enlacectl", "--language",
                                                        "en", "--identity", scene.IdentityOf(kNewUnit),
                                                        "--address", scene.address(), "watch"},
                                                       log));
  const std::vector<std::string> preview = {"cert",     "revoke",         serial,
                                            "--reason", "key-compromise", "--dry-run"};
  absl::StatusOr<std::string> radius = std::string();
  const bool is_open = Await(kPatience, [&] {
    radius = teller.Run(kAdmin, preview);
    return !radius.ok() || absl::StrContains(*radius, "open streams: 1,");
  });
  RETURN_IF_ERROR(radius.status());
  RETURN_IF_ERROR(Expect(is_open, "the stream should be among what a revocation ends"));
  teller.Show(*radius);

  teller.Step(
      "The certificate is revoked. The stream ends at once, and the next call is refused with the reason.");
  ASSIGN_OR_RETURN(const std::string revoked,
                   teller.Run(kAdmin, {"cert", "revoke", serial, "--reason", "key-compromise"}));
  teller.Show(revoked);
  RETURN_IF_ERROR(Expect(absl::StrContains(revoked, kReceipt), "the revocation should be on record"));
  RETURN_IF_ERROR(
      Expect(Await(kPatience, [&] { return !watch->running(); }), "the stream should have ended"));
  ASSIGN_OR_RETURN(const std::string last_words, base::ReadFile(log));
  teller.Show(last_words);
  ASSIGN_OR_RETURN(const Finished refused, scene.TryEnlacectl(kNewUnit, {"referral", "list"}));
  RETURN_IF_ERROR(Expect(refused.exit_code != 0 && absl::StrContains(refused.err, "revoked"),
                         "a revoked certificate should get no answer"));
  teller.Show(refused.err);
  return absl::OkStatus();
}

}  // namespace

absl::Status TellCertificates(Scene& scene, std::ostream& out) {
  Teller teller(scene, out);
  RETURN_IF_ERROR(Enrol(teller));
  RETURN_IF_ERROR(Renew(teller));
  RETURN_IF_ERROR(Revoke(teller));
  teller.Step(
      "Every one of these acts is an entry of the trust log. The gateway is stopped and both logs are "
      "checked.");
  ASSIGN_OR_RETURN(const std::string checked, scene.StopAndCheck());
  teller.Show(checked);
  teller.Say("What was addressed to the unit waits for it: a new token lets it back in.");
  return absl::OkStatus();
}

}  // namespace enlace::client::demo
