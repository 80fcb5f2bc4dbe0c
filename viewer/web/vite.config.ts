// dist/: index.html, disan-tour.js (the one name that embedding pages rely on), assets/ with hashed
// names, decoders/ and schema/. Everything is found relative to the page: any sub-path serves.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { embindWithoutEval } from './tools/embind_without_eval.mjs';

export const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');

/** The decoders that model-viewer would otherwise fetch from another host. */
export function decoderFiles(): Readonly<Record<string, string | Uint8Array>> {
  const three = join(modules, 'three/examples/jsm/libs');
  const files: Record<string, string | Uint8Array> = {
    'decoders/meshopt_decoder.js': readFileSync(join(modules, 'meshoptimizer/meshopt_decoder.cjs')),
    'decoders/basis/basis_transcoder.js': embindWithoutEval(readFileSync(join(three, 'basis/basis_transcoder.js'), 'utf8')),
    'decoders/basis/basis_transcoder.wasm': readFileSync(join(three, 'basis/basis_transcoder.wasm')),
  };
  for (const name of ['draco_decoder.js', 'draco_decoder.wasm', 'draco_wasm_wrapper.js']) {
    files[`decoders/draco/${name}`] = readFileSync(join(three, 'draco/gltf', name));
  }
  return { ...files, ...decoderLicences() };
}

/** What their licences ask of whoever passes them on: beside each decoder, whose it is and on what terms. */
function decoderLicences(): Readonly<Record<string, string>> {
  const apache = readFileSync(join(here, '../../LICENSE'), 'utf8');
  const terms = (name: string, home: string, owner: string, changes: string): string =>
    `${name}, ${home}\nCopyright ${owner}\nAs three.js passes it on; ${changes}.\n\n${apache}`;
  return {
    'decoders/basis/LICENSE.txt': terms(
      'Basis Universal',
      'https://github.com/BinomialLLC/basis_universal',
      'Binomial LLC',
      'changed: basis_transcoder.js makes no functions of text, so that a strict Content-Security-Policy lets it run',
    ),
    'decoders/draco/LICENSE.txt': terms('Draco', 'https://github.com/google/draco', 'The Draco Authors', 'unchanged'),
    'decoders/meshopt_decoder.LICENSE.txt': readFileSync(join(modules, 'meshoptimizer/LICENSE.md'), 'utf8'),
  };
}

function ownDecoders(): Plugin {
  const files = { ...decoderFiles(), 'schema/tour.schema.json': readFileSync(join(here, 'schema/tour.schema.json')) };
  return {
    name: 'own-decoders',
    generateBundle(_, bundle) {
      // three's loaders bring copies of their own, which are never asked for.
      for (const name of Object.keys(bundle).filter((item) => /^assets\/(?:draco|basis)_/.test(item))) {
        delete bundle[name];
      }
      for (const [fileName, source] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}

/**
 * model-viewer writes its styles as a <style> element, which a strict Content-Security-Policy
 * forbids. They move to a constructed sheet, and lit, which it stands on, adds its sheets to those that
 * are there instead of replacing them. Fails the build when a new version looks different.
 */
export function adoptModelViewerStyles(): Plugin {
  return {
    name: 'adopt-model-viewer-styles',
    transform(code, id) {
      if (id.endsWith('@lit/reactive-element/css-tag.js')) {
        const sets = /(\w+)\.adoptedStyleSheets\s*=\s*(\w+\.map\([^;]*\));/;
        if (!sets.test(code)) {
          throw new Error('lit adopts styles otherwise: see adoptModelViewerStyles in vite.config.ts');
        }
        return { code: code.replace(sets, '$1.adoptedStyleSheets=[...$1.adoptedStyleSheets,...$2];'), map: null };
      }
      if (!id.endsWith('@google/model-viewer/lib/template.js')) {
        return null;
      }
      const style = /<style>([\s\S]*?)<\/style>/.exec(code);
      const target = 'render(templateResult, shadowRoot);';
      if (style === null || !code.includes(target)) {
        throw new Error('model-viewer changed its template: see adoptModelViewerStyles in vite.config.ts');
      }
      const adopt = `const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(style[1])}); shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];`;
      return { code: code.replace(style[0], '').replace(target, `${adopt} ${target}`), map: null };
    },
  };
}

// Addresses of other hosts that libraries fall back to. The viewer sets its own before they are
// used; without them a mistake cannot become a request to somebody else.
export function noForeignAddresses(): Plugin {
  const foreign = /https:\/\/(?:www\.gstatic\.com|cdn\.jsdelivr\.net)\/[^'"`]*/g;
  return {
    name: 'no-foreign-addresses',
    transform(code, id) {
      return id.includes('node_modules') && foreign.test(code) ? { code: code.replace(foreign, './not-shipped'), map: null } : null;
    },
  };
}

/** What makes the libraries keep to a strict policy and to our own host. */
export function libraryPlugins(): Plugin[] {
  return [adoptModelViewerStyles(), noForeignAddresses()];
}

export default defineConfig({
  root: here,
  base: './',
  plugins: [ownDecoders(), ...libraryPlugins()],
  resolve: { dedupe: ['three'] },
  build: {
    target: ['es2022', 'safari16.4'],
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: join(here, 'index.html'),
        'disan-tour': join(here, 'src/main.ts'),
        // One file without imports: sw.js takes it in as it is.
        'offline-worker': join(here, 'src/offline/worker.ts'),
      },
      // The entry is one file and not a façade before another: decoders are found from its place.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: (chunk) => (/^(?:disan-tour|offline-worker)$/.test(chunk.name) ? `${chunk.name}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: { include: ['test/**/*.test.ts'] },
});

