// One TLS connection of the server's, without its socket.
#ifndef ENLACE_GATEWAY_TRANSPORT_TLS_TLS_STREAM_H_
#define ENLACE_GATEWAY_TRANSPORT_TLS_TLS_STREAM_H_

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/exchange.h"

namespace enlace::transport {

// Decides about a peer's certificate; see Application::CheckPeer.
using PeerCheck = std::function<absl::Status(absl::string_view leaf_pem)>;

// Turns ciphertext into plaintext and back. The caller's buffers take both, so
// that one recv and one send do for a turn and an idle connection holds nothing
// but OpenSSL's own state. Made by ServerTls. Not thread-safe.
class TlsStream {
 public:
  enum class State {
    kHandshake,
    kOpen,
    kEnded,   // the peer has closed its side in order
    kFailed,  // see failure(); what was appended to `send` is the alert
  };

  // `check` may be nullptr: no certificate is asked for. It must outlive the
  // stream. `refuse_by_alert`: also those peers that offered ALPN.
  TlsStream(SSL* owned, const PeerCheck* check, bool refuse_by_alert);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  // The next bytes off the socket; good until Read has returned 0.
  void Feed(absl::string_view ciphertext) { in_ = ciphertext; }
  // Goes on with the handshake, or puts plaintext into `plain`. 0: all that was
  // fed is used up, or the state is kEnded or kFailed. What must go to the peer
  // (the handshake, alerts, key updates) is appended to `send`.
  size_t Read(absl::Span<char> plain, std::string* send);
  // Appends `plain` as records; only while the state is kOpen or kEnded. False:
  // the state is kFailed now.
  bool Write(absl::string_view plain, std::string* send);
  // Appends our close_notify, if the handshake is over.
  void Close(std::string* send);

  State state() const { return state_; }
  // What ended the handshake or the stream. Of a refused certificate the refusal
  // itself, with its reason; CERTIFICATE_MISSING if none came; otherwise
  // UNAVAILABLE with OpenSSL's own words, which hold nothing of the peer's.
  const absl::Status& failure() const { return failure_; }
  // By ALPN; HTTP/1.1 if the peer offered none.
  HttpVersion version() const { return version_; }
  // The peer's certificate, empty if it has none; once, when kOpen.
  std::string TakeLeafPem();

 private:
  friend class ServerTls;
  // Reads in_ and appends to *send_.
  static int BioRead(BIO* bio, char* to, int size);
  static int BioWrite(BIO* bio, const char* from, int size);
  static long BioControl(BIO* bio, int command, long number, void* pointer);
  static BIO_METHOD* Method();
  // As OpenSSL's callbacks.
  static int SelectAlpn(SSL* ssl, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                        unsigned in_size, void* unused);
  static absl::Status Check(SSL* ssl, absl::string_view leaf_pem);
  void Fail();

  SSL* const ssl_;
  const PeerCheck* const check_;
  const bool refuse_by_alert_;
  bool offered_alpn_ = false;
  State state_ = State::kHandshake;
  HttpVersion version_ = HttpVersion::k11;
  absl::string_view in_;
  std::string* send_ = nullptr;
  std::string leaf_pem_;
  absl::Status failure_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_TLS_TLS_STREAM_H_
