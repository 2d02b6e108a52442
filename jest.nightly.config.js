/** What takes too long for each pull request: one file after the other. */

// As in jest.e2e.config.js.
process.env.PLATFORM_NODE ??= 'simulated';

module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/nightly/**/*.test.ts'],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
};
