// Seals and opens for the agency's own system.
#ifndef ENLACE_ADAPTERS_GRPC_LOCAL_SERVICE_H_
#define ENLACE_ADAPTERS_GRPC_LOCAL_SERVICE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/grpc/gateway_parts.h"
#include "client/spool.h"
#include "enlace/local/v1/local_service.grpc.pb.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"

namespace enlace::adapters {

// enlace.local.v1. Calls are made one after another, since the keystore is for
// one thread at a time. Thread-safe. Nobody else may use sender, reader, legs or
// the renewal meanwhile.
class LocalService final : public local::v1::LocalService::Service {
 public:
  // `spool_folder` keeps what was sent. The system never says that something is
  // settled: after kSpoolLife no more than a mark is left of it.
  static constexpr absl::Duration kSpoolLife = absl::Hours(24 * 7);
  LocalService(GatewayParts gateway, std::string mechanism_id, std::string spool_folder,
               const base::Clock& clock)
      : gateway_(std::move(gateway)),
        mechanism_id_(std::move(mechanism_id)),
        clock_(clock),
        spool_(std::move(spool_folder)) {}

  grpc::Status SendReferral(grpc::ServerContext* context, const local::v1::SendReferralRequest* request,
                            local::v1::SendReferralResponse* response) override;
  grpc::Status ReadReferral(grpc::ServerContext* context, const local::v1::ReadReferralRequest* request,
                            local::v1::ReadReferralResponse* response) override;
  grpc::Status AdvanceLegWithNote(grpc::ServerContext* context,
                                  const local::v1::AdvanceLegWithNoteRequest* request,
                                  local::v1::AdvanceLegWithNoteResponse* response) override;

  // Between calls: renews certificates, and forgets what is old in the spool.
  void RenewIfDue();

 private:
  absl::StatusOr<local::v1::SendReferralResponse> Send(const local::v1::SendReferralRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<local::v1::ReadReferralResponse> Read(const local::v1::ReadReferralRequest& request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<local::v1::AdvanceLegWithNoteResponse> Advance(
      const local::v1::AdvanceLegWithNoteRequest& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // What an earlier call sent under this request_id, else newly sealed and kept.
  // ALREADY_EXISTS if that was another action.
  absl::StatusOr<v1::AdvanceLegRequest> KeptOrSealed(const local::v1::AdvanceLegWithNoteRequest& request,
                                                     const std::string& name)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  base::Mutex mu_;
  const GatewayParts gateway_;
  const std::string mechanism_id_;
  const base::Clock& clock_;
  client::Spool spool_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_LOCAL_SERVICE_H_
