/** One after the other: each deploys whole environments, and the machine is full with one. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
};
