// A string that wipes itself and cannot be printed by accident.
#ifndef ENLACE_GATEWAY_BASE_SECRET_H_
#define ENLACE_GATEWAY_BASE_SECRET_H_

#include <string>

#include "absl/strings/string_view.h"

namespace enlace::base {

// Holds key material or a token. Move-only; wiped when it ends; no operator<<.
// Not thread-safe for writing.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  // The bytes. Search for this name to audit every use.
  absl::string_view RevealSecret() const { return value_; }
  bool empty() const { return value_.empty(); }
  Secret Clone() const { return Secret(value_); }

  // Compares in constant time.
  bool Equals(absl::string_view other) const;

 private:
  void Wipe();
  std::string value_;
};

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_SECRET_H_
