// The mechanisms' files as bytes, before anybody reads rules out of them.
#ifndef ENLACE_GATEWAY_MECHANISM_RULE_FILES_H_
#define ENLACE_GATEWAY_MECHANISM_RULE_FILES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace enlace::mechanism {

// A plain value.
struct RuleFiles {
  // By name, for example "federal.yaml".
  std::map<std::string, std::string> texts;

  // SHA-256, lower-case hexadecimal, over a line "<SHA-256 of the text>  <name>" for
  // each file in the order of their names: what
  //   LC_ALL=C sha256sum *.yaml | sha256sum
  // says in the folder. Names and contents count, nothing else.
  std::string Digest() const;
};

// Reads every *.yaml of the folder; other files are not looked at. They may be wrong:
// MechanismSet::New says.
//   INVALID_ARGUMENT  there is none.
//   NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED  as base::ReadFile.
absl::StatusOr<RuleFiles> ReadRuleFiles(const std::string& folder);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_RULE_FILES_H_
