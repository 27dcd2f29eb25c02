#include "client/enlacectl/demo_command.h"

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/demo/certificate_story.h"
#include "client/enlacectl/demo/scene.h"
#include "client/enlacectl/demo/silence_story.h"
#include "client/enlacectl/demo/story.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

struct DemoOptions {
  std::string folder = "build/demo";
  std::string mechanisms = ENLACE_MECHANISMS;
  bool once = false;
};

absl::Status WaitForInterrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  return absl::OkStatus();
}

// In a scene of its own, since a drill's logs reach into the future.
absl::Status TellSilenceBeside(demo::Places places, Context& context) {
  places.folder += "/silence";
  std::ostream& out = context.environment().out;
  out << "\nA second story: nobody answers. Its scene, in " << places.folder << ":" << std::endl;
  ASSIGN_OR_RETURN(const std::unique_ptr<demo::Scene> scene, demo::Scene::Build(places, out));
  return demo::TellSilence(*scene, context.environment().clock, out);
}

absl::Status RunDemo(const DemoOptions& options, Context& context) {
  demo::Places places;
  places.folder = std::filesystem::absolute(options.folder).lexically_normal().string();
  places.programs = std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
  places.mechanisms = std::filesystem::absolute(options.mechanisms).lexically_normal().string();
  std::ostream& out = context.environment().out;
  out << "Enlace: a referral goes from one agency to another, sealed, on the record and in time.\n"
      << "Everything below happens now, on this machine, between real programs.\n\n"
      << "The scene, in " << places.folder << ":" << std::endl;
  ASSIGN_OR_RETURN(const std::unique_ptr<demo::Scene> scene, demo::Scene::Build(places, out));
  RETURN_IF_ERROR(demo::TellStory(*scene, context.environment().clock, out));
  RETURN_IF_ERROR(TellSilenceBeside(places, context));
  out << "\nA third story, in the first scene again: a new unit and its certificates." << std::endl;
  RETURN_IF_ERROR(demo::TellCertificates(*scene, out));
  out << "\nDone. What you saw lies in " << places.folder << ".\n";
  if (options.once) return absl::OkStatus();
  RETURN_IF_ERROR(scene->StartAdapters());
  out << "Everything stays up until Ctrl-C. To go on by hand, in another terminal:\n"
      << "  . " << places.folder << "/env\n"
      << "  enlacectl --identity $UEP_CHIHUAHUA referral list\n"
      << "  enlacectl --identity $FISCALIA_NORTE --officer f-3 watch" << std::endl;
  return WaitForInterrupt();
}

}  // namespace

void AddDemoCommand(CLI::App& app, Context& context) {
  auto options = std::make_shared<DemoOptions>();
  CLI::App* demo =
      AddVerb(&app, context, "demo", "Show the whole way of a referral on this machine, with real programs",
              {"enlacectl demo --once"}, [options, &context] { return RunDemo(*options, context); });
  demo->add_option("--folder", options->folder, "Folder of the demo; made anew at each start");
  demo->add_option("--mechanisms", options->mechanisms, "Folder with the mechanisms' rules");
  demo->add_flag("--once", options->once, "End after the story instead of staying up");
}

}  // namespace enlace::client
