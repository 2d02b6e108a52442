// Runs main.ts, or the app that is named, compiled at once with all that it imports. File by file, as a loader does it,
// takes a second longer.
// For a stack trace in lines of the sources: npx tsx main.ts
require('./programs/node-version');
const Module = require('node:module');
const { join } = require('node:path');
const { buildSync } = require('esbuild');

const file = join(__dirname, 'main.js');
const { outputFiles } = buildSync({
  entryPoints: [join(__dirname, process.argv[2] || 'main.ts')],
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  write: false,
});
const app = new Module(file);
app.filename = file;
app.paths = Module._nodeModulePaths(__dirname);
app._compile(outputFiles[0].text, file);
