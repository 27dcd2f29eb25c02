// Connections that a test lists.
#ifndef ENLACE_TESTS_SUPPORT_FAKE_CONNECTIONS_H_
#define ENLACE_TESTS_SUPPORT_FAKE_CONNECTIONS_H_

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "gateway/base/mutex.h"
#include "gateway/service/connections.h"

namespace enlace {

// Has what was opened, in that order, but for what was cut. An id may be any text.
class FakeConnections final : public service::Connections {
 public:
  void Open(const std::string& id, const std::string& peer_name, const std::string& serial) {
    v1::Connection connection;
    connection.set_connection_id(id);
    connection.set_peer_name(peer_name);
    connection.set_certificate_serial(serial);
    Open(connection);
  }
  void Open(const v1::Connection& connection) {
    base::MutexLock lock(&mu_);
    open_.push_back(connection);
  }
  std::vector<v1::Connection> List(absl::string_view after, size_t most) const override {
    base::MutexLock lock(&mu_);
    auto at = open_.begin();
    if (!after.empty()) {
      at = std::find_if(open_.begin(), open_.end(), [&](const v1::Connection& connection) {
        return connection.connection_id() == after;
      });
      if (at != open_.end()) ++at;
    }
    const size_t count = std::min<size_t>(most, static_cast<size_t>(open_.end() - at));
    return {at, at + static_cast<std::ptrdiff_t>(count)};
  }
  int Cut(const std::function<bool(const v1::Connection&)>& which) override {
    base::MutexLock lock(&mu_);
    return static_cast<int>(std::erase_if(open_, which));
  }

 private:
  mutable base::Mutex mu_;
  std::vector<v1::Connection> open_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_FAKE_CONNECTIONS_H_
