// Why an identity folder cannot be used, in words.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_FOLDER_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/enlacectl/doctor_finding.h"
#include "client/language.h"

namespace enlace::client {

// Whether others than the owner of the file or folder may do anything with it.
bool IsOpenToOthers(const std::string& path);

// That `folder` holds no identity yet.
Finding NotEnrolled(const std::string& folder, Language language);

// What can be said of `folder` without opening it as a keystore, which would make
// what is missing: that it holds no identity, or that others can read it or a
// private key in it. Empty if neither is so. Reads modes alone.
std::vector<Finding> CheckFolder(const std::string& folder, Language language);

// Why Keystore::Open refused `folder` with `refused`: a key that does not belong
// to its certificate, or a file that cannot be used.
Finding ExplainRefusal(const std::string& folder, const absl::Status& refused, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_FOLDER_H_
