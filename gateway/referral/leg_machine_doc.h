// docs/leg_machine.md, written from the table that the code runs on.
#ifndef ENLACE_GATEWAY_REFERRAL_LEG_MACHINE_DOC_H_
#define ENLACE_GATEWAY_REFERRAL_LEG_MACHINE_DOC_H_

#include <string>

namespace enlace::referral {

// The whole document: diagram, transitions, guards, ended states.
std::string LegMachineMarkdown();

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_LEG_MACHINE_DOC_H_
