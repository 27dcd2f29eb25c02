// What a port is for.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_PORT_KIND_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_PORT_KIND_H_

namespace enlace::transport {

enum class PortKind {
  // Asks every peer for its certificate; serves all but Enroll.
  kMutual,
  // The same for administrators alone, with reflection besides.
  kAdministration,
  // Asks for none; serves Enroll and GetTrustBundle, and nothing else.
  kEnrollment,
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_PORT_KIND_H_
