// All mechanisms that a gateway knows.
#ifndef ENLACE_GATEWAY_MECHANISM_MECHANISM_SET_H_
#define ENLACE_GATEWAY_MECHANISM_MECHANISM_SET_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/directory_service.pb.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/mechanism/rule_files.h"

namespace enlace::mechanism {

// Holds the checked rules of every mechanism. Immutable, so thread-safe. New
// rules mean a new set; it never changes one that is in use.
class MechanismSet {
 public:
  // Reads every *.yaml of `folder`; other files are not looked at.
  //   INVALID_ARGUMENT     "<file>:<line>: <field>: <problem>", or two files
  //                        with one mechanism_id, or no file at all.
  //   NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED  as base::ReadFile.
  static absl::StatusOr<std::unique_ptr<MechanismSet>> Load(const std::string& folder);
  // The same of files that were read before.
  //   INVALID_ARGUMENT  as Load.
  static absl::StatusOr<std::unique_ptr<MechanismSet>> New(RuleFiles files);

  MechanismSet(const MechanismSet&) = delete;
  MechanismSet& operator=(const MechanismSet&) = delete;

  // Null if there is none. Lives as long as the set.
  const Mechanism* Find(absl::string_view mechanism_id) const;

  // SHA-256 of the file's bytes, hexadecimal; empty if there is none.
  absl::string_view Digest(absl::string_view mechanism_id) const;

  // What the rules were read from.
  const RuleFiles& files() const { return files_; }

  // All ids, sorted.
  std::vector<std::string> Ids() const;

  // The mechanism with the clocks that are valid at `at`; an empty message if
  // there is none.
  v1::MechanismSummary Summary(absl::string_view mechanism_id, absl::Time at) const;

 private:
  struct Entry {
    Mechanism mechanism;
    std::string digest;
    std::string file;
  };
  MechanismSet() = default;
  const Entry* FindEntry(absl::string_view mechanism_id) const;

  std::map<std::string, Entry> entries_;
  RuleFiles files_;
};

// Reads and checks one mechanism; `file` is its name in errors.
//   INVALID_ARGUMENT  as MechanismSet::Load.
absl::StatusOr<Mechanism> ParseMechanism(absl::string_view file, absl::string_view text);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_MECHANISM_SET_H_
