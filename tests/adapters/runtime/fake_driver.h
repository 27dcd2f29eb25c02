// An agency system in memory.
#ifndef ENLACE_TESTS_ADAPTERS_RUNTIME_FAKE_DRIVER_H_
#define ENLACE_TESTS_ADAPTERS_RUNTIME_FAKE_DRIVER_H_

#include <map>
#include <string>
#include <vector>

#include "adapters/adapter.h"

namespace enlace::adapters {

// Keeps what it is given, gives what it was told, fails when it is told to.
class FakeDriver final : public Adapter {
 public:
  absl::StatusOr<DeliveryAck> Deliver(const IncomingReferral& referral) override {
    if (!deliver_status.ok()) return deliver_status;
    delivered[referral.leg.leg_id()] = referral.content.narrative();
    last_sender_uri = referral.sender_uri;
    ++deliveries;
    return DeliveryAck{"folder", referral.leg.leg_id(), absl::Now()};
  }
  absl::Status Announce(const IncomingChange& change) override {
    sentences.push_back(change.sentence);
    if (!change.note.text().empty()) notes.push_back(change.note.text());
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<Collected>> Collect() override { return outgoing; }
  absl::Status Settle(absl::string_view source_id, const Settlement& settlement) override {
    if (!settle_status.ok()) return settle_status;
    settled[std::string(source_id)] = settlement;
    std::erase_if(outgoing, [&](const Collected& item) { return SourceIdOf(item) == source_id; });
    return absl::OkStatus();
  }
  AdapterCapabilities Capabilities() const override { return {"folder", true, true, true, true, 1000}; }

  absl::Status deliver_status;
  absl::Status settle_status;
  std::map<std::string, std::string> delivered;
  int deliveries = 0;
  std::string last_sender_uri;
  std::vector<std::string> notes;
  std::vector<std::string> sentences;
  std::vector<Collected> outgoing;
  std::map<std::string, Settlement> settled;
};

}  // namespace enlace::adapters

#endif  // ENLACE_TESTS_ADAPTERS_RUNTIME_FAKE_DRIVER_H_
