#include "gateway/mechanism/check_context.h"

#include "absl/strings/str_join.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/subdivision_codes.h"

namespace enlace::mechanism {

int CheckContext::LineOf(std::string field) const {
  for (;;) {
    const auto found = lines_.find(field);
    if (found != lines_.end()) return found->second;
    const size_t end = field.find_last_of(".[");
    if (end == std::string::npos) return 1;
    field.resize(end);
  }
}

void CheckContext::Problem(const std::string& field, absl::string_view what, absl::string_view remedy) {
  const int line = LineOf(field);
  problems_.emplace(
      line, absl::StrCat(file_, ":", line, ": ", field, ": ", what, remedy.empty() ? "" : "; ", remedy));
}

bool CheckContext::Require(const std::string& field, const std::string& value) {
  if (value.empty()) Problem(field, "is required", "add the field");
  return !value.empty();
}

bool CheckContext::RequireSet(const std::string& field, int value) {
  if (value == 0) Problem(field, "is required", "add the field; docs/mechanism_schema.md lists its values");
  return value != 0;
}

bool CheckContext::Once(const std::string& field, const std::string& value, std::set<std::string>* seen) {
  if (seen->insert(value).second) return true;
  Problem(field, absl::StrCat("\"", value, "\" is given twice"), "give each its own");
  return false;
}

bool CheckContext::CheckValidity(const std::string& path, const config::v1::Validity& validity) {
  if (!validity.has_from() || !validity.has_to() ||
      base::FromProto(validity.from()) < base::FromProto(validity.to())) {
    return true;
  }
  Problem(path + ".validity.to", "must be after from",
          "it is the first instant at which the rule no longer holds");
  return false;
}

bool CheckContext::CheckCited(const std::string& path, const std::string& source, bool inferred) {
  if (!Require(path + ".source", source)) return false;
  if (!sources_are_sound) return true;
  const auto cited = sources.find(source);
  if (cited == sources.end()) {
    Problem(path + ".source", absl::StrCat("\"", source, "\" is not the key of a source"),
            "cite one of the file's sources, or add it there");
    return false;
  }
  if (!cited->second || inferred) return true;
  Problem(path + ".inferred",
          absl::StrCat("must be true where the source is the operator's choice (", source, ")"),
          "add inferred: true, or cite the law");
  return false;
}

bool CheckContext::CheckSubdivision(const std::string& field, const std::string& code) {
  if (!country_is_sound) return true;
  const std::string& country = mechanism_.country();
  if (code.substr(0, 3) != country + "-" || !IsSubdivision(code)) {
    const std::vector<std::string> some = SubdivisionsOf(country);
    Problem(field, absl::StrCat("\"", code, "\" is not an ISO 3166-2 code of ", country),
            absl::StrCat("codes of ", country, " run from ", some.empty() ? "" : some.front(), " to ",
                         some.empty() ? "" : some.back()));
    return false;
  }
  if (subdivisions.empty() || subdivisions.count(code) > 0) return true;
  Problem(field, absl::StrCat("\"", code, "\" is not among the file's own subdivisions"), "add it there");
  return false;
}

absl::Status CheckContext::ToStatus() const {
  if (problems_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(
      problems_, "\n", [](std::string* out, const auto& problem) { absl::StrAppend(out, problem.second); }));
}

}  // namespace enlace::mechanism
