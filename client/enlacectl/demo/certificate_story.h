// The third story of the demo: the life of a new unit's certificates.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_CERTIFICATE_STORY_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_CERTIFICATE_STORY_H_

#include <ostream>

#include "absl/status/status.h"
#include "client/enlacectl/demo/scene.h"

namespace enlace::client::demo {

// An administrator registers a state unit and gives it a token; it enrols and renews;
// its key is stolen, the certificate revoked, and the stream that was open with it
// ends. Takes a few seconds; otherwise as TellStory.
absl::Status TellCertificates(Scene& scene, std::ostream& out);

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_CERTIFICATE_STORY_H_
