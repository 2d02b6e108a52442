// Runs main.ts, or the app that is named, compiled at once with all that it imports. File by file, as a loader does it,
// takes a second longer.
// For a stack trace in lines of the sources: npx tsx main.ts
require('./console/installed').checkInstalled();
const Module = require('node:module');
const { join } = require('node:path');
const { buildSync } = require('esbuild');
const { loadFailure } = require('./console/load-failure');

const file = join(__dirname, 'main.js');

function compile(options) {
  return buildSync({
    absWorkingDir: __dirname,
    entryPoints: [join(__dirname, process.argv[2] || 'main.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    write: false,
    outfile: file,
    logLevel: 'silent',
    ...options,
  }).outputFiles;
}

/** Only where something failed: a source map takes time to make. */
function source(place) {
  const [map] = compile({ sourcemap: 'external' });
  const found = new Module.SourceMap(JSON.parse(map.text)).findEntry(place.line - 1, place.column - 1);
  return (
    found.originalSource && {
      file: join(__dirname, found.originalSource),
      line: found.originalLine + 1,
      column: found.originalColumn + 1,
    }
  );
}

try {
  const [compiled] = compile();
  const app = new Module(file);
  app.filename = file;
  app.paths = Module._nodeModulePaths(__dirname);
  app._compile(compiled.text, file);
} catch (error) {
  if (process.env.PLATFORM_TRACE) throw error;
  console.error(loadFailure(error, (place) => (place.file === file ? source(place) : place)));
  process.exitCode = 1;
}
