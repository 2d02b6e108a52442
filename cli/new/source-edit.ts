import { parse } from '@babel/parser';
import { ParameterError } from '../../problems/problem';

type Statement = ReturnType<typeof parse>['program']['body'][number];
type Expression = Extract<Statement, { type: 'ExpressionStatement' }>['expression'];
type ObjectExpression = Extract<Expression, { type: 'ObjectExpression' }>;

// Adds to a file in TypeScript and leaves all else of it as it was. `npm run fix` sees to the format.

/** Adds `import { name } from './file'`, at its place among those of the same folder. */
export function addImport(text: string, file: string, name: string, from: string): string {
  const imports = statementsOf(text, file).filter((node) => node.type === 'ImportDeclaration');
  const after = imports.findLast((node) => node.source.value < from) ?? imports.at(-1);
  const line = `import { ${name} } from '${from}';\n`;
  if (!after) return `${line}\n${text}`;
  const end = text.indexOf('\n', after.end!) + 1 || text.length;
  return `${text.slice(0, end)}${line}${text.slice(end)}`;
}

/**
 * Adds a property to the object that the file exports, or to one within it.
 * @param path of that object, from the exported one; what is missing of it is added.
 * @param property as it stands in the file, such as `orders: {}`.
 * @throws ParameterError when there is no such object.
 */
export function addProperty(text: string, file: string, path: readonly string[], property: string): string {
  let object = exportedObject(text, file);
  for (const [index, key] of path.entries()) {
    const found = propertyOf(object, key);
    if (!found) {
      const nested = path.slice(index).reduceRight((inner, name) => `${keyOf(name)}: { ${inner} }`, property);
      return addElement(text, object, object.properties, nested);
    }
    const value = bare(found);
    if (value.type !== 'ObjectExpression')
      throw refused(file, path.slice(0, index + 1), 'an object', property);
    object = value;
  }
  return addElement(text, object, object.properties, property);
}

/**
 * Adds a text to a list of the object that the file exports, and the list where there is none.
 * @throws ParameterError when something else stands there.
 */
export function addToList(text: string, file: string, key: string, item: string): string {
  const object = exportedObject(text, file);
  const found = propertyOf(object, key);
  if (!found) return addElement(text, object, object.properties, `${keyOf(key)}: ['${item}']`);
  const value = bare(found);
  if (value.type !== 'ArrayExpression') throw refused(file, [key], 'a list', `'${item}'`);
  return addElement(text, value, value.elements, `'${item}'`);
}

/** A name as the key of an object. */
export function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
}

/** Whether it can be the name of a variable in a module. */
export function isIdentifier(name: string): boolean {
  try {
    parse(`const ${name} = 1;`, { sourceType: 'module' });
    return /^\w+$/.test(name);
  } catch {
    return false;
  }
}

function statementsOf(text: string, file: string): readonly Statement[] {
  try {
    return parse(text, { sourceType: 'module', plugins: ['typescript'] }).program.body;
  } catch (error) {
    const [got = ''] = (error as Error).message.split(' (');
    throw new ParameterError([{ file, path: '', got: `what can't be read: ${got}`, allowed: 'TypeScript' }]);
  }
}

/** What the first `export const` of an object holds. */
function exportedObject(text: string, file: string): ObjectExpression {
  for (const node of statementsOf(text, file)) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : undefined;
    if (declaration?.type !== 'VariableDeclaration') continue;
    const value = declaration.declarations[0]?.init;
    const object = value && bare(value);
    if (object?.type === 'ObjectExpression') return object;
  }
  throw refused(file, [], 'an exported object');
}

/** Without `as const` and `satisfies`. */
function bare(value: Expression): Expression {
  return value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression'
    ? bare(value.expression)
    : value;
}

function propertyOf(object: ObjectExpression, key: string): Expression | undefined {
  for (const property of object.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const { key: name, value } = property;
    const isIt =
      name.type === 'Identifier' ? name.name === key : name.type === 'StringLiteral' && name.value === key;
    if (isIt) return value as Expression;
  }
  return undefined;
}

interface Place {
  readonly start?: number | null;
  readonly end?: number | null;
}

/** Behind the last one of what an object or a list holds. */
function addElement(text: string, whole: Place, elements: readonly (Place | null)[], added: string): string {
  const last = elements.at(-1);
  if (!last) return `${text.slice(0, whole.start! + 1)} ${added} ${text.slice(whole.end! - 1)}`;
  const isOfLines = text.slice(whole.start!, whole.end!).includes('\n');
  const line = text.lastIndexOf('\n', last.start!) + 1;
  const indent = isOfLines ? `\n${/^\s*/.exec(text.slice(line))![0]}` : ' ';
  return `${text.slice(0, last.end!)},${indent}${added}${text.slice(last.end!)}`;
}

function refused(file: string, path: readonly string[], wanted: string, added?: string): ParameterError {
  const byHand = added ? `; to add by hand: ${added}` : '';
  return new ParameterError([
    { file, path: path.join('.'), got: 'something else', allowed: `${wanted}, written out${byHand}` },
  ]);
}
