// dist-single/: the tour as one page without its parts. single.html has everything in place but
// {{title}}, {{name}}, {{first}} and {{rest}}, which pipeline/single fills in; parts/ holds the
// decoders that a tour takes along when its models need them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { defineConfig, type Plugin } from 'vite';

import { hashSource, inlineScript, inlineStyle } from './tools/inline_script.mjs';
import { adoptModelViewerStyles, decoderFiles, here, noForeignAddresses } from './vite.config';

/** model-viewer asks for a script of meshopt's decoder and then uses the one it brought along. */
function noMeshoptScript(): Plugin {
  return {
    name: 'no-meshopt-script',
    transform(code, id) {
      if (!id.endsWith('@google/model-viewer/lib/three-components/CachingGLTFLoader.js')) {
        return null;
      }
      const asked = 'meshoptDecoder = fetchScript(url)';
      if (!code.includes(asked)) {
        throw new Error('model-viewer loads meshopt otherwise: see noMeshoptScript in vite.single.config.ts');
      }
      return { code: code.replace(asked, 'meshoptDecoder = Promise.resolve()'), map: null };
    },
  };
}

function onePage(): Plugin {
  return {
    name: 'one-page',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((item) => item.type === 'chunk');
      const [chunk] = chunks;
      if (chunk === undefined || chunks.length !== 1) {
        throw new Error(`one script was expected, not ${chunks.length}`);
      }
      Object.keys(bundle).forEach((name) => delete bundle[name]);
      const script = inlineScript(chunk.code);
      // Throws where the escapes changed what the script says.
      new Script(script);
      const style = inlineStyle(readFileSync(join(here, 'src/page.css'), 'utf8'));
      const icon = readFileSync(join(here, 'public/icon.svg'), 'utf8');
      const fields: Readonly<Record<string, string>> = {
        policy: policy(script, style),
        icon: `data:image/svg+xml,${encodeURIComponent(icon)}`,
        style,
        script,
      };
      const source = readFileSync(join(here, 'single.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (whole, name: string) => fields[name] ?? whole);
      this.emitFile({ type: 'asset', fileName: 'single.html', source });
      for (const [fileName, source] of Object.entries(decoderFiles()).filter(([name]) => /draco|basis/.test(name))) {
        this.emitFile({ type: 'asset', fileName: `parts/${fileName}`, source });
      }
    },
  };
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashSource(style)}`,
    'img-src blob: data:',
    'media-src blob:',
    'connect-src blob:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  plugins: [adoptModelViewerStyles(), noForeignAddresses(), noMeshoptScript(), onePage()],
  resolve: { dedupe: ['three'] },
  build: {
    target: ['es2022', 'safari16.4'],
    outDir: 'dist-single',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    modulePreload: false,
    rollupOptions: {
      input: join(here, 'src/single/page.ts'),
      output: { format: 'iife', inlineDynamicImports: true },
    },
  },
});
