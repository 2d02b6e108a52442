require('./programs/node-version');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/everyday/', '<rootDir>/test/nightly/'],
  // Copies of the project, with packages of the same names.
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  // Most tests run programs of their own: the process that waits for the workers needs no processor to itself.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/seconds.js'],
  // Versions end by the calendar; tests must not.
  setupFiles: ['<rootDir>/test/clock.js'],
  transform: { '^.+\\.ts$': '@swc/jest' },
};
