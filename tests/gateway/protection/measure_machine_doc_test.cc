#include "gateway/protection/measure_machine_doc.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace enlace::protection {
namespace {

TEST(MeasureMachineDocTest, CommittedDocumentIsWhatTheTableSays) {
  const std::string path = std::string(ENLACE_SOURCE_DIR) + "/docs/measure_machine.md";
  if (std::getenv("ENLACE_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << MeasureMachineMarkdown();
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), MeasureMachineMarkdown()) << "run ENLACE_UPDATE_DOCS=1 gateway_protection_test";
}

}  // namespace
}  // namespace enlace::protection
