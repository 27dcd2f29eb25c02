#include "gateway/transport/call/served_method.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"

namespace enlace::transport {

ServedMethod::ServedMethod(const google::protobuf::MethodDescriptor* descriptor, const MethodTraits& traits)
    : descriptor_(descriptor),
      traits_(traits),
      path_(absl::StrCat("/", descriptor->service()->full_name(), "/", descriptor->name())),
      no_side_effects_(descriptor->options().idempotency_level() ==
                       google::protobuf::MethodOptions::NO_SIDE_EFFECTS) {}

}  // namespace enlace::transport
