import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './local-command';

/** A shell block of a document. */
export interface Block {
  /** Of the section that it stands in. */
  readonly heading: string;
  readonly text: string;
}

/** The shell blocks of a document, for an environment other than the one that the documents name. */
export function blocksOf(document: string, environment: string): Block[] {
  return readFileSync(join(root, document), 'utf8')
    .split(/^## /m)
    .flatMap((section) => {
      const heading = section.split('\n', 1)[0]!;
      return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text]) => ({
        heading,
        text: text!.replaceAll(/\bprod\b/g, environment),
      }));
    });
}

/**
 * What stands before a block: the AWS CLI as the documents mean it, which is version 2. Version 1 lacks `logs tail`, which
 * asks for the events of a log group. Source: aws-cli, branch v2, awscli/customizations/logs/tail.py.
 */
export const SHELL = `
set -euo pipefail
aws() {
  if [ "$1 $2" != "logs tail" ]; then command aws "$@"; return; fi
  local group=$3; shift 3
  local given=()
  while [ $# -gt 0 ]; do
    if [ "$1" = --filter-pattern ]; then given=(--filter-pattern "$2"); fi
    shift 2
  done
  command aws logs filter-log-events --log-group-name "$group" --start-time 0 "\${given[@]}" --query 'events[].message' --output text
}
`;
