// Checks a mechanism's file before any rule of it is applied: a wrong rule sends
// a case to the wrong desk, so a file with one mistake is refused as a whole.
#ifndef ENLACE_GATEWAY_MECHANISM_CHECK_H_
#define ENLACE_GATEWAY_MECHANISM_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// INVALID_ARGUMENT "<file>:<line>: <field>: <problem>" for the first mistake:
// a required field is absent, an id is malformed or given twice, a source or an
// agreement is cited that the file does not have, a subdivision is not an ISO
// 3166-2 code of the country, the time zone is unknown to this machine, a
// validity ends before it begins, a clock has no length.
// `lines` is what base::YamlToProto gave for the same text.
absl::Status CheckMechanism(const Mechanism& mechanism, absl::string_view file,
                            const base::YamlLines& lines);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_CHECK_H_
