#include "client/enlacectl/measure_text.h"

#include "absl/strings/str_cat.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/output.h"
#include "client/enlacectl/referral_text.h"

namespace enlace::client {

std::string MeasuresText(const google::protobuf::RepeatedPtrField<v1::Measure>& measures) {
  if (measures.empty()) return "";
  Table table{{"MEASURE", "TYPE", "STATE", "SINCE", "VERSION", "UNIT", "VALID UNTIL", "OBJECT UNTIL"}, {}};
  for (const v1::Measure& measure : measures) {
    table.rows.push_back({measure.measure_id(), EnumText(measure.type()), EnumText(measure.state()),
                          TimeCell(measure.state_since_time()), absl::StrCat(measure.version()),
                          AgencyText(measure.unit()), TimeCell(measure.valid_until_time()),
                          TimeCell(measure.objection_until_time())});
  }
  return FormatTable(table);
}

std::string MeasureText(const v1::Measure& measure) {
  const std::string persons = measure.persons_covered() == 0 ? "" : absl::StrCat(measure.persons_covered());
  return FormatFields({{"measure", measure.measure_id()},
                       {"referral", measure.referral_id()},
                       {"kind", EnumText(measure.kind())},
                       {"type", EnumText(measure.type())},
                       {"national code", measure.national_code()},
                       {"covers", EnumText(measure.covers())},
                       {"persons", persons},
                       {"unit", AgencyText(measure.unit())},
                       {"implementer", AgencyText(measure.implementer())},
                       {"state", EnumText(measure.state())},
                       {"version", absl::StrCat(measure.version())},
                       {"consultation", EnumText(measure.consultation())},
                       {"resolution", measure.resolution_number()},
                       {"granted", TimeCell(measure.grant_time())},
                       {"implemented", TimeCell(measure.implement_time())},
                       {"confirmed", TimeCell(measure.confirm_time())},
                       {"valid until", TimeCell(measure.valid_until_time())},
                       {"unsuitable", EnumText(measure.unsuitability())},
                       {"reason", measure.reason()},
                       {"object until", TimeCell(measure.objection_until_time())},
                       {"objection", measure.objected() ? "yes" : ""}});
}

}  // namespace enlace::client
