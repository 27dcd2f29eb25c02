// docs/measure_machine.md, written from the table that the code runs on.
#ifndef ENLACE_GATEWAY_PROTECTION_MEASURE_MACHINE_DOC_H_
#define ENLACE_GATEWAY_PROTECTION_MEASURE_MACHINE_DOC_H_

#include <string>

namespace enlace::protection {

// The whole document: diagram, transitions, guards, who is who, ended states.
std::string MeasureMachineMarkdown();

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_MEASURE_MACHINE_DOC_H_
