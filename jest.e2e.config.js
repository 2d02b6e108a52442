/** Each file has an emulator of its own, and most of what it does is wait: for what AWS's provider waits for. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: [],
  testSequencer: '<rootDir>/test/e2e/longest-first.js',
  maxWorkers: 4,
};
