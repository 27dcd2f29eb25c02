#include "client/enlacectl/completion_command.h"

#include <array>
#include <cstdio>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CompletionCommandTest : public CliTest {
 protected:
  // What bash offers after these words; the last one is being typed.
  std::string Offer(const std::string& line) {
    const std::string script = WriteFile("completion.bash", Run({"completion", "bash"}).out);
    const std::string command =
        "bash -c 'source " + script + "; COMP_WORDS=(" + line +
        "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _enlacectl; echo \"${COMPREPLY[@]}\"'";
    FILE* const pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    EXPECT_EQ(pclose(pipe), 0);
    return text;
  }
};

TEST_F(CompletionCommandTest, BashOffersWhatMayFollow) {
  EXPECT_THAT(Offer("enlacectl le"), HasSubstr("ledger"));
  EXPECT_THAT(Offer("enlacectl le"), HasSubstr("leg"));
  EXPECT_THAT(Offer("enlacectl leg acc"), HasSubstr("accept"));
  EXPECT_THAT(Offer("enlacectl -o json leg decline --rea"), HasSubstr("--reason"));
  EXPECT_THAT(Offer("enlacectl leg accept --rea"), Not(HasSubstr("--reason")));
}

TEST_F(CompletionCommandTest, OtherShellsNameEveryNoun) {
  EXPECT_THAT(Run({"completion", "zsh"}).out, HasSubstr("#compdef enlacectl"));
  EXPECT_THAT(Run({"completion", "fish"}).out, HasSubstr("'__enlacectl_at leg accept'"));
  EXPECT_EQ(Run({"completion", "tcsh"}).status, 2);
}

}  // namespace
}  // namespace enlace::client
