#include "certs/seal/envelope_form.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/seal/der_reader.h"
#include "certs/seal/seal.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// Elements that never vary. The array's final NUL is cut by Constant.
template <size_t N>
constexpr absl::string_view Constant(const char (&bytes)[N]) {
  return absl::string_view(bytes, N - 1);
}
// 1.2.840.113549.1.9.16.1.23, id-ct-authEnvelopedData.
constexpr char kAuthEnvelopedData[] = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17";
constexpr char kVersion0[] = "\x02\x01\x00";
constexpr char kVersion3[] = "\x02\x01\x03";
// SEQUENCE { 1.2.840.10045.2.1 }, id-ecPublicKey without parameters.
constexpr char kEcPublicKey[] = "\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";
// SEQUENCE { 1.3.132.1.11.1 dhSinglePass-stdDH-sha256kdf-scheme,
//            SEQUENCE { 2.16.840.1.101.3.4.1.45 id-aes256-wrap } }.
constexpr char kKeyEncryption[] =
    "\x30\x15\x06\x06\x2b\x81\x04\x01\x0b\x01"
    "\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2d";
// 1.2.840.113549.1.7.1, id-data.
constexpr char kData[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
// 2.16.840.1.101.3.4.1.46, id-aes256-GCM.
constexpr char kAes256Gcm[] = "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2e";
// aes-ICVlen 16.
constexpr char kTagLength[] = "\x02\x01\x10";

constexpr size_t kPointBytes = 1 + 1 + 64;  // Unused bits, 04, x, y.
constexpr size_t kWrappedKeyBytes = 40;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kMaxSerialBytes = 21;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::Status CheckOriginator(absl::string_view originator) {
  DerReader reader(originator);
  absl::string_view key;
  if (!reader.Read(kDerContext1Constructed, &key) || !reader.AtEnd()) {
    return Wrong("the originator of a recipient is not a public key");
  }
  DerReader fields(key);
  absl::string_view point;
  if (!fields.Expect(Constant(kEcPublicKey)) || !fields.Read(kDerBitString, &point) || !fields.AtEnd() ||
      point.size() != kPointBytes || point[0] != 0 || point[1] != 4) {
    return Wrong("the originator's key is not an uncompressed point of P-256");
  }
  return absl::OkStatus();
}

absl::StatusOr<RecipientName> ReadEncryptedKey(absl::string_view keys) {
  DerReader list(keys);
  absl::string_view one;
  if (!list.Read(kDerSequence, &one) || !list.AtEnd()) return Wrong("a recipient does not have exactly one key");
  DerReader fields(one);
  absl::string_view identifier, wrapped;
  if (!fields.Read(kDerSequence, &identifier)) return Wrong("a recipient is not named by issuer and serial");
  if (!fields.Read(kDerOctetString, &wrapped) || wrapped.size() != kWrappedKeyBytes || !fields.AtEnd()) {
    return Wrong("a recipient's wrapped key does not have 40 bytes");
  }
  RecipientName name;
  DerReader names(identifier);
  if (!names.ReadWhole(kDerSequence, &name.issuer_der) || !names.Read(kDerInteger, &name.serial) ||
      !names.AtEnd() || name.serial.empty() || name.serial.size() > kMaxSerialBytes) {
    return Wrong("a recipient is not named by issuer and serial");
  }
  return name;
}

absl::StatusOr<RecipientName> ReadRecipient(absl::string_view recipient) {
  DerReader reader(recipient);
  absl::string_view originator, keys;
  if (!reader.Expect(Constant(kVersion3)) || !reader.Read(kDerContext0Constructed, &originator)) {
    return Wrong("a recipient is not a key agreement of version 3");
  }
  RETURN_IF_ERROR(CheckOriginator(originator));
  if (!reader.Expect(Constant(kKeyEncryption))) {
    return Wrong("a recipient does not use ECDH with SHA-256 and AES-256 key wrap");
  }
  if (!reader.Read(kDerSequence, &keys) || !reader.AtEnd()) return Wrong("a recipient has no key");
  return ReadEncryptedKey(keys);
}

absl::Status CheckEncryptedContent(absl::string_view content) {
  DerReader reader(content);
  absl::string_view algorithm, parameters, nonce, ciphertext;
  if (!reader.Expect(Constant(kData)) || !reader.Read(kDerSequence, &algorithm)) {
    return Wrong("the encrypted content is not of type data");
  }
  DerReader fields(algorithm);
  if (!fields.Expect(Constant(kAes256Gcm)) || !fields.Read(kDerSequence, &parameters) || !fields.AtEnd()) {
    return Wrong("the content is not encrypted with AES-256-GCM");
  }
  DerReader values(parameters);
  if (!values.Read(kDerOctetString, &nonce) || nonce.size() != kNonceBytes ||
      !values.Expect(Constant(kTagLength)) || !values.AtEnd()) {
    return Wrong("AES-256-GCM must have a nonce of 12 bytes and a tag of 16");
  }
  if (!reader.Read(kDerContext0, &ciphertext) || !reader.AtEnd() || ciphertext.empty()) {
    return Wrong("there is no encrypted content in one piece");
  }
  return absl::OkStatus();
}

absl::StatusOr<EnvelopeForm> ReadRecipients(absl::string_view infos) {
  EnvelopeForm form;
  DerReader reader(infos);
  while (!reader.AtEnd()) {
    absl::string_view recipient;
    if (!reader.Read(kDerContext1Constructed, &recipient)) return Wrong("a recipient is not a key agreement");
    ASSIGN_OR_RETURN(const RecipientName name, ReadRecipient(recipient));
    form.recipients.push_back(name);
    if (form.recipients.size() > kMaxRecipients) return Wrong("there are more than 32 recipients");
  }
  if (form.recipients.empty()) return Wrong("there is no recipient");
  return form;
}

}  // namespace

