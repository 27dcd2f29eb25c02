// Checks what a mechanism says of silence: ladders, reminders, holidays.
#ifndef ENLACE_GATEWAY_MECHANISM_ESCALATION_CHECK_H_
#define ENLACE_GATEWAY_MECHANISM_ESCALATION_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// INVALID_ARGUMENT "<file>:<line>: <field>: <problem>" for the first mistake: a
// step without id, level, time or anybody to tell; steps of a ladder that are not
// in the order of their times, or have one id; a ladder that never tells the
// sender; a holiday that is no date, or without a source that the file has.
// `lines` is what base::YamlToProto gave for the same text.
absl::Status CheckEscalation(const Mechanism& mechanism, absl::string_view file,
                             const base::YamlLines& lines);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_ESCALATION_CHECK_H_
