#include "gateway/base/secret.h"

#include <openssl/crypto.h>

#include <utility>

#include "gateway/base/digest.h"

namespace enlace::base {

Secret::Secret(Secret&& other) noexcept : value_(other.value_) { other.Wipe(); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    value_ = other.value_;  // A copy: a moved short string would stay behind.
    other.Wipe();
  }
  return *this;
}

Secret::~Secret() { Wipe(); }

bool Secret::Equals(absl::string_view other) const { return ConstantTimeEquals(value_, other); }

void Secret::Wipe() {
  OPENSSL_cleanse(value_.data(), value_.capacity());
  value_.clear();
}

}  // namespace enlace::base
