// The record of a ceremony on paper: plain text, to be printed and signed by hand.
#ifndef ENLACE_CERTS_CA_CEREMONY_RECORD_H_
#define ENLACE_CERTS_CA_CEREMONY_RECORD_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"

namespace enlace::certs {

struct CeremonyRecord {
  std::string act;  // "The root authority was made".
  absl::Time time;
  std::string tool;                  // Name and version of the program.
  std::vector<std::string> present;  // Name and role of each person.
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<std::pair<std::string, Certificate>> certificates;  // "Root", its certificate.
  std::vector<std::string> checks;
  std::vector<std::pair<std::string, std::string>> files;  // Path and content, which is not shown.
};

// Lines of at most 78 columns and a line of signature for each person. Names are shown
// without control characters. Pure.
std::string FormatRecord(const CeremonyRecord& record);

// Hexadecimal in groups of four digits, eight to a line, as people read it aloud;
// `indent` blanks before each line but the first.
std::string GroupedHex(absl::string_view bytes, int indent);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_CEREMONY_RECORD_H_
