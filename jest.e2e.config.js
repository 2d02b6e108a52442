/** Each file has an emulator of its own, and most of what it does is wait: for what AWS's provider waits for. */

// What is tested is what the platform does with pods; a test that needs containers asks for them.
process.env.PLATFORM_NODE ??= 'simulated';

module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: [],
  testSequencer: '<rootDir>/test/e2e/longest-first.js',
  maxWorkers: 5,
};
