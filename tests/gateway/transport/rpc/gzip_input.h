// What a compressing peer would send.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_GZIP_INPUT_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_GZIP_INPUT_H_

#include <zlib.h>

#include <string>

#include "absl/strings/string_view.h"

namespace enlace::transport {

inline std::string Gzip(absl::string_view bytes) {
  z_stream stream = {};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_GZIP_INPUT_H_
