#include "tests/fault/folders.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "certs/keystore/keystore.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/random.h"
#include "gateway/base/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace enlace::fault {
namespace {

std::string ReferenceOf(int line) { return absl::StrCat("UEPCH/K/", line); }

std::string LocalText(absl::Time time) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Chihuahua", &zone)) zone = absl::UTCTimeZone();
  return absl::FormatTime("%d/%m/%Y %H:%M", time, zone);
}

std::string OutboxOf(const Stage& stage) { return stage.AgencyFolder(kUnit) + "/files/salida"; }
std::string InboxOf(const Stage& stage) { return stage.AgencyFolder(kNorth) + "/files/entrada"; }

// The cases that the unit's adapter opened: its lines exclude the south.
absl::StatusOr<std::vector<store::v1::CaseState>> CasesOfLines(store::Store& store) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store.Read());
  std::vector<store::v1::CaseState> out;
  store::Range range;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader->Scan(store::Table::kCase, range));
    if (rows.empty()) return out;
    for (const store::Row& row : rows) {
      store::v1::CaseState state;
      if (!state.ParseFromString(row.value)) return absl::DataLossError("a case cannot be parsed");
      for (const store::v1::Exclusion& exclusion : state.exclusions()) {
        if (exclusion.agency_id() == kSouth) out.push_back(state);
      }
    }
    range.after = rows.back().key;
  }
}

// Leg -> how often it lies in the north's folder.
absl::StatusOr<std::map<std::string, int>> DeliveredLegs(const Stage& stage) {
  std::map<std::string, int> legs;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(InboxOf(stage)));
  for (const std::string& name : names) {
    const auto text = base::ReadFile(absl::StrCat(InboxOf(stage), "/", name, "/caso.json"));
    if (!text.ok()) continue;
    const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
    ++legs[json.is_object() ? json.value("leg_id", name) : name];
  }
  return legs;
}

class FolderCheck {
 public:
  FolderCheck(const Stage& stage, const client::TrustedLogs& logs) : stage_(stage), logs_(logs) {}

  absl::StatusOr<FolderReport> Run(store::Store& store, int lines) {
    ASSIGN_OR_RETURN(const std::vector<store::v1::CaseState> cases, CasesOfLines(store));
    if (cases.size() != static_cast<size_t>(lines)) Finding(cases.size(), " cases for ", lines, " lines");
    RETURN_IF_ERROR(CheckNumbers(cases, lines));
    ASSIGN_OR_RETURN(delivered_, DeliveredLegs(stage_));
    size_t legs = 0;
    for (const store::v1::CaseState& state : cases) {
      if (state.referrals_size() != 1)
        Finding("case ", state.case_id(), ": ", state.referrals_size(), " referrals");
      for (const store::v1::ReferralRecord& referral : state.referrals()) {
        for (const v1::Leg& leg : referral.legs()) {
          if (leg.recipient().agency_id() == kNorth) CheckDelivery(leg), ++legs;
        }
        CheckReceipt(referral);
      }
    }
    if (delivered_.size() != legs)
      Finding(delivered_.size(), " legs in the folder for ", legs, " at the gateway");
    return std::move(report_);
  }

 private:
  template <typename... Parts>
  void Finding(const Parts&... parts) {
    report_.findings.push_back(absl::StrCat(parts...));
  }

  // Each line's own number leads to one case, and no two lead to the same.
  absl::Status CheckNumbers(const std::vector<store::v1::CaseState>& cases, int lines) {
    base::SystemRandom random;
    ASSIGN_OR_RETURN(const auto keystore, certs::Keystore::Open(stage_.IdentityFolder(kUnit), random));
    std::map<std::string, int> linked;
    for (const store::v1::CaseState& state : cases) {
      for (const store::v1::NativeNumber& number : state.native_numbers()) {
        if (number.agency_id() == kUnit) ++linked[number.native_number_hash()];
      }
    }
    for (int line = 0; line < lines; ++line) {
      const int times = linked[keystore->HashNativeNumber(ReferenceOf(line))];
      if (times != 1) Finding("line ", line, " leads to ", times, " cases");
    }
    return absl::OkStatus();
  }

  void CheckDelivery(const v1::Leg& leg) {
    const int times = delivered_.contains(leg.leg_id()) ? delivered_[leg.leg_id()] : 0;
    if (times != 1) Finding("leg ", leg.leg_id(), " was delivered ", times, " times");
    if (leg.state() != v1::LEG_STATE_DELIVERED) {
      Finding("leg ", leg.leg_id(), " was delivered and stands in ", v1::LegState_Name(leg.state()));
    }
  }

  void CheckReceipt(const store::v1::ReferralRecord& referral) {
    const std::string path =
        absl::StrCat(stage_.AgencyFolder(kUnit), "/adapter/receipts/", referral.short_code(), ".json");
    if (!base::FileExists(path)) return Finding("referral ", referral.referral_id(), " has no receipt");
    ++report_.receipts;
    v1::Receipt receipt;
    const auto json = base::ReadFile(path);
    if (!json.ok() || !google::protobuf::util::JsonStringToMessage(*json, &receipt).ok()) {
      return Finding(path, " is no receipt");
    }
    const auto verified = logs_.Verify(receipt);
    if (!verified.ok()) return Finding(path, ": ", verified.status().message());
    if (verified->record.referral_id() != referral.referral_id()) Finding(path, " is about another referral");
  }

  const Stage& stage_;
  const client::TrustedLogs& logs_;
  std::map<std::string, int> delivered_;
  FolderReport report_;
};

}  // namespace

absl::Status DropLines(const Stage& stage, int first, int count, absl::Time now) {
  std::string csv =
      "Número de expediente;Tipo de sujeto;Nombre completo;Nombre del colectivo;Número de personas;Población;"
      "Procedimiento;Motivo de urgencia;Presunto responsable;Tipo de agresión;Entidad federativa;Municipio;"
      "Fecha de los hechos;Fecha de la solicitud;Consentimiento;Fecha del consentimiento;Descripción de los "
      "hechos;"
      "Teléfono;Anexos;Autoridades excluidas;Persona funcionaria\r\n";
  const std::string happened = LocalText(now - absl::Hours(20));
  const std::string petition = LocalText(now - absl::Minutes(40));
  for (int line = first; line < first + count; ++line) {
    absl::StrAppend(&csv, ReferenceOf(line), ";colectivo;;Comunidad Ejido Ñoquí ", line,
                    ";34;persona defensora;ordinario;;no identificado;daños;MX-CHH;Guachochi;", happened, ";",
                    petition, ";Sí;", petition, ";Rompieron la ventana de la asamblea;;;", kSouth,
                    ";of-17\r\n");
  }
  return base::WriteFileAtomically(absl::StrCat(OutboxOf(stage), "/lote-", first, ".csv"), csv, 0660);
}

bool OutboxIsEmpty(const Stage& stage) {
  const auto names = base::ListFolder(OutboxOf(stage));
  if (!names.ok()) return false;
  for (const std::string& name : *names) {
    if (absl::StartsWith(name, "lote-")) return false;
  }
  return true;
}

int DeliveredFolders(const Stage& stage) {
  const auto legs = DeliveredLegs(stage);
  return legs.ok() ? static_cast<int>(legs->size()) : 0;
}

absl::StatusOr<FolderReport> CheckFolders(store::Store& store, const Stage& stage,
                                          const client::TrustedLogs& logs, int lines) {
  return FolderCheck(stage, logs).Run(store, lines);
}

}  // namespace enlace::fault
