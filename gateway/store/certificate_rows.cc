#include "gateway/store/certificate_rows.h"

#include <algorithm>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"

namespace enlace::store {

absl::Status PutCertificate(Writer& writer, const enlace::v1::Certificate& certificate) {
  RETURN_IF_ERROR(PutProto(writer, Table::kCertificate, certificate.serial(), certificate));
  return writer.Put(
      Table::kSubject,
      SubjectKey(certificate.subject_uri(), base::FromProto(certificate.not_before()), certificate.serial()),
      certificate.serial());
}

absl::StatusOr<absl::optional<enlace::v1::Certificate>> FindCertificate(Reader& reader,
                                                                        absl::string_view serial) {
  return GetProto<enlace::v1::Certificate>(reader, Table::kCertificate, serial);
}

absl::StatusOr<std::vector<enlace::v1::Certificate>> ListCertificates(Reader& reader,
                                                                      absl::string_view uri_prefix,
                                                                      size_t limit, std::string* after) {
  Range range;
  range.prefix = std::string(uri_prefix);
  range.after = *after;
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kSubject, range));
  std::vector<enlace::v1::Certificate> out;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(absl::optional<enlace::v1::Certificate> certificate, FindCertificate(reader, row.value));
    if (!certificate.has_value()) return base::InternalError("a holder's certificate has no row");
    out.push_back(*std::move(certificate));
  }
  *after = rows.size() == limit ? rows.back().key : "";
  return out;
}

absl::StatusOr<std::vector<enlace::v1::SealingCertificate>> SealingCertificates(
    Reader& reader, absl::string_view agency_uri_prefix, absl::Time now) {
  // The rows of units that renewed for years must not hide another unit's.
  constexpr size_t kPage = 500;
  std::vector<enlace::v1::Certificate> valid;
  std::string after;
  do {
    ASSIGN_OR_RETURN(std::vector<enlace::v1::Certificate> page,
                     ListCertificates(reader, agency_uri_prefix, kPage, &after));
    for (enlace::v1::Certificate& certificate : page) {
      if (certificate.usage() == enlace::v1::CERTIFICATE_USAGE_SEALING && !certificate.has_revoke_time() &&
          base::FromProto(certificate.not_after()) > now) {
        valid.push_back(std::move(certificate));
      }
    }
  } while (!after.empty());
  std::stable_sort(valid.begin(), valid.end(),
                   [](const enlace::v1::Certificate& a, const enlace::v1::Certificate& b) {
                     return a.not_before().seconds() > b.not_before().seconds();
                   });
  std::vector<enlace::v1::SealingCertificate> out;
  for (const enlace::v1::Certificate& certificate : valid) {
    enlace::v1::SealingCertificate& sealing = out.emplace_back();
    sealing.set_certificate_der(certificate.certificate_der());
    sealing.set_key_id(certificate.key_id());
    *sealing.mutable_not_after() = certificate.not_after();
  }
  return out;
}

}  // namespace enlace::store
