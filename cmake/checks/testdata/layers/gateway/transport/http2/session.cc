#include <grpc/support/log.h>
#include <nghttp2/nghttp2.h>
#include <openssl/ssl.h>

#include <boost/beast/http/parser.hpp>