absl::StatusOr<EnvelopeForm> ParseEnvelopeForm(absl::string_view cms) {
  DerReader whole(cms);
  absl::string_view info, wrapper, data, recipients, content, tag;
  if (!whole.Read(kDerSequence, &info)) return Wrong("is not CMS in DER, or is cut short");
  if (!whole.AtEnd()) return Wrong("bytes follow its end");
  DerReader outer(info);
  if (!outer.Expect(Constant(kAuthEnvelopedData))) return Wrong("is not AuthEnvelopedData");
  if (!outer.Read(kDerContext0Constructed, &wrapper) || !outer.AtEnd()) return Wrong("has no content");
  DerReader inner(wrapper);
  if (!inner.Read(kDerSequence, &data) || !inner.AtEnd()) return Wrong("has no content");
  DerReader fields(data);
  if (!fields.Expect(Constant(kVersion0)) || !fields.Read(kDerSet, &recipients)) {
    return Wrong("is not of version 0 with its recipients first");
  }
  ASSIGN_OR_RETURN(EnvelopeForm form, ReadRecipients(recipients));
  if (!fields.Read(kDerSequence, &content)) return Wrong("has no encrypted content");
  RETURN_IF_ERROR(CheckEncryptedContent(content));
  if (!fields.Read(kDerOctetString, &tag) || tag.size() != kTagBytes) {
    return Wrong("must have a tag of 16 bytes right after the content");
  }
  if (!fields.AtEnd()) return Wrong("has unprotected attributes");
  return form;
}

absl::StatusOr<EnvelopeInfo> InspectEnvelope(absl::string_view cms) {
  const absl::StatusOr<EnvelopeForm> form = ParseEnvelopeForm(cms);
  if (!form.ok()) {
    return base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_ENVELOPE_INVALID,
                         absl::StrCat("envelope: ", form.status().message()));
  }
  EnvelopeInfo info;
  info.size = cms.size();
  for (const RecipientName& name : form->recipients) {
    std::string serial = absl::BytesToHexString(name.serial);
    serial.erase(0, std::min(serial.find_first_not_of('0'), serial.size() - 1));
    info.recipient_serials.push_back(std::move(serial));
  }
  return info;
}

}  // namespace enlace::certs
