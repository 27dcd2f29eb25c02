#include "certs/ca/ceremony_record.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "certs/ca/authority_files.h"
#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"

namespace enlace::certs {
namespace {

constexpr int kLabelWidth = 24;
constexpr size_t kGroup = 4;
constexpr size_t kGroupsPerLine = 8;

// A terminal or a printer does nothing but show it.
std::string Shown(absl::string_view text) {
  std::string out;
  for (const char c : text) out.push_back(absl::ascii_iscntrl(static_cast<unsigned char>(c)) ? '?' : c);
  return out;
}

void Field(absl::string_view label, absl::string_view value, std::string* out) {
  std::string cell = absl::StrCat("  ", label);
  cell.resize(kLabelWidth, ' ');
  absl::StrAppend(out, cell, value, "\n");
}

void Describe(const std::string& name, const Certificate& certificate, std::string* out) {
  absl::StrAppend(out, "\n", name, "\n");
  Field("name", Shown(certificate.subject()), out);
  Field("signed by", Shown(certificate.issuer()), out);
  Field("serial number", certificate.serial(), out);
  Field("valid from", base::TimeText(certificate.not_before()), out);
  Field("valid to", base::TimeText(certificate.not_after()), out);
  const std::string host = PermittedHost(certificate);
  Field("name constraint", host.empty() ? "none" : absl::StrCat("URI names of ", host, " alone"), out);
  Field("SHA-256 fingerprint", GroupedHex(certificate.fingerprint(), kLabelWidth), out);
  Field("SHA-256 of its key", GroupedHex(certificate.key_id(), kLabelWidth), out);
}

}  // namespace

std::string GroupedHex(absl::string_view bytes, int indent) {
  const std::string digits = absl::BytesToHexString(bytes);
  std::string out;
  for (size_t i = 0; i * kGroup < digits.size(); ++i) {
    if (i != 0 && i % kGroupsPerLine == 0) {
      absl::StrAppend(&out, "\n", std::string(static_cast<size_t>(indent), ' '));
    } else if (i != 0) {
      out.push_back(' ');
    }
    absl::StrAppend(&out, absl::string_view(digits).substr(i * kGroup, kGroup));
  }
  return out;
}

std::string FormatRecord(const CeremonyRecord& record) {
  std::string out = absl::StrCat("RECORD OF A KEY CEREMONY\n\n", record.act, ".\n\n");
  Field("when", base::TimeText(record.time), &out);
  Field("with", record.tool, &out);
  for (const auto& [label, value] : record.facts) Field(label, Shown(value), &out);
  absl::StrAppend(&out, "\nPresent\n");
  for (const std::string& person : record.present) absl::StrAppend(&out, "  ", Shown(person), "\n");
  for (const auto& [name, certificate] : record.certificates) Describe(name, certificate, &out);
  absl::StrAppend(&out, "\nChecked\n");
  for (const std::string& check : record.checks) absl::StrAppend(&out, "  [x] ", Shown(check), "\n");
  absl::StrAppend(&out, "\nFiles, with the SHA-256 of each\n");
  for (const auto& [path, content] : record.files) {
    absl::StrAppend(&out, "  ", Shown(path), "\n    ", GroupedHex(base::Sha256(content), 4), "\n");
  }
  absl::StrAppend(&out,
                  "\nWe were present, compared the fingerprints above with the screen, and saw\n"
                  "nothing that this record does not tell.\n");
  for (const std::string& person : record.present) {
    absl::StrAppend(&out, "\n\n  ", std::string(34, '_'), "    ", std::string(22, '_'), "\n  ", Shown(person),
                    "\n  signature", std::string(29, ' '), "place and date\n");
  }
  return out;
}

}  // namespace enlace::certs
