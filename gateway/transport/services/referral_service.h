// ReferralService over gRPC: referrals.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVICES_REFERRAL_SERVICE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVICES_REFERRAL_SERVICE_H_

#include "enlace/v1/referral_service.grpc.pb.h"
#include "gateway/service/services.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// Hands each RPC to its handler. Thread-safe; borrows `seam`.
class ReferralService final : public v1::ReferralService::Service {
 public:
  ReferralService(const Seam& seam, const service::Services& handlers) : seam_(seam), handlers_(handlers) {}

  grpc::Status SubmitReferral(grpc::ServerContext* context, const v1::SubmitReferralRequest* request,
                              v1::SubmitReferralResponse* response) override;
  grpc::Status GetReferral(grpc::ServerContext* context, const v1::GetReferralRequest* request,
                           v1::GetReferralResponse* response) override;
  grpc::Status ListReferrals(grpc::ServerContext* context, const v1::ListReferralsRequest* request,
                             v1::ListReferralsResponse* response) override;
  grpc::Status AdvanceLeg(grpc::ServerContext* context, const v1::AdvanceLegRequest* request,
                          v1::AdvanceLegResponse* response) override;
  grpc::Status ReclassifyReferral(grpc::ServerContext* context, const v1::ReclassifyReferralRequest* request,
                                  v1::ReclassifyReferralResponse* response) override;

 private:
  const Seam& seam_;
  const service::Services handlers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVICES_REFERRAL_SERVICE_H_
