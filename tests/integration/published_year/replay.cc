#include "tests/integration/published_year/replay.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "enlace/v1/case_service.grpc.pb.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/base/files.h"
#include "gateway/base/short_code_folder.h"

namespace enlace::published_year {
namespace {

constexpr char kOfficer[] = "officer-1";

template <typename T>
T Must(absl::string_view what, absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "Replay: %s: %s\n", std::string(what).c_str(), value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

void Write(const std::string& path, const std::string& text) {
  const absl::Status written = base::WriteFileAtomically(path, text);
  if (written.ok()) return;
  std::fprintf(stderr, "Replay: %s\n", written.ToString().c_str());
  std::abort();
}

absl::TimeZone ZoneOf(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) std::abort();
  return zone;
}

std::string Line(const Petition& petition, const std::string& subdivision, absl::CivilDay day) {
  const bool collective =
      petition.measure.has_value() && petition.measure->covers() == v1::SUBJECT_KIND_COLLECTIVE;
  const uint32_t persons = petition.measure.has_value() ? petition.measure->persons_covered() : 1;
  const std::string date = absl::StrFormat("%02d/%02d/%d", day.day(), day.month(), day.year());
  return absl::StrCat(petition.reference, ";", collective ? "" : "Persona de Prueba", ";",
                      collective ? "Comunidad de Prueba" : "", ";", persons, ";", petition.population, ";",
                      petition.procedure, ";", petition.procedure == "urgente" ? "vida" : "", ";",
                      petition.perpetrator, ";", petition.incident, ";", subdivision, ";", date, " 09:30;sí;",
                      date, " 09:00;Relato sellado\n");
}

const std::string& CodeOf(const Petition& petition, const std::map<std::string, std::string>& codes) {
  const auto found = codes.find(petition.reference);
  if (found != codes.end()) return found->second;
  std::fprintf(stderr, "Replay: %s has no receipt\n", petition.reference.c_str());
  std::abort();
}

}  // namespace

void Replay::SetEvening(absl::CivilDay day) {
  world_.clock().SetTime(absl::FromCivil(absl::CivilHour(day) + 21, ZoneOf(country_.sender.time_zone)));
}

void Replay::Play(const std::vector<Petition>& petitions, absl::CivilDay first, absl::CivilDay last,
                  bool decides) {
  SetEvening(last);
  Drop(petitions, first, last);
  world_.RunAdapter(country_.sender.agency_id);
  StopIfRefused();
  const std::map<std::string, std::string> codes = Receipts();
  if (country_.unit.agency_id != country_.sender.agency_id) {
    world_.RunAdapter(country_.unit.agency_id);
    Answer(petitions, codes);
    world_.RunAdapter(country_.unit.agency_id);
  }
  AskForMeasures(petitions, codes, decides);
}

void Replay::Decide(absl::CivilDay day) {
  SetEvening(day);
  for (const Requested& requested : left_) Grant(requested);
  left_.clear();
}

void Replay::Drop(const std::vector<Petition>& petitions, absl::CivilDay first, absl::CivilDay last) {
  std::string csv =
      "Expediente;Nombre completo;Nombre del colectivo;Número de personas;Población;Procedimiento;"
      "Motivo de urgencia;Presunto responsable;Hechos;Entidad;Fecha de la solicitud;Consentimiento;"
      "Fecha del consentimiento;Relato\n";
  const auto days = static_cast<size_t>(last - first);
  for (size_t i = 0; i < petitions.size(); ++i) {
    csv += Line(petitions[i], country_.subdivision,
                first + static_cast<absl::civil_diff_t>(i * days / petitions.size()));
  }
  Write(absl::StrCat(world_.FolderOf(country_.sender.agency_id), "/salida/lote-", ++batches_, ".csv"), csv);
}

void Replay::StopIfRefused() const {
  const std::string folder = world_.FolderOf(country_.sender.agency_id) + "/cuarentena";
  for (const std::string& name : Must("quarantine", base::ListFolder(folder))) {
    if (!absl::EndsWith(name, ".motivo.txt")) continue;
    std::fprintf(stderr, "Replay: %s\n", Must(name, base::ReadFile(absl::StrCat(folder, "/", name))).c_str());
    std::abort();
  }
}

std::map<std::string, std::string> Replay::Receipts() const {
  const std::string folder = world_.FolderOf(country_.sender.agency_id) + "/procesado";
  std::map<std::string, std::string> codes;
  for (const std::string& name : Must("receipts", base::ListFolder(folder))) {
    if (!absl::EndsWith(name, ".recibo.csv")) continue;
    const std::string text = Must(name, base::ReadFile(absl::StrCat(folder, "/", name)));
    for (const absl::string_view line : absl::StrSplit(text, "\r\n")) {
      const std::vector<std::string> cells = absl::StrSplit(line, ';');
      if (cells.size() > 1) codes[cells[0]] = cells[1];
    }
  }
  return codes;
}

void Replay::Answer(const std::vector<Petition>& petitions, const std::map<std::string, std::string>& codes) {
  for (const Petition& petition : petitions) {
    if (petition.fate == Fate::kInProcess) continue;  // Nobody has decided yet.
    const std::string code = base::ShortCodeFolder(CodeOf(petition, codes));
    const bool declined = petition.fate == Fate::kDeclined;
    Write(absl::StrCat(world_.FolderOf(country_.unit.agency_id), "/entrada/", code, "/acuse.csv"),
          absl::StrCat(
              "Código corto;Decisión;Motivo;Nota;Persona funcionaria\n", code, ";",
              declined ? "rechazado;no cumple requisitos;No reúne los requisitos de la ley" : "aceptado;;",
              ";", kOfficer, "\n"));
  }
}

std::map<std::string, std::string> Replay::ReferralIds() {
  std::map<std::string, std::string> ids;
  v1::ListReferralsRequest request;
  request.set_page_size(500);
  do {
    const auto page = Must(
        "list", world_.Ask<v1::ReferralService>(country_.unit.agency_id,
                                                &v1::ReferralService::StubInterface::ListReferrals, request));
    for (const v1::Referral& referral : page.referrals()) ids[referral.short_code()] = referral.referral_id();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

void Replay::AskForMeasures(const std::vector<Petition>& petitions,
                            const std::map<std::string, std::string>& codes, bool decides) {
  const std::map<std::string, std::string> ids = ReferralIds();
  for (const Petition& petition : petitions) {
    if (!petition.measure.has_value()) continue;
    Requested requested{ids.at(CodeOf(petition, codes)), {}};
    v1::AdvanceMeasureRequest request;
    *request.mutable_request() = *petition.measure;
    requested.measure = Advance(requested.referral_id, requested.measure, request);
    if (petition.fate == Fate::kMeasureDenied) {
      v1::AdvanceMeasureRequest deny;
      deny.mutable_deny()->set_reason("requirements-not-met");
      Advance(requested.referral_id, requested.measure, deny);
    } else if (decides || petition.measure->covers() != v1::SUBJECT_KIND_COLLECTIVE) {
      Grant(requested);
    } else {
      left_.push_back(std::move(requested));
    }
  }
}

v1::Measure Replay::Advance(const std::string& referral_id, const v1::Measure& measure,
                            v1::AdvanceMeasureRequest action) {
  action.set_request_id(world_.NewId());
  action.set_referral_id(referral_id);
  action.set_measure_id(measure.measure_id());
  action.set_expected_version(measure.version());
  action.set_officer_pseudonym(kOfficer);
  return Must("measure", world_.Act<v1::CaseService>(country_.unit.agency_id,
                                                     &v1::CaseService::StubInterface::AdvanceMeasure, action))
      .measure();
}

void Replay::Grant(const Requested& requested) {
  v1::AdvanceMeasureRequest grant;
  grant.mutable_grant()->set_resolution_number(
      absl::StrCat(country_.sender.country, "-", absl::StrFormat("%04d", ++resolutions_)));
  Advance(requested.referral_id, requested.measure, grant);
}

}  // namespace enlace::published_year
