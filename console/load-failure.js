// Says in a line what keeps the project from loading: where it is, and what is wrong there. Plain JavaScript, as it is
// for what happens before, or while, TypeScript is compiled.
const { dirname, isAbsolute, relative, resolve } = require('node:path');

const root = dirname(__dirname);

/** The places in the project on an error's way, the innermost first. */
function places(error) {
  const frames = [...String(error.stack).matchAll(/\(?((?:file:\/\/)?\/[^():\n]+):(\d+):(\d+)\)?/g)];
  return frames
    .map(([, file, line, column]) => ({ file: file.replace('file://', ''), line: +line, column: +column }))
    .filter(({ file }) => file.startsWith(`${root}/`) && !file.includes('/node_modules/'));
}

function told({ file, line, column }, text) {
  return `${relative(root, isAbsolute(file) ? file : resolve(root, file))}:${line}:${column}: ${text}`;
}

/** What esbuild says that is wrong: as data, and as text where tsx has called it. */
function compileFaults(error) {
  const faults = (error.errors || []).filter(({ location }) => location);
  if (faults.length > 0) {
    return faults.map(({ text, location }) => told({ ...location, column: location.column + 1 }, text));
  }
  return [...String(error.message).matchAll(/^(\/.+):(\d+):(\d+): ERROR: (.*)$/gm)].map(
    ([, file, line, column, text]) => told({ file, line, column: +column + 1 }, text),
  );
}

function reason(error) {
  const text = String(error.message).split('\n')[0];
  const unknown = error instanceof ReferenceError && /^(\S+) is not defined$/.exec(text);
  if (unknown) return `${text}: import it at the top of the file`;
  if (error.code === 'MODULE_NOT_FOUND' && !/module '[./]/.test(text)) {
    return `${text}: add it to package.json, or run "npm ci"`;
  }
  return text;
}

/**
 * @param error that was thrown while the project was compiled or loaded.
 * @param source finds the place in the source of a place in what was compiled.
 * @returns what to tell, a line for each fault.
 */
function loadFailure(error, source = (place) => place) {
  const faults = compileFaults(error);
  if (faults.length > 0) return faults.join('\n');
  const [place] = places(error)
    .map(source)
    .filter((found) => found);
  return place ? told(place, reason(error)) : reason(error);
}

module.exports = { loadFailure };
