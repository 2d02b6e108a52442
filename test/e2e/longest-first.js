const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

// The order in which the end-to-end files begin. First the one whose deploy others begin from, then those that need
// none, the longest first, and last those that would wait for it. What is not named here comes between.
const FIRST = ['local', 'shop', 'emulator', 'kubernetes', 'setup-sql', 'drivers', 'cdktf-command', 'admin'];
const LAST = ['requests', 'services', 'secret', 'plan', 'people', 'snapshot'];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};

function place({ path }) {
  const name = basename(path, '.test.ts');
  if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
  return LAST.indexOf(name) + 1;
}
