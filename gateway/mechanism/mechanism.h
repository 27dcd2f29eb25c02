// The short name of a mechanism's rules within the gateway.
#ifndef ENLACE_GATEWAY_MECHANISM_MECHANISM_H_
#define ENLACE_GATEWAY_MECHANISM_MECHANISM_H_

#include "enlace/config/v1/mechanism.pb.h"

namespace enlace::mechanism {

// One mechanism's dated rules, as its file states them. Rules that a
// MechanismSet gave have passed CheckMechanism().
using Mechanism = config::v1::Mechanism;

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_MECHANISM_H_
