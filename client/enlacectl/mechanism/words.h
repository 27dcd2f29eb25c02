// What mechanisms speak of, in the languages of officials.
#ifndef ENLACE_CLIENT_ENLACECTL_MECHANISM_WORDS_H_
#define ENLACE_CLIENT_ENLACECTL_MECHANISM_WORDS_H_

#include <string>

#include "client/language.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/mechanism/rule_groups.h"

namespace enlace::client {

// Each gives the words for a value, to stand within a sentence; the value's short
// name (as enum_text.h) where this program has no words for it. Pure.
std::string WordsFor(v1::AgencyKind kind, Language language);
std::string WordsFor(v1::LegPurpose purpose, Language language);
std::string WordsFor(v1::AccessGrade access, Language language);
std::string WordsFor(v1::PerpetratorCategory perpetrator, Language language);
std::string WordsFor(v1::ProcedureType procedure, Language language);
std::string WordsFor(v1::PopulationGroup population, Language language);
std::string WordsFor(v1::SubjectKind subject, Language language);
std::string WordsFor(v1::ClockEvent event, Language language);
std::string WordsFor(v1::ClockAuthority authority, Language language);
std::string WordsFor(v1::ClockLocality locality, Language language);
// Why a rule does not apply.
std::string WordsFor(mechanism::Mismatch mismatch, Language language);
// A length: 3 hours, 10 calendar days.
std::string LengthWords(uint32_t amount, v1::DayBasis basis, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_MECHANISM_WORDS_H_
