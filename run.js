// Runs a command of this repository, with any Node as far as the sentence that refuses it: node run.js cli/plan/plan.ts dev
require('./programs/node-version');
require('tsx/cjs');
const Module = require('node:module');
const { resolve } = require('node:path');

process.argv.splice(1, 2, resolve(process.argv[2]));
Module.runMain();
