// dist/portal/: the page that joins the tours of many sites. A build of its own, so that the tour's
// files stay what they are, and so that `disan build` can leave it out of a single tour.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  root: join(here, 'portal'),
  base: './',
  publicDir: join(here, 'public'),
  build: {
    target: ['es2022', 'safari16.4'],
    outDir: join(here, 'dist/portal'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
  },
});
