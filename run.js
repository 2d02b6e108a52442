// Runs a command of this repository: node run.js cli/plan/plan.ts dev. Whatever keeps it from loading is told in a line.
require('./console/installed').checkInstalled();
require('tsx/cjs');
const Module = require('node:module');
const { resolve } = require('node:path');
const { loadFailure } = require('./console/load-failure');

process.argv.splice(1, 2, resolve(process.argv[2]));
try {
  Module.runMain();
} catch (error) {
  if (process.env.PLATFORM_TRACE) throw error;
  console.error(loadFailure(error));
  process.exitCode = 1;
}
