#include "client/enlacectl/completion_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enlacectl/command_tree.h"

namespace enlace::client {
namespace {

// One "path) words;;" line per command for the shells' case statements.
std::string CaseLines(const std::vector<CommandNode>& nodes) {
  std::string lines;
  for (const CommandNode& node : nodes) {
    std::vector<std::string> words = node.children;
    words.insert(words.end(), node.flags.begin(), node.flags.end());
    absl::StrAppend(&lines, "    \"", absl::StrJoin(node.words, " "), "\") words=\"",
                    absl::StrJoin(words, " "), "\" ;;\n");
  }
  return lines;
}

// Words that begin with neither dash nor follow a flag with a value make up the
// path; the longest prefix that is a command counts.
std::string Bash(const std::vector<CommandNode>& nodes) {
  return absl::StrCat(
      "# bash completion of enlacectl; source it, or put it into /etc/bash_completion.d/\n"
      "_enlacectl_words() {\n  local words=\"\"\n  case \"$1\" in\n",
      CaseLines(nodes),
      "    *) return 1 ;;\n  esac\n  printf '%s' \"$words\"\n}\n"
      "_enlacectl() {\n"
      "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" try i words\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    try=\"${path:+$path }${COMP_WORDS[i]}\"\n"
      "    if _enlacectl_words \"$try\" >/dev/null; then path=\"$try\"; fi\n"
      "  done\n"
      "  words=\"$(_enlacectl_words \"$path\")\"\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
      "  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- \"$cur\")); fi\n"
      "}\n"
      "complete -o filenames -F _enlacectl enlacectl\n");
}

std::string Zsh(const std::vector<CommandNode>& nodes) {
  return absl::StrCat(
      "#compdef enlacectl\n# zsh completion of enlacectl; put it into a folder of $fpath as _enlacectl\n"
      "_enlacectl_words() {\n  local words=\"\"\n  case \"$1\" in\n",
      CaseLines(nodes),
      "    *) return 1 ;;\n  esac\n  printf '%s' \"$words\"\n}\n"
      "_enlacectl() {\n"
      "  local line_path=\"\" try i\n"
      "  for ((i = 2; i < CURRENT; ++i)); do\n"
      "    try=\"${line_path:+$line_path }${words[i]}\"\n"
      "    if _enlacectl_words \"$try\" >/dev/null; then line_path=\"$try\"; fi\n"
      "  done\n"
      "  compadd -- ${(s: :)\"$(_enlacectl_words \"$line_path\")\"} || _files\n"
      "}\n"
      "compdef _enlacectl enlacectl\n");
}

std::string Fish(const std::vector<CommandNode>& nodes) {
  std::string script =
      "# fish completion of enlacectl; put it into ~/.config/fish/completions/\n"
      "function __enlacectl_at\n"
      "  set -l words (commandline -opc)[2..-1]\n"
      "  set -l path (string match -rv -- '^-' $words)\n"
      "  test \"$path\" = \"$argv\"\n"
      "end\n";
  for (const CommandNode& node : nodes) {
    std::vector<std::string> words = node.children;
    words.insert(words.end(), node.flags.begin(), node.flags.end());
    absl::StrAppend(&script, "complete -c enlacectl -n '__enlacectl_at ", absl::StrJoin(node.words, " "),
                    "' -a '", absl::StrJoin(words, " "), "'\n");
  }
  return script;
}

void AddShell(CLI::App* noun, Context& context, const char* name, const char* where,
              std::string (*script)(const std::vector<CommandNode>&)) {
  AddVerb(noun, context, name, absl::StrCat("Print the completion script for ", name),
          {absl::StrCat("enlacectl completion ", name, " > ", where)}, [&context, script] {
            context.environment().out << script(CommandNodes(*context.root)) << std::flush;
            return absl::OkStatus();
          });
}

}  // namespace

void AddCompletionCommand(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(&app, "completion", "Completion of commands and flags for shells");
  AddShell(noun, context, "bash", "/etc/bash_completion.d/enlacectl", &Bash);
  AddShell(noun, context, "zsh", "/usr/share/zsh/site-functions/_enlacectl", &Zsh);
  AddShell(noun, context, "fish", "~/.config/fish/completions/enlacectl.fish", &Fish);
}

}  // namespace enlace::client
