// The tiles of `disan tiles` in the three viewers they are made for: what each paints is compared, pixel for pixel, with
// what lies in that direction. A face turned, mirrored, misplaced or with a gap at its edge shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { kProgram, launch } from './support.mjs';
import { staticHost } from './static_host.mjs';

const require = createRequire(new URL('../../viewer/web/package.json', import.meta.url));
const jpeg = require('jpeg-js');
const { PNG } = require('pngjs');

const kSide = 360; // of the screenshot; both fields of view are 90 degrees
const kWidth = 2048;
const kRadians = Math.PI / 180;
const kPackages = {
  '/viewer/': fileURLToPath(new URL('../../viewer/web/node_modules/', import.meta.url)),
  '/other/': fileURLToPath(new URL('./node_modules/', import.meta.url)),
};
// Faces, edges, corners and both poles; no round angles, at which Pannellum and Marzipano leave out a tile whose corner
// lies on the rim of the view.
const kViews = [
  [3, 2],
  [43, 6],
  [103, 33],
  [171, -26],
  [-132, -37],
  [-83, 41],
  [20, 80],
  [-60, -85],
];

/** A colour for every direction: x right, y up, z ahead. No two directions near each other look the same. */
function colourOf([x, y, z]) {
  return [128 + 70 * x + 30 * Math.sin(9 * y), 128 + 70 * y + 30 * Math.sin(9 * z), 128 + 70 * z + 30 * Math.sin(9 * x)];
}

function panorama() {
  const height = kWidth / 2;
  const data = Buffer.alloc(kWidth * height * 4);
  for (let row = 0; row < height; ++row) {
    const pitch = (0.5 - (row + 0.5) / height) * Math.PI;
    for (let column = 0; column < kWidth; ++column) {
      const yaw = ((column + 0.5) / kWidth - 0.5) * 2 * Math.PI;
      const direction = [Math.cos(pitch) * Math.sin(yaw), Math.sin(pitch), Math.cos(pitch) * Math.cos(yaw)];
      data.set([...colourOf(direction), 255].map(Math.round), (row * kWidth + column) * 4);
    }
  }
  return jpeg.encode({ data, width: kWidth, height }, 97).data;
}

/** The direction of a screen's point, -1 to 1 to the right and down. */
function looksAt(yawDeg, pitchDeg, u, v) {
  const [sinPitch, cosPitch] = [Math.sin(pitchDeg * kRadians), Math.cos(pitchDeg * kRadians)];
  const [sinYaw, cosYaw] = [Math.sin(yawDeg * kRadians), Math.cos(yawDeg * kRadians)];
  const up = -v * cosPitch + sinPitch;
  const ahead = cosPitch + v * sinPitch;
  const length = Math.hypot(u, v, 1);
  return [(u * cosYaw + ahead * sinYaw) / length, up / length, (ahead * cosYaw - u * sinYaw) / length];
}

