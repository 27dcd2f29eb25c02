#include "gateway/referral/leg_machine_doc.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace enlace::referral {
namespace {

TEST(LegMachineDocTest, CommittedDocumentIsWhatTheTableSays) {
  const std::string path = std::string(ENLACE_SOURCE_DIR) + "/docs/leg_machine.md";
  if (std::getenv("ENLACE_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << LegMachineMarkdown();
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), LegMachineMarkdown()) << "run ENLACE_UPDATE_DOCS=1 gateway_referral_test";
}

}  // namespace
}  // namespace enlace::referral
