#include "gateway/transport/call/est_binding.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/call/bound_method.h"

namespace enlace::transport {
namespace {

// A request is checked by OpenSSL and a certificate signed: a worker's job.
template <typename Request, typename Response>
absl::StatusOr<std::unique_ptr<const ServedMethod>> Bind(absl::string_view name,
                                                         service::Handler<Request, Response>* handler) {
  if (handler == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("handlers: EST's ", name, " is missing"));
  }
  const google::protobuf::MethodDescriptor* const method = Request::descriptor()
                                                               ->file()
                                                               ->FindServiceByName("EnrollmentService")
                                                               ->FindMethodByName(std::string(name));
  return std::make_unique<const BoundUnary<Request, Response>>(method, MethodTraits(), handler);
}

}  // namespace

absl::StatusOr<std::unique_ptr<const EstBinding>> EstBinding::New(PortKind kind,
                                                                  const service::Services& handlers) {
  std::unique_ptr<EstBinding> binding(new EstBinding);
  ASSIGN_OR_RETURN(binding->ca_certificates_, Bind("GetTrustBundle", handlers.est_ca_certificates));
  ASSIGN_OR_RETURN(binding->enroll_, Bind("Enroll", handlers.est_enroll));
  ASSIGN_OR_RETURN(binding->renew_, Bind("Renew", handlers.est_renew));
  binding->methods_.ca_certificates = binding->ca_certificates_.get();
  if (kind == PortKind::kEnrollment) {
    binding->methods_.enroll = binding->enroll_.get();
  } else {
    binding->methods_.renew = binding->renew_.get();
  }
  return std::unique_ptr<const EstBinding>(std::move(binding));
}

}  // namespace enlace::transport
