// The second story of the demo: what happens when nobody answers.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_SILENCE_STORY_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_SILENCE_STORY_H_

#include <ostream>

#include "absl/status/status.h"
#include "client/enlacectl/demo/scene.h"
#include "gateway/base/clock.h"

namespace enlace::client::demo {

// An urgent petition whose three hours pass unanswered. Begins a drill in the
// scene, whose gateway is of no use for anything else afterwards: its logs reach
// into the future. Takes about ten seconds; otherwise as TellStory.
absl::Status TellSilence(Scene& scene, const base::Clock& clock, std::ostream& out);

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_SILENCE_STORY_H_
