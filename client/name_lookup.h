// Addresses of a name.
#ifndef ENLACE_CLIENT_NAME_LOOKUP_H_
#define ENLACE_CLIENT_NAME_LOOKUP_H_

#include <netdb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace enlace::client {

struct AddressListFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressListFree>;

// The addresses of `host`, a name or an address, for streams to `port`; at least one.
// Asks the machine's resolver and blocks for as long as that takes.
//   NOT_FOUND  it has none, in the resolver's words.
absl::StatusOr<AddressList> LookUp(const std::string& host, uint16_t port);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_NAME_LOOKUP_H_
