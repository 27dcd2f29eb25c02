// A protobuf message as bytes: binary, or JSON by protobuf's own mapping.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_MESSAGE_CODEC_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_MESSAGE_CODEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace enlace::transport {

enum class MessageCodec { kProto, kJson };

// Reads `message`, which is empty, from `bytes`. JSON takes camelCase and proto
// names and refuses unknown fields. Thread-safe.
//   INVALID_ARGUMENT  the bytes are no such message. For JSON the field is named
//                     where it is known; a value is never quoted, since it may
//                     be personal and the status goes to the log.
absl::Status ParseMessage(MessageCodec codec, absl::string_view bytes, google::protobuf::Message* message);

// Appends `message` to `out`; JSON in camelCase without fields that have their
// default value. Thread-safe.
//   INTERNAL  the message cannot be written: larger than 2 GiB, or no UTF-8 in
//             a string.
absl::Status AppendMessage(MessageCodec codec, const google::protobuf::Message& message, std::string* out);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_MESSAGE_CODEC_H_
