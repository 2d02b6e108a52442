import type { Objects } from './objects';

/** What the contract tells of the things that services bind, by section and name, as far as their variables say it. */
export type ComposeContract = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** `$${` and `%%{`, by which Terraform means the text, and `${...}`. */
const PARTS = /\$\$\{|%%\{|\$\{((?:"[^"]*"|[^"{}])*)\}/g;
const JOIN = /^join\("([^"]*)", (.+)\)$/;
const CONTRACT = 'local.contract_content.';

/**
 * Fills in what Terraform would: values of the contract, and attributes of other resources.
 * @throws on any other reference.
 */
export function resolver({ resource }: Objects, contract: ComposeContract): (text: string) => string {
  const value = (expression: string): unknown => {
    const path = expression.replaceAll(/\["([^"]+)"\]/g, '.$1').replaceAll(/\[\d+\]/g, '');
    const found = path.startsWith(CONTRACT) ? at(contract, path.slice(CONTRACT.length)) : at(resource, path);
    if (found !== undefined) return found;
    throw new Error(`Compose has no value for \${${expression}}: see cli/compose/pods/references.ts`);
  };
  const evaluate = (expression: string): string => {
    const [, between, list] = JOIN.exec(expression) ?? [];
    return list === undefined ? String(value(expression)) : (value(list) as string[]).join(between);
  };
  const resolve = (text: string): string =>
    text.replaceAll(PARTS, (part: string, expression?: string) =>
      // What it leads to may be a reference itself.
      expression === undefined ? part.slice(1) : resolve(evaluate(expression)),
    );
  return resolve;
}

function at(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], root);
}
