import { shellWord } from '../../programs/shell-word';
import type { Shell } from './arguments';

/**
 * The lines that a shell runs at its start. They ask candidates.ts below the project's folder, and leave everything else
 * to npm's own completion where that is there.
 */
export function script(shell: Shell, project: string): string {
  const root = shellWord(project);
  const ask = 'node "$root/run.js" "$root/cli/completion/candidates.ts"';
  switch (shell) {
    case 'bash':
      return `_platform_npm() {
  local root=${root} IFS=$'\\n'
  if [[ $PWD/ == "$root"/* && \${COMP_WORDS[1]} == run && $COMP_CWORD -gt 1 ]]; then
    COMPREPLY=($(${ask} "\${COMP_WORDS[@]:2:COMP_CWORD-1}" 2>/dev/null))
  elif declare -F _npm_completion >/dev/null; then
    _npm_completion
  fi
}
complete -o default -F _platform_npm npm`;
    case 'zsh':
      return `_platform_npm() {
  local root=${root}
  local -a found
  if [[ $PWD/ == "$root"/* && \${words[2]} == run && $CURRENT -gt 2 ]]; then
    found=("\${(@f)$(${ask} "\${(@)words[3,$CURRENT]}" 2>/dev/null)}")
    compadd -- $found
  elif (( $+functions[_npm_completion] )); then
    _npm_completion
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _platform_npm npm`;
    case 'fish':
      return `function __platform_npm
  set -l root ${root}
  set -l words (commandline -opc) (commandline -ct)
  string match -q "$root/*" "$PWD/"; and node "$root/run.js" "$root/cli/completion/candidates.ts" $words[3..-1] 2>/dev/null
end
complete -c npm -n '__fish_seen_subcommand_from run' -f -a '(__platform_npm)'`;
  }
}
