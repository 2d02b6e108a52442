/** One after the other: each runs tests on all processors. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/everyday/**/*.test.ts'],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
};
