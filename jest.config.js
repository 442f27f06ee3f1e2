// One runner for everything (docs/decisions/0002). `.ts` is not compiled: Node's own type stripping is enough.
export default {
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
