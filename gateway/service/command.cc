#include "gateway/service/command.h"

#include "gateway/base/digest.h"
#include "gateway/ledger/verify/signed_act.h"

namespace enlace::service {

std::string BodyHash(absl::string_view method, const google::protobuf::Message& request) {
  return base::Sha256({method, absl::string_view("\0", 1), ledger::EncodeWithoutSignature(request)});
}

}  // namespace enlace::service
