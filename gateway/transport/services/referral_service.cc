#include "gateway/transport/services/referral_service.h"

#include "gateway/transport/serve.h"

namespace enlace::transport {

grpc::Status ReferralService::SubmitReferral(grpc::ServerContext* context,
                                             const v1::SubmitReferralRequest* request,
                                             v1::SubmitReferralResponse* response) {
  return Serve(seam_, context, handlers_.submit_referral, *request, response);
}

grpc::Status ReferralService::GetReferral(grpc::ServerContext* context, const v1::GetReferralRequest* request,
                                          v1::GetReferralResponse* response) {
  return Serve(seam_, context, handlers_.get_referral, *request, response);
}

grpc::Status ReferralService::ListReferrals(grpc::ServerContext* context,
                                            const v1::ListReferralsRequest* request,
                                            v1::ListReferralsResponse* response) {
  return Serve(seam_, context, handlers_.list_referrals, *request, response);
}

grpc::Status ReferralService::AdvanceLeg(grpc::ServerContext* context, const v1::AdvanceLegRequest* request,
                                         v1::AdvanceLegResponse* response) {
  return Serve(seam_, context, handlers_.advance_leg, *request, response);
}

grpc::Status ReferralService::ReclassifyReferral(grpc::ServerContext* context,
                                                 const v1::ReclassifyReferralRequest* request,
                                                 v1::ReclassifyReferralResponse* response) {
  return Serve(seam_, context, handlers_.reclassify_referral, *request, response);
}

}  // namespace enlace::transport
