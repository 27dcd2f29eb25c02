#include "client/name_lookup.h"

#include <sys/socket.h>

#include "absl/strings/str_cat.h"

namespace enlace::client {

absl::StatusOr<AddressList> LookUp(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = getaddrinfo(host.c_str(), absl::StrCat(port).c_str(), &hints, &list);
  if (failed != 0) return absl::NotFoundError(gai_strerror(failed));
  return AddressList(list);
}

}  // namespace enlace::client
