import { defineConfig } from 'vite';

/** Everything is served by the scheduling-cloud; nothing comes from another host. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Pictures in the text of a page would need a hole in its content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `npx vite apps/dashboard` shows changes at once, on a Purser that runs at 8080.
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/admin/v1', '/health', '/openapi.json', '/docs'].map((path) => [
        path,
        process.env['PURSER_URL'] ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
});
