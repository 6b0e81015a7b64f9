/** The arrows of the house: an arrow is "may import"; all else is an error. */
const PURE = ['bandit', 'ensemble', 'context', 'allocation', 'replay'];
const ARROWS = {
  bandit: [],
  context: ['bandit'],
  ensemble: ['bandit', 'context'],
  allocation: ['bandit', 'context'],
  replay: ['bandit', 'context', 'allocation', 'ensemble'],
  contracts: [],
  config: ['contracts'],
  queue: ['contracts'],
  storage: ['bandit'],
  llm: ['contracts'],
  evaluation: ['llm', 'contracts'],
  operations: [],
};

const TEST = '\\.(test|conformance)\\.ts$';

const onlyArrows = Object.entries(ARROWS).map(([lib, allowed]) => ({
  name: `arrow-${lib}`,
  comment: `libs/${lib} may import ${allowed.length ? allowed.join(', ') : 'no other lib'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: TEST },
  to: { path: '^libs/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...onlyArrows,
    {
      name: 'front-door',
      comment:
        "Nobody imports past a lib's index.ts, but for the promises that other libs' parts make too",
      severity: 'error',
      from: { path: '^(apps|libs|test|migrations)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/', '\\.conformance\\.ts$'],
      },
    },
    {
      name: 'apps-apart',
      comment: 'Apps import libs, never apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-below-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'pure-libs',
      comment: 'A pure lib imports no framework and opens no file',
      severity: 'error',
      from: { path: `^libs/(${PURE.join('|')})/`, pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/(javascript-lp-solver|pure-rand|flatqueue|fft\\.js|d3-|ml-)',
      },
    },
    {
      name: 'contracts-zod-only',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'config-zod-and-yaml-only',
      severity: 'error',
      from: { path: '^libs/config/', pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm'],
        pathNot: ['node_modules/(zod|yaml)/', '^(node:)?fs'],
      },
    },
    {
      name: 'dashboard-in-browsers',
      comment: 'The dashboard runs in browsers, and knows Purser by its API alone',
      severity: 'error',
      from: { path: '^apps/dashboard/src/', pathNot: TEST },
      to: { path: '^(libs|migrations)/|^(node:)?(fs|path|os|crypto|http)' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['purser-source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
