// What never fails but by a defect of ours or for lack of memory.
#ifndef ENLACE_GATEWAY_BASE_INVARIANT_H_
#define ENLACE_GATEWAY_BASE_INVARIANT_H_

#include <cstdlib>

namespace enlace::base {

// Ends the process unless `holds`: for what no input can break, where going on
// would sign, seal or keep something wrong. Never for foreign bytes.
inline void StopUnless(bool holds) {
  if (!holds) std::abort();
}

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_INVARIANT_H_
