// Says what to do where packages are missing: nothing was installed, or without the folder cli/, or without what is for
// development. Plain JavaScript that uses no package.
require('../programs/node-version');
const { existsSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');

const root = dirname(__dirname);
const NAMED = 3;

/** Which of these packages, or paths in them, are in no folder node_modules that a file in the folder looks into. */
function missing(folder, paths) {
  const places = Module._nodeModulePaths(folder);
  return paths.filter((path) => !places.some((place) => existsSync(join(place, path))));
}

function check(folder, paths, command = 'npm ci') {
  const gone = missing(join(root, folder), paths);
  if (gone.length === 0) return;
  const packages = gone.map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)[0]);
  const more = gone.length > NAMED ? ` and ${gone.length - NAMED} more` : '';
  const place = join(folder, 'node_modules');
  console.error(
    `Packages are missing in ${place}: ${packages.slice(0, NAMED).join(', ')}${more}. Run "${command}" in ${root}`,
  );
  process.exit(1);
}

const declared = () => require('../package.json');

/** Ends the process when the app, or a command, can't load for the lack of packages. */
function checkInstalled() {
  check('', Object.keys(declared().dependencies));
}

/** The same for the tests and the programs that look after the code. */
function checkInstalledForDevelopment() {
  checkInstalled();
  check('', Object.keys(declared().devDependencies), 'npm ci --include=dev');
}

/** The same for the cdktf command: its package is a folder of the project, which a copy of `node_modules` may lack. */
function checkInstalledCdktf() {
  check('', ['tsx']);
  check('cli', ['cdktf-cli/bin']);
}

module.exports = { checkInstalled, checkInstalledCdktf };

if (require.main === module) checkInstalledForDevelopment();
