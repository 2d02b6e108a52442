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
 * A command of a document, in a shell block or within a sentence, for an environment other than the one that the documents
 * name.
 * @param start the whole of it, or what no other command begins with.
 * @param names what the document calls something, and what it is called today. Each has to be there.
 */
export function commandOf(
  document: string,
  environment: string,
  start: string,
  names: Readonly<Record<string, string>> = {},
): string {
  const commands = commandsOf(document).map((text) => text.replaceAll(/\bprod\b/g, environment));
  const found = commands.includes(start) ? [start] : commands.filter((each) => each.startsWith(start));
  if (found.length !== 1) throw new Error(`${document} has ${found.length} commands "${start}"`);
  return Object.entries(names).reduce((text, [name, now]) => {
    if (!text.includes(name)) throw new Error(`${document}: "${text}" has no ${name}`);
    return text.replaceAll(name, now);
  }, found[0]!);
}

function commandsOf(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  const block = /^ *```sh\n([\s\S]*?)^ *```$/gm;
  const lines = [...text.matchAll(block)].flatMap(([, inside]) => inside!.split('\n'));
  const within = [...text.replaceAll(/^ *```\w*\n[\s\S]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)];
  return [...new Set([...lines.map((line) => line.trim()), ...within.map(([, inside]) => inside!)])];
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
