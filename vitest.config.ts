import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['purser-source', ...defaultServerConditions] } },
  test: {
    // Their condition "source" leads to TypeScript, which Node alone would not load.
    server: { deps: { inline: [/@ai-sdk\//, 'eventsource-parser'] } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{apps,libs}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/ground/postgres.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
