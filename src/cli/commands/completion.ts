import type { Command } from "commander";
import { RollcallError } from "../../core/errors.ts";
import type { Run } from "../command.ts";

/** One command as a shell completes it. */
interface Entry {
  readonly path: readonly string[];
  readonly description: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

const SHELLS: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

/** Prints a completion script made from the commands themselves, so that it cannot fall behind them. */
export const run: Run = async ({ output, program, args }) => {
  const shell = args[0] ?? "";
  const script = SHELLS[shell];
  if (script === undefined) {
    throw new RollcallError("usage", `completion ${shell}: the shells are ${Object.keys(SHELLS).join(", ")}.`);
  }
  output.line(script(entriesOf(program, [])));
  return 0;
};

function entriesOf(command: Command, path: readonly string[]): Entry[] {
  const subcommands = command.commands.map((sub) => ({ word: sub.name(), description: sub.description() }));
  const options = command.options.map(({ long, description }) => ({ word: long ?? "", description }));
  const own = { path, description: command.description(), words: [...subcommands, ...options, HELP] };
  return [own, ...command.commands.flatMap((sub) => entriesOf(sub, [...path, sub.name()]))];
}

const HELP = { word: "--help", description: "what the command does" };

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ path, words }) => `    "${path.join(" ")}") words="${words.map(({ word }) => word).join(" ")}" ;;`,
  );
  return `# rollcall completion for bash: source <(rollcall completion bash)
_rollcall() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case " ${paths(entries)} " in *" \${path:+$path/}$word "*) path="\${path:+$path/}$word" ;; *) break ;; esac
  done
  case "\${path//\\// }" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ "$cur" == -* || \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$cur"))
}
complete -o filenames -F _rollcall rollcall`;
}

function paths(entries: readonly Entry[]): string {
  return entries.flatMap(({ path }) => (path.length === 0 ? [] : [path.join("/")])).join(" ");
}

function zsh(entries: readonly Entry[]): string {
  const cases = entries.map(({ path, words }) => {
    const items = words.map(
      ({ word, description }) => `'${word}:${description.replaceAll("'", "'\\''").replaceAll(":", "\\:")}'`,
    );
    return `    "${path.join(" ")}") items=(${items.join(" ")}) ;;`;
  });
  return `#compdef rollcall
# rollcall completion for zsh: source <(rollcall completion zsh)
_rollcall() {
  local path="" word items
  for word in "\${words[@]:1:CURRENT-2}"; do
    case " ${paths(entries)} " in *" \${path:+$path/}$word "*) path="\${path:+$path/}$word" ;; *) break ;; esac
  done
  case "\${path//\\// }" in
${cases.join("\n")}
  esac
  _describe 'rollcall' items || _files
}
compdef _rollcall rollcall`;
}

function fish(entries: readonly Entry[]): string {
  const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = entries.flatMap(({ path, words }) => {
    const condition =
      path.length === 0
        ? "__fish_use_subcommand"
        : path.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    return words.map(({ word, description }) => {
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c rollcall -n ${quote(condition)} ${what} -d ${quote(description)}`;
    });
  });
  return ["# rollcall completion for fish: rollcall completion fish | source", ...lines].join("\n");
}
