// What the checks of a mechanism's file share: its mistakes so far, and what its
// parts may refer to.
#ifndef ENLACE_GATEWAY_MECHANISM_CHECK_CONTEXT_H_
#define ENLACE_GATEWAY_MECHANISM_CHECK_CONTEXT_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gateway/base/yaml_proto.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// Collects mistakes; a check goes on after one, so that a file's author sees all
// of them at once. Borrows its arguments. Not thread-safe.
class CheckContext {
 public:
  CheckContext(const Mechanism& mechanism, absl::string_view file, const base::YamlLines& lines)
      : mechanism_(mechanism), file_(file), lines_(lines) {}
  CheckContext(const CheckContext&) = delete;
  CheckContext& operator=(const CheckContext&) = delete;

  const Mechanism& mechanism() const { return mechanism_; }

  // Notes a mistake at the line of `field`, or of the nearest field around it
  // that the file has. Without a remedy, `what` says it.
  void Problem(const std::string& field, absl::string_view what, absl::string_view remedy = "");

  // Each notes its mistake and says whether the field is sound.
  bool Require(const std::string& field, const std::string& value);
  // For an enum: its number.
  bool RequireSet(const std::string& field, int value);
  // Notes `value` as given at `field`; a mistake if `seen` has it already.
  bool Once(const std::string& field, const std::string& value, std::set<std::string>* seen);
  bool CheckValidity(const std::string& path, const config::v1::Validity& validity);
  // `path`.source, and `path`.inferred where the operator is cited. Quiet about
  // keys while the sources themselves have mistakes.
  bool CheckCited(const std::string& path, const std::string& source, bool inferred);
  // ISO 3166-2, of the country, among the file's own if it lists any. Quiet while
  // the country itself is a mistake.
  bool CheckSubdivision(const std::string& field, const std::string& code);
  // No value stands twice in the list.
  template <typename Values>
  void CheckDistinct(const std::string& path, const Values& values) {
    std::set<int> seen;
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
      if (!seen.insert(static_cast<int>(values[i])).second) {
        Problem(absl::StrCat(path, "[", i, "]"), "is given twice", "remove one of the two");
      }
    }
  }

  // OK, or INVALID_ARGUMENT with a line for each mistake, in the file's order:
  // "<file>:<line>: <field>: <what is wrong>; <remedy>".
  absl::Status ToStatus() const;

  // What the parts may refer to, filled by the checks of those lists.
  std::map<std::string, bool> sources;  // Key to: is the operator.
  std::set<std::string> agreements;
  std::map<std::string, v1::AgencyKind> roles;
  std::set<std::string> subdivisions;
  bool sources_are_sound = true;
  bool country_is_sound = true;

 private:
  int LineOf(std::string field) const;

  const Mechanism& mechanism_;
  const absl::string_view file_;
  const base::YamlLines& lines_;
  std::multimap<int, std::string> problems_;  // By line.
};

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_CHECK_CONTEXT_H_
