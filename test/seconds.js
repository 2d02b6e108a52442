const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');

/**
 * Tells how long each file took that took a second, the longest first: a suite that gets slower does so by a file that
 * can be named.
 * `SECONDS_BY_FILE` names a file that gets the lines as well, for a run of several suites.
 */
module.exports = class Seconds {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    const lines = testResults
      .map(({ perfStats, testFilePath }) => [
        Math.round((perfStats.end - perfStats.start) / 1000),
        relative(this.rootDir, testFilePath),
      ])
      .filter(([seconds]) => seconds > 0)
      .sort(([a], [b]) => b - a)
      .map(([seconds, file]) => `${String(seconds).padStart(6)} s  ${file}\n`)
      .join('');
    if (testResults.length > 1) process.stdout.write(`\nSeconds by file:\n${lines}`);
    if (process.env.SECONDS_BY_FILE) appendFileSync(process.env.SECONDS_BY_FILE, lines);
  }
};
