// A folder adapter over real files in a temporary folder, with a clock that the
// test moves.
#ifndef ENLACE_TESTS_ADAPTERS_FOLDER_FOLDER_FIXTURE_H_
#define ENLACE_TESTS_ADAPTERS_FOLDER_FOLDER_FIXTURE_H_

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/folder/folder_adapter.h"
#include "gateway/base/files.h"
#include "gateway/base/identifier.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters {

// Headers and a good line; `nombre` and the rest are those of no real person.
inline constexpr char kHeaders[] =
    "Expediente;Nombre completo;Población;Procedimiento;Presunto responsable;Hechos;Entidad;Fecha de la solicitud;"
    "Consentimiento;Fecha del consentimiento;Relato;Anexos\n";

inline std::string Line(const std::string& reference, const std::string& narrative = "Recibió llamadas",
                        const std::string& attachments = "", const std::string& perpetrator = "servidor público") {
  return absl::StrCat(reference, ";Persona de Prueba;periodista;ordinario;", perpetrator,
                      ";amenaza|vigilancia;MX-CHH;14/01/2026 09:30;consentimiento informado;14/01/2026;", narrative,
                      ";", attachments, "\n");
}

inline config::v1::AdapterConfig FolderConfig(const std::string& root, const std::string& language = "es") {
  config::v1::AdapterConfig config;
  config.set_agency_id("unidad-chihuahua");
  config.set_language(language);
  config.set_mechanism_id("mx-federal");
  config.set_state_folder(root + "/state");
  config.mutable_folder()->set_root(root + "/casos");
  config.mutable_folder()->mutable_mapping()->set_time_zone("America/Chihuahua");
  return config;
}

inline std::string TestId(char c) { return std::string(26, c); }

inline IncomingReferral SomeReferral(char id = 'A') {
  IncomingReferral out;
  out.referral.set_referral_id(TestId(id));
  out.referral.set_short_code(base::ShortCode(TestId(id)));
  out.referral.set_case_id(TestId('C'));
  out.referral.mutable_origin()->set_agency_id("defensoria");
  out.referral.mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  out.referral.mutable_classification()->add_incidents(v1::INCIDENT_TYPE_THREAT);
  out.referral.mutable_classification()->set_persons_covered(2);
  out.leg.set_leg_id(TestId(id == 'A' ? 'L' : 'M'));
  out.leg.set_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  out.content.add_persons()->set_full_name("María Núñez");
  out.content.set_narrative("Primera línea\nsegunda línea");
  content::v1::Attachment* file = out.content.add_attachments();
  file->set_file_name("../../foto.jpg");
  file->set_content("JPEG");
  out.sender_uri = "spiffe://enlace.example/agency/defensoria/x";
  return out;
}

class FolderFixture : public ::testing::Test {
 protected:
  FolderFixture() { Start(); }

  // As after a restart of the service.
  void Start(const std::string& language = "es") {
    adapter_.reset();
    config_ = FolderConfig(folder_.path(), language);
    Reopen();
  }
  void Reopen() {
    adapter_.reset();
    auto made = FolderAdapter::New(config_, clock_);
    ASSERT_TRUE(made.ok()) << made.status();
    adapter_ = *std::move(made);
  }
  std::string Path(const std::string& name) const { return folder_.File("casos/" + name); }
  void Drop(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path("salida/" + name), std::ios::binary) << bytes;
  }
  static std::string Read(const std::string& path) { return base::ReadFile(path).value_or("(no such file)"); }
  std::vector<std::string> List(const std::string& name) const { return *base::ListFolder(Path(name)); }
  // The text of the only reason file in quarantine.
  std::string Reason(const std::string& quarantine = "cuarentena") const {
    std::string found;
    for (const std::string& name : List(quarantine)) {
      if (name.find(".motivo.txt") != std::string::npos) found += Read(Path(quarantine + "/" + name));
    }
    return found;
  }
  // What is collected once nothing has changed for `wait`.
  std::vector<Collected> CollectAfter(absl::Duration wait = absl::Seconds(3)) {
    EXPECT_THAT(adapter_->Collect(), IsOk());
    clock_.Advance(wait);
    auto collected = adapter_->Collect();
    EXPECT_THAT(collected, IsOk());
    return collected.ok() ? *std::move(collected) : std::vector<Collected>();
  }
  absl::Status Accept(const Collected& item) {
    Settlement settlement;
    settlement.short_code = "AAAA-BBBB-C";
    settlement.log_index = 7;
    settlement.record_time = clock_.Now();
    return adapter_->Settle(SourceIdOf(item), settlement);
  }
  absl::Status Refuse(const Collected& item, const std::string& why) {
    Settlement settlement;
    settlement.result = absl::FailedPreconditionError(why);
    return adapter_->Settle(SourceIdOf(item), settlement);
  }
  static const OutgoingReferral& Referral(const Collected& item) { return std::get<OutgoingReferral>(item); }

  TemporaryFolder folder_;
  FakeClock clock_;
  config::v1::AdapterConfig config_;
  std::unique_ptr<FolderAdapter> adapter_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_TESTS_ADAPTERS_FOLDER_FOLDER_FIXTURE_H_
