/** What takes too long for each pull request: one file after the other. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/nightly/**/*.test.ts'],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
};
