#include "gateway/service/command.h"

#include "gateway/base/digest.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace enlace::service {

std::string BodyHash(absl::string_view method, const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    // Maps serialise in any order otherwise, and a retry from another process
    // would look like another request.
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return base::Sha256({method, absl::string_view("\0", 1), bytes});
}

}  // namespace enlace::service
