// One runner for everything (docs/decisions/0002). `.ts` is not compiled: Node's own type stripping is enough.
import { availableParallelism } from 'node:os';
import { oldNodeProblem } from './scripts/node-version.mjs';

const problem = oldNodeProblem();
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}

export default {
  // Jest's own default leaves one of two cores idle.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  // Tests start real processes and databases; five seconds are too few on two busy cores. A test that hangs still ends.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/tooling/count-reporter.cjs'],
  projects: [
    {
      displayName: 'node',
      rootDir: '.',
      testMatch: ['<rootDir>/{connector,local-org,scripts,tooling,tests}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/.cache/', '/.bookbridge'],
      modulePathIgnorePatterns: ['<rootDir>/.bookbridge', '<rootDir>/.cache'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '\\.ts$': '<rootDir>/tooling/jest-strip-types.cjs' },
      testEnvironment: 'node',
      globalSetup: '<rootDir>/connector/tests/jest-global-setup.ts',
      globalTeardown: '<rootDir>/connector/tests/jest-global-teardown.ts',
    },
  ],
};
