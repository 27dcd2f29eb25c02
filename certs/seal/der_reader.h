// Reads strict DER without allocating or copying.
#ifndef ENLACE_CERTS_SEAL_DER_READER_H_
#define ENLACE_CERTS_SEAL_DER_READER_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace enlace::certs {

// Tags of X.690 that an envelope uses.
inline constexpr uint8_t kDerInteger = 0x02;
inline constexpr uint8_t kDerBitString = 0x03;
inline constexpr uint8_t kDerOctetString = 0x04;
inline constexpr uint8_t kDerObject = 0x06;
inline constexpr uint8_t kDerSequence = 0x30;
inline constexpr uint8_t kDerSet = 0x31;
inline constexpr uint8_t kDerContext0 = 0x80;             // [0] IMPLICIT of a primitive type.
inline constexpr uint8_t kDerContext0Constructed = 0xa0;  // [0]
inline constexpr uint8_t kDerContext1Constructed = 0xa1;  // [1]

// A position in DER bytes, which it borrows. Lengths must be definite and as
// short as they can be. Not thread-safe.
class DerReader {
 public:
  explicit DerReader(absl::string_view data) : rest_(data) {}

  // Moves over one element if it has this tag; its contents, without header.
  // False (and no move) if there is none, or its length is not DER.
  bool Read(uint8_t tag, absl::string_view* contents);
  // The same, with the header.
  bool ReadWhole(uint8_t tag, absl::string_view* element);
  // Moves over an element that must be these very bytes.
  bool Expect(absl::string_view element);
  bool AtEnd() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_DER_READER_H_
