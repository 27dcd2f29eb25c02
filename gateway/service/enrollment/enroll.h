#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_ENROLL_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_ENROLL_H_

#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/enrollment/issuance.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Spends a one-time token for certificates. Repeated with the same token and the
// same requests, it gives the same certificates.
// Thread-safe. Borrows the core.
class Enroll final : public Handler<v1::EnrollRequest, v1::EnrollResponse> {
 public:
  // `form` kEitherKey is EST's: it takes one key, and the token's secret alone too.
  explicit Enroll(const Core& core, CsrForm form = CsrForm::kBothKeys) : core_(core), form_(form) {}

  //   INVALID_ARGUMENT   CSR_REFUSED, FIELD_INVALID.
  //   PERMISSION_DENIED  TOKEN_REFUSED: unknown, spent or expired, made under another
  //                      root, or for a unit that its agency's entry does not name any
  //                      more; ask for a new one.
  void Handle(const identity::Caller& caller, const v1::EnrollRequest& request,
              Done<v1::EnrollResponse> done) override;

 private:
  struct Token;
  absl::StatusOr<Token> Read(const std::string& text) const;

  const Core& core_;
  const CsrForm form_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_ENROLL_H_
