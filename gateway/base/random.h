// Randomness as an interface: the core draws none itself.
#ifndef ENLACE_GATEWAY_BASE_RANDOM_H_
#define ENLACE_GATEWAY_BASE_RANDOM_H_

#include <cstddef>
#include <string>

namespace enlace::base {

// Where unpredictable bytes come from. Implementations are thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  // `size` unpredictable bytes. Stops the process when the system's generator
  // fails: no key, salt or id may be made without it.
  virtual std::string Bytes(size_t size) = 0;
};

// OpenSSL's generator, seeded by the kernel.
class SystemRandom final : public Random {
 public:
  std::string Bytes(size_t size) override;
};

// A UUID version 4 (RFC 9562) in its 36-character form.
std::string NewUuid(Random& random);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_RANDOM_H_
