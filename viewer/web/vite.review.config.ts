// The review's page, beside the tour's in dist/: review.html and review-assets/. Built by itself, so
// that disan-tour.js stays one file and nothing of the review is fetched by visitors or published.
import { join } from 'node:path';
import { mergeConfig } from 'vite';

import tour, { here, libraryPlugins } from './vite.config';

export default mergeConfig(
  { root: tour.root, base: './', plugins: libraryPlugins(), resolve: { dedupe: ['three'] }, publicDir: false },
  {
    build: {
      target: ['es2022', 'safari16.4'],
      outDir: 'dist',
      emptyOutDir: false,
      assetsDir: 'review-assets',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1200,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { review: join(here, 'review.html') } },
    },
  },
);