const page = (head, script) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>html, body { margin: 0; background: #f0f } #view { width: ${kSide}px; height: ${kSide}px }</style>${head}
<div id="view"></div>
<script type="module">
const asked = new URLSearchParams(location.search);
const yaw = Number(asked.get('yaw'));
const pitch = Number(asked.get('pitch'));
const said = async (name) => (await fetch(name)).json();
${script}
</script>`;

const kViewers = {
  pannellum: page(
    '<link rel="stylesheet" href="/other/pannellum/build/pannellum.css"><script src="/other/pannellum/build/pannellum.js"></script>',
    `const config = await said('pannellum.json');
config.multiRes.basePath = '.';
pannellum.viewer('view', { ...config, yaw, pitch, hfov: 90, autoLoad: true, showControls: false });`,
  ),
  marzipano: page(
    '<script src="/other/marzipano/dist/marzipano.js"></script>',
    `const config = await said('marzipano.json');
const viewer = new Marzipano.Viewer(document.getElementById('view'));
const source = Marzipano.ImageUrlSource.fromString(config.url, config);
const view = new Marzipano.RectilinearView({ yaw: yaw * Math.PI / 180, pitch: -pitch * Math.PI / 180, fov: Math.PI / 2 });
viewer.createScene({ source, geometry: new Marzipano.CubeGeometry(config.levels), view, pinFirstLevel: true }).switchTo({ transitionDuration: 0 });`,
  ),
  'photo-sphere-viewer': page(
    `<link rel="stylesheet" href="/viewer/@photo-sphere-viewer/core/index.css">
<script type="importmap">{"imports": {"three": "/viewer/three/build/three.module.js",
"@photo-sphere-viewer/core": "/viewer/@photo-sphere-viewer/core/index.module.js"}}</script>`,
    `const { Viewer } = await import('@photo-sphere-viewer/core');
const { EquirectangularTilesAdapter } = await import('/viewer/@photo-sphere-viewer/equirectangular-tiles-adapter/index.module.js');
const { panorama } = await said('psv.json');
const tileUrl = (col, row, level) => panorama.tileUrl.replace('{level}', level).replace('{col}', col).replace('{row}', row);
new Viewer({ container: 'view', adapter: [EquirectangularTilesAdapter, { showErrorTile: false }], panorama: { ...panorama, tileUrl },
  defaultYaw: yaw + 'deg', defaultPitch: pitch + 'deg', maxFov: 90, minFov: 30, defaultZoomLvl: 0, navbar: false, defaultTransition: null });`,
  ),
};

let folder;
let server;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-tiles-'));
  writeFileSync(join(folder, 'sphere.jpg'), panorama());
  execFileSync(kProgram, ['tiles', join(folder, 'sphere.jpg'), '-o', join(folder, 'tiles'), '--tile-size', '256', '--quality', '95', '--quiet']);
  for (const [name, html] of Object.entries(kViewers)) {
    writeFileSync(join(folder, 'tiles', `${name}.html`), html);
  }
  server = await staticHost({ ...kPackages, '/': join(folder, 'tiles') });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** How far the picture is from what lies in its directions: the mean, and the share of pixels that are far off. */
function compare(shot, yaw, pitch) {
  let sum = 0;
  let wrong = 0;
  let count = 0;
  for (let y = 4; y < kSide - 4; ++y) {
    for (let x = 4; x < kSide - 4; ++x) {
      const wanted = colourOf(looksAt(yaw, pitch, ((x + 0.5) / kSide) * 2 - 1, ((y + 0.5) / kSide) * 2 - 1));
      const off = Math.max(...wanted.map((value, c) => Math.abs(value - shot.data[(y * kSide + x) * 4 + c])));
      sum += off;
      wrong += off > 24 ? 1 : 0;
      ++count;
    }
  }
  return { mean: sum / count, wrong: wrong / count };
}

for (const name of Object.keys(kViewers)) {
  test(`${name} paints what lies in every direction`, async () => {
    for (const [yaw, pitch] of kViews) {
      const opened = await browser.newPage({ viewport: { width: kSide, height: kSide } });
      const failed = [];
      opened.on('response', (answer) => answer.status() >= 400 && failed.push(answer.url()));
      opened.on('pageerror', (error) => failed.push(String(error)));
      await opened.goto(`${server.root}/${name}.html?yaw=${yaw}&pitch=${pitch}`);
      let seen = { mean: 255, wrong: 1 };
      // A software renderer on a busy machine may take its time to paint.
      for (let tries = 0; tries < 20 && (seen.mean > 5 || seen.wrong > 0.0005); ++tries) {
        await opened.waitForTimeout(500);
        const shot = await opened.screenshot();
        seen = compare(PNG.sync.read(shot), yaw, pitch);
        if (process.env.DISAN_SHOTS) {
          writeFileSync(join(process.env.DISAN_SHOTS, `${name}_${yaw}_${pitch}.png`), shot);
        }
      }
      assert.deepEqual(failed, [], 'files that are not there');
      assert.ok(seen.mean <= 5 && seen.wrong <= 0.0005, `at ${yaw}, ${pitch}: ${seen.mean.toFixed(1)} levels off, ${(seen.wrong * 100).toFixed(2)} % wrong`);
      await opened.close();
    }
  });
}
