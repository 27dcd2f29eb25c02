#include "gateway/mechanism/catalogue.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/mechanism/validity.h"

namespace enlace::mechanism {
namespace {

constexpr char kField[] = "request.national_code";

template <typename Values>
bool IsAmong(const Values& values, int value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

absl::Status CheckCatalogued(const Mechanism& mechanism, const v1::RequestMeasure& request, absl::Time at) {
  if (request.national_code().empty() || mechanism.measures().empty()) return absl::OkStatus();
  for (const config::v1::CatalogueMeasure& entry : mechanism.measures()) {
    if (entry.national_code() != request.national_code()) continue;
    if (!IsValidAt(entry.validity(), at)) {
      return base::InvalidField(kField, "is a measure that the mechanism does not grant at that time");
    }
    if (entry.type() != request.type()) {
      return base::InvalidField(
          kField, absl::StrCat("is of another type in the catalogue: ", v1::MeasureType_Name(entry.type())));
    }
    if (!IsAmong(entry.kinds(), request.kind())) {
      return base::InvalidField(kField, "is not granted as a measure of this kind");
    }
    if (IsAmong(entry.covers(), request.covers())) return absl::OkStatus();
    return base::InvalidField(kField, "is not granted to whom it should cover");
  }
  return base::InvalidField(kField, absl::StrCat("is not in the catalogue of measures of ",
                                                 mechanism.mechanism_id(), "; take a code of the catalogue"));
}

}  // namespace enlace::mechanism
