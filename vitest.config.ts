import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Without Vite's `module`, for which some packages hold files that Node can't load.
  ssr: { resolve: { conditions: ['purser-source', 'node', 'development|production'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,libs}/**/*.test.ts'],
          // None is about time, and some play a hundred thousand rounds.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/ground/postgres.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They wait more than they work, but each keeps several processes.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
