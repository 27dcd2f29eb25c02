// Checks a mechanism's file before any rule of it is applied: a wrong rule sends
// a case to the wrong desk, so a file with one mistake is refused as a whole.
#ifndef ENLACE_GATEWAY_MECHANISM_CHECK_H_
#define ENLACE_GATEWAY_MECHANISM_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// INVALID_ARGUMENT with a line "<file>:<line>: <field>: <what is wrong>; <remedy>"
// for every mistake, in the file's order: a required field is absent, an id is
// malformed or given twice, a source, role, agreement or subdivision is named that
// the file or ISO 3166-2 does not have, a national code lost its zeros, the time
// zone is unknown to this machine, a validity ends before it begins, a clock has
// no length, a choice of the operator is dressed up as law.
// `lines` is what base::YamlToProto gave for the same text.
absl::Status CheckMechanism(const Mechanism& mechanism, absl::string_view file, const base::YamlLines& lines);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_CHECK_H_
