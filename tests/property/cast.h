// Who plays in a random history: an agency of every kind, two of another country,
// and two that no directory knows.
#ifndef ENLACE_TESTS_PROPERTY_CAST_H_
#define ENLACE_TESTS_PROPERTY_CAST_H_

#include <string>
#include <vector>

#include "enlace/v1/agency.pb.h"

namespace enlace::property {

struct CastMember {
  std::string id;
  v1::AgencyKind kind;
  std::string territory;  // empty: the whole country
  std::string country = "MX";
};

// Registered and enrolled.
inline const std::vector<CastMember>& Cast() {
  static const auto* const cast = new std::vector<CastMember>{
      {"uep-chihuahua", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "MX-CHH"},
      {"uep-sonora", v1::AGENCY_KIND_STATE_PROTECTION_UNIT, "MX-SON"},
      {"mecanismo-federal", v1::AGENCY_KIND_PROTECTION_UNIT, ""},
      {"fiscalia-chihuahua", v1::AGENCY_KIND_PROSECUTOR, "MX-CHH"},
      {"fiscalia-juarez", v1::AGENCY_KIND_PROSECUTOR, "MX-CHH"},
      {"fiscalia-sonora", v1::AGENCY_KIND_PROSECUTOR, "MX-SON"},
      {"fiscalia-general", v1::AGENCY_KIND_PROSECUTOR, ""},
      {"fiscalia-derechos", v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR, ""},
      {"cndh", v1::AGENCY_KIND_OMBUDSMAN, ""},
      {"comite-riesgo", v1::AGENCY_KIND_RISK_COMMITTEE, ""},
      {"consejo", v1::AGENCY_KIND_PROTECTION_COUNCIL, ""},
      {"analisis", v1::AGENCY_KIND_ANALYSIS_BODY, ""},
      {"ministerio", v1::AGENCY_KIND_MINISTRY, ""},
      {"policia-chihuahua", v1::AGENCY_KIND_POLICE, "MX-CHH"},
      {"juzgado", v1::AGENCY_KIND_COURT, ""},
      {"ordenes", v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT, ""},
      {"cidh", v1::AGENCY_KIND_INTERNATIONAL_BODY, ""},
      {"transparencia", v1::AGENCY_KIND_TRANSPARENCY_BODY, ""},
      {"acompanantes", v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION, ""},
      {"otra-pasarela", v1::AGENCY_KIND_PEER_GATEWAY, ""},
      {"otra", v1::AGENCY_KIND_OTHER, ""},
      {"defensoria", v1::AGENCY_KIND_OMBUDSMAN, "", "CO"},
      {"unp", v1::AGENCY_KIND_PROTECTION_UNIT, "", "CO"},
  };
  return *cast;
}

// nullptr if no directory knows it.
inline const CastMember* FindMember(const std::string& agency) {
  for (const CastMember& member : Cast()) {
    if (member.id == agency) return &member;
  }
  return nullptr;
}

// A prosecutor by its kind, but no case ever reached it and no directory has it.
inline constexpr char kUnregistered[] = "fiscalia-fantasma";
// Of no kind at all.
inline constexpr char kKindless[] = "sin-clase";
inline constexpr char kAdministrator[] = "admin";

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_CAST_H_
