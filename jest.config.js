require('./programs/node-version');

// An emulator of a test has real servers if the test asks for them: each takes seconds.
process.env.PLATFORM_SERVERS ??= 'simulated';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/everyday/', '<rootDir>/test/nightly/'],
  // Copies of the project, with packages of the same names; and projects of their own.
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/examples/'],
  // Most tests run programs of their own: the process that waits for the workers needs no processor to itself.
  maxWorkers: '100%',
  // A busy machine takes long for what is quick on another; what hangs ends all the same.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/seconds.js'],
  // Versions end by the calendar; tests must not.
  setupFiles: ['<rootDir>/test/clock.js'],
  transform: { '^.+\\.ts$': '@swc/jest' },
};
