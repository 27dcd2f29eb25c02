#include "gateway/transport/tls/tls_stream.h"

#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kHttp2 = "h2";
constexpr absl::string_view kHttp11 = "http/1.1";

// Whether a list of ALPN (RFC 7301, 3.1) has `protocol`; `found` is its place.
bool Offers(absl::string_view list, absl::string_view protocol, absl::string_view* found) {
  while (!list.empty()) {
    const size_t size = static_cast<unsigned char>(list[0]);
    if (size + 1 > list.size()) return false;
    *found = list.substr(1, size);
    if (*found == protocol) return true;
    list.remove_prefix(size + 1);
  }
  return false;
}

// OpenSSL judges a result by what stands in this thread's queue of errors. To
// empty it costs more than to see that it is.
void ForgetErrors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

TlsStream* StreamOf(const SSL* ssl) { return static_cast<TlsStream*>(SSL_get_app_data(ssl)); }

}  // namespace

TlsStream::TlsStream(SSL* owned, const PeerCheck* check, bool refuse_by_alert)
    : ssl_(owned), check_(check), refuse_by_alert_(refuse_by_alert) {
  BIO* const bio = BIO_new(Method());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_app_data(ssl_, this);
  SSL_set_accept_state(ssl_);
}

TlsStream::~TlsStream() { SSL_free(ssl_); }

BIO_METHOD* TlsStream::Method() {
  // Shared by all and never freed: connections may outlive static objects.
  static BIO_METHOD* const method = [] {
    BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "enlace");
    BIO_meth_set_read(made, &BioRead);
    BIO_meth_set_write(made, &BioWrite);
    BIO_meth_set_ctrl(made, &BioControl);
    return made;
  }();
  return method;
}

int TlsStream::BioRead(BIO* bio, char* to, int size) {
  TlsStream* const stream = static_cast<TlsStream*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (stream->in_.empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const size_t count = std::min(static_cast<size_t>(size), stream->in_.size());
  std::memcpy(to, stream->in_.data(), count);
  stream->in_.remove_prefix(count);
  return static_cast<int>(count);
}

int TlsStream::BioWrite(BIO* bio, const char* from, int size) {
  TlsStream* const stream = static_cast<TlsStream*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (stream->send_ == nullptr || size <= 0) return -1;
  stream->send_->append(from, static_cast<size_t>(size));
  return size;
}

long TlsStream::BioControl(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int TlsStream::SelectAlpn(SSL* ssl, const unsigned char** out, unsigned char* out_size,
                          const unsigned char* in, unsigned in_size, void*) {
  TlsStream* const stream = StreamOf(ssl);
  const absl::string_view list(reinterpret_cast<const char*>(in), in_size);
  absl::string_view found;
  if (Offers(list, kHttp2, &found)) {
    stream->version_ = HttpVersion::k2;
  } else if (Offers(list, kHttp11, &found)) {
    stream->version_ = HttpVersion::k11;
  } else {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = reinterpret_cast<const unsigned char*>(found.data());
  *out_size = static_cast<unsigned char>(found.size());
  stream->offered_alpn_ = true;
  // Who speaks a protocol of ours is refused in its words, not by an alert.
  if (stream->check_ != nullptr && !stream->refuse_by_alert_) SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
  return SSL_TLSEXT_ERR_OK;
}

absl::Status TlsStream::Check(SSL* ssl, absl::string_view leaf_pem) {
  TlsStream* const stream = StreamOf(ssl);
  stream->leaf_pem_ = std::string(leaf_pem);
  if (stream->offered_alpn_ && !stream->refuse_by_alert_) return absl::OkStatus();
  stream->failure_ = (*stream->check_)(leaf_pem);
  return stream->failure_;
}

size_t TlsStream::Read(absl::Span<char> plain, std::string* send) {
  if (state_ != State::kHandshake && state_ != State::kOpen) return 0;
  // To be told so by OpenSSL would cost the making of a record's buffer.
  if (state_ == State::kOpen && in_.empty() && SSL_has_pending(ssl_) == 0) return 0;
  send_ = send;
  ForgetErrors();
  size_t count = 0;
  const int ok = SSL_read_ex(ssl_, plain.data(), plain.size(), &count);
  if (state_ == State::kHandshake && SSL_is_init_finished(ssl_)) state_ = State::kOpen;
  if (ok == 1) {
    send_ = nullptr;
    return count;
  }
  switch (SSL_get_error(ssl_, ok)) {
    case SSL_ERROR_WANT_READ:
      break;
    case SSL_ERROR_ZERO_RETURN:
      state_ = State::kEnded;
      break;
    default:
      Fail();
  }
  send_ = nullptr;
  return 0;
}

bool TlsStream::Write(absl::string_view plain, std::string* send) {
  if (state_ != State::kOpen && state_ != State::kEnded) return false;
  if (plain.empty()) return true;
  send_ = send;
  ForgetErrors();
  size_t count = 0;
  // Our BIO takes everything, so that there is no half a write.
  if (SSL_write_ex(ssl_, plain.data(), plain.size(), &count) != 1) Fail();
  send_ = nullptr;
  return state_ != State::kFailed;
}

void TlsStream::Close(std::string* send) {
  if (state_ != State::kOpen && state_ != State::kEnded) return;
  send_ = send;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
  send_ = nullptr;
}

void TlsStream::Fail() {
  state_ = State::kFailed;
  const unsigned long error = ERR_peek_error();
  if (failure_.ok() && ERR_GET_LIB(error) == ERR_LIB_SSL &&
      ERR_GET_REASON(error) == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
    failure_ = check_ != nullptr ? (*check_)("") : absl::OkStatus();
  }
  if (failure_.ok()) {
    const char* const words = ERR_reason_error_string(error);
    failure_ = absl::UnavailableError(absl::StrCat("TLS: ", words != nullptr ? words : "no detail"));
  }
  ERR_clear_error();
}

std::string TlsStream::TakeLeafPem() { return std::exchange(leaf_pem_, {}); }

}  // namespace enlace::transport
