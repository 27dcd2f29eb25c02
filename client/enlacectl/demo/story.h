// The story that the demo tells, step by step, with real programs.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_STORY_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_STORY_H_

#include <ostream>

#include "absl/status/status.h"
#include "client/enlacectl/demo/scene.h"
#include "gateway/base/clock.h"

namespace enlace::client::demo {

// Tells it on `out`. Every sentence is checked against what happened: the first
// thing that is otherwise ends the story.
//   INTERNAL  a step did not go as told; the message says which and why.
absl::Status TellStory(Scene& scene, const base::Clock& clock, std::ostream& out);

}  // namespace enlace::client::demo

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_STORY_H_
