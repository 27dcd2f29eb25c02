// All commands of enlacectl, and what is made from their tree.
#ifndef ENLACE_CLIENT_ENLACECTL_COMMAND_TREE_H_
#define ENLACE_CLIENT_ENLACECTL_COMMAND_TREE_H_

#include <memory>
#include <string>
#include <vector>

#include "client/enlacectl/context.h"

namespace enlace::client {

// A command by its words, with what may follow. Made from the tree, so that
// completion and reference never lag behind it.
struct CommandNode {
  std::vector<std::string> words;     // Without "enlacectl"; empty for the root.
  std::vector<std::string> children;  // Names of its subcommands.
  std::vector<std::string> flags;     // --long and -s, its own and those of all.
};

// The whole program with its global flags. Borrows `context`.
std::unique_ptr<CLI::App> BuildCommandTree(Context& context);

// Every command, parents before children.
std::vector<CommandNode> CommandNodes(CLI::App& root);

// docs/enlacectl.md.
std::string CommandReference(CLI::App& root);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_COMMAND_TREE_H_
