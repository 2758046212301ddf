/** ES modules run as CommonJS through swc: Jest's own module support is experimental. */
const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs', ignoreDynamic: true },
  },
];

/** @type {import('jest').Config} */
export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.[cm]?[jt]s$': swc },
  // What comes as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(?:temporal-polyfill|temporal-utils|ical\\.js)/)'],
  modulePathIgnorePatterns: ['<rootDir>/.tocsin', '<rootDir>/cdk.out'],
  // Few tests keep a core busy: most wait, or are short.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
