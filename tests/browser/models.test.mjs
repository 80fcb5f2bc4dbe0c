// Our models in the loaders that visitors have: three.js (every codec, every kind of texture) and
// model-viewer as the tour has it. A ball whose colour follows from its direction is drawn from the front without light
// and compared pixel for pixel: a texture turned, torn at a seam or of the wrong colour space shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { borrowPage, kProgram, launch, openPage, serve, tourOf } from './support.mjs';
import { staticHost } from './static_host.mjs';

const kSide = 256; // px of the picture in three.js
const kSources = fileURLToPath(new URL('../../', import.meta.url));
const kModules = join(kSources, 'viewer/web/node_modules');
const { PNG } = createRequire(join(kSources, 'viewer/web/package.json'))('pngjs');
const kWithoutKtx2 = !existsSync(join(kSources, 'pipeline/ktx2/worker/node_modules/ktx2-encoder')) && 'npm packages of pipeline/ktx2/worker are not installed';

/** sRGB, 0 to 255, of a point of the unit ball. */
function colourOf([x, y, z]) {
  return [128 + 60 * x + 25 * Math.sin(7 * y), 128 + 60 * y + 25 * Math.sin(7 * x), 128 + 40 * z];
}

/** ASCII PLY of a ball of radius 0.5 m with a colour a vertex. */
function ball() {
  const kRings = 90;
  const points = [];
  for (let i = 0; i <= kRings; ++i) {
    for (let j = 0; j < 2 * kRings; ++j) {
      const [latitude, longitude] = [(0.5 - i / kRings) * Math.PI, (j / kRings) * Math.PI];
      const p = [Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude), Math.cos(latitude) * Math.cos(longitude)];
      points.push(`${p.map((v) => (v / 2).toFixed(7)).join(' ')} ${colourOf(p).map((v) => Math.round(v)).join(' ')}`);
    }
  }
  const faces = [];
  for (let i = 0; i < kRings; ++i) {
    for (let j = 0; j < 2 * kRings; ++j) {
      const next = (j + 1) % (2 * kRings);
      const [a, b, c, d] = [i * 2 * kRings + j, (i + 1) * 2 * kRings + j, (i + 1) * 2 * kRings + next, i * 2 * kRings + next];
      faces.push(`3 ${a} ${b} ${c}`, `3 ${a} ${c} ${d}`);
    }
  }
  const colours = ['red', 'green', 'blue'].map((name) => `property uchar ${name}\n`).join('');
  return `ply\nformat ascii 1.0\nelement vertex ${points.length}\nproperty float x\nproperty float y\nproperty float z\n${colours}element face ${faces.length}\nproperty list uchar int vertex_indices\nend_header\n${points.join('\n')}\n${faces.join('\n')}\n`;
}

const kPage = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="importmap">{"imports": {"three": "/modules/three/build/three.module.js", "three/addons/": "/modules/three/examples/jsm/"}}</script>
<canvas id="view" width="${kSide}" height="${kSide}"></canvas>
<script type="module">
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js';
import { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js';
import { USDLoader } from 'three/addons/loaders/USDLoader.js';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
const renderer = new THREE.WebGLRenderer({ canvas: document.getElementById('view'), preserveDrawingBuffer: true });
const file = new URLSearchParams(location.search).get('file');
const libs = '/modules/three/examples/jsm/libs/';
const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder)
  .setDRACOLoader(new DRACOLoader().setDecoderPath(libs + 'draco/gltf/'))
  .setKTX2Loader(new KTX2Loader().setTranscoderPath(libs + 'basis/').detectSupport(renderer));
const object = file.endsWith('.usdz') ? await new USDLoader().loadAsync(file) : (await loader.loadAsync(file)).scene;
const compressed = [];
object.traverse((part) => {
  if (part.isMesh) {
    const { map, normalMap, aoMap } = part.material;
    compressed.push(...[map, normalMap, aoMap].filter(Boolean).map((one) => one.isCompressedTexture === true));
    part.material = new THREE.MeshBasicMaterial({ map });
  }
});
const scene = new THREE.Scene();
scene.add(object);
const camera = new THREE.OrthographicCamera(-0.5, 0.5, 0.5, -0.5, 0.1, 10);
camera.position.set(0, 0, 3);
const draw = () => {
  renderer.render(scene, camera);
  const { width, height } = renderer.domElement;
  const pixels = new Uint8Array(width * height * 4);
  renderer.getContext().readPixels(0, 0, width, height, renderer.getContext().RGBA, renderer.getContext().UNSIGNED_BYTE, pixels);
  return [...pixels];
};
globalThis.drawn = { draw, compressed };
</script>`;

let folder;
let server;
let browser;
const made = new Set();

/** The ball as a GLB of that name; made once. */
function makeModel(name, options) {
  if (!made.has(name)) {
    execFileSync(kProgram, ['model', join(folder, 'ball.ply'), '-o', join(folder, name), '--units', 'm', '--up', 'y', '--triangles', '4000', '--texture-size', '256', '--quiet', ...options]);
    made.add(name);
  }
  return join(folder, name);
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-models-'));
  writeFileSync(join(folder, 'ball.ply'), ball());
  writeFileSync(join(folder, 'three.html'), kPage);
  server = await staticHost({ '/modules/': kModules, '/': folder });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** How far what is drawn is from what the ball has there: the mean, and the share of pixels that are far off. */
function compare(pixels) {
  let [sum, wrong, count] = [0, 0, 0];
  for (let row = 0; row < kSide; ++row) {
    for (let column = 0; column < kSide; ++column) {
      const x = ((column + 0.5) / kSide) * 2 - 1;
      const y = ((row + 0.5) / kSide) * 2 - 1; // WebGL counts rows from below
      const square = x * x + y * y;
      if (square > 0.85) {
        continue;
      }
      const wanted = colourOf([x, y, Math.sqrt(1 - square)]);
      const off = Math.max(...wanted.map((value, c) => Math.abs(value - pixels[(row * kSide + column) * 4 + c])));
      sum += off;
      wrong += off > 24 ? 1 : 0;
      ++count;
    }
  }
  return { mean: sum / count, wrong: wrong / count };
}

async function drawnBy(file) {
  const { page, record, close } = await openPage(browser);
  try {
    await page.goto(`${server.root}/three.html?file=${encodeURIComponent(file)}`);
    await page.waitForFunction(() => globalThis.drawn !== undefined, null, { timeout: 120_000 });
    let seen = { mean: 255, wrong: 1 };
    // A picture may still be on its way to the graphics card.
    for (let tries = 0; tries < 20 && (seen.mean > 4 || seen.wrong > 0.001); ++tries) {
      await page.waitForTimeout(tries === 0 ? 0 : 250);
      seen = compare(await page.evaluate(() => globalThis.drawn.draw()));
    }
    assert.deepEqual(record.errors, []);
    assert.deepEqual(record.foreign, []);
    assert.ok(seen.mean <= 4 && seen.wrong <= 0.001, `${seen.mean.toFixed(1)} levels off, ${(seen.wrong * 100).toFixed(2)} % wrong`);
    return await page.evaluate(() => globalThis.drawn.compressed);
  } finally {
    await close();
  }
}

// Name, options, and what of the tour's own decoders it needs.
const kKinds = [
  ['meshopt.glb', [], ['meshopt_decoder.js']],
  ['draco.glb', ['--codec', 'draco'], ['draco/draco_decoder.wasm']],
  ['webp.glb', ['--texture-format', 'webp'], ['meshopt_decoder.js']],
  ['ktx2.glb', ['--texture-format', 'ktx2'], ['meshopt_decoder.js', 'basis/basis_transcoder.js', 'basis/basis_transcoder.wasm']],
];
const kPlain = ['plain.glb', ['--codec', 'none'], []];
const skipOf = (name) => ({ skip: name === 'ktx2.glb' && kWithoutKtx2 });

describe('three.js', () => {
  for (const [name, options] of [kPlain, ...kKinds]) {
    test(`draws ${name} as it was captured`, skipOf(name), async () => {
      makeModel(name, options);
      const compressed = await drawnBy(name);
      assert.ok(compressed.length >= 3, 'colours, normals and occlusion');
      assert.ok(compressed.every((one) => one === (name === 'ktx2.glb')), 'KTX2 stays compressed on the card');
    });
  }

  test('draws the USDZ as it was captured', async () => {
    makeModel('beside.glb', ['--usdz', join(folder, 'ball.usdz')]);
    assert.equal((await drawnBy('ball.usdz')).length, 3, 'colours, normals and occlusion');
  });
});

/** What the tour draws of a model: the middle of the picture, once it stands still, and which decoders were asked for. */
async function shownByTour(file) {
  const own = await serve(file);
  const { page, record, close } = await borrowPage(browser);
  const asked = [];
  const note = (request) => asked.push(new URL(request.url()).pathname);
  page.on('request', note);
  try {
    await page.goto(own.address);
    await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 120_000 });
    const box = await tourOf(page).locator('model-viewer').boundingBox();
    const clip = { x: Math.round(box.x + box.width / 2) - 150, y: Math.round(box.y + box.height / 2) - 150, width: 300, height: 300 };
    let [last, shot] = [null, await page.screenshot({ clip, timeout: 120_000 })];
    for (let tries = 0; tries < 20 && (last === null || !shot.equals(last)); ++tries) {
      await page.waitForTimeout(500);
      [last, shot] = [shot, await page.screenshot({ clip, timeout: 120_000 })];
    }
    assert.deepEqual(record.errors, []);
    assert.deepEqual(record.foreign, []);
    const decoders = asked.map((path) => path.split('/decoders/')[1]).filter(Boolean);
    const licences = await page.evaluate(
      (files) => Promise.all(files.map(async (file) => (await fetch(`decoders/${file}`)).text())),
      ['basis/LICENSE.txt', 'draco/LICENSE.txt', 'meshopt_decoder.LICENSE.txt'],
    );
    return { decoders, licences, picture: PNG.sync.read(shot) };
  } finally {
    page.off('request', note);
    await close();
    await own.stop();
  }
}

/** Mean red, green and blue of a part of a picture. */
function meanOf({ data, width }, { left = 0, top = 0, right, bottom }) {
  const sum = [0, 0, 0];
  for (let y = top; y < bottom; ++y) {
    for (let x = left; x < right; ++x) {
      sum.forEach((_, c) => (sum[c] += data[(y * width + x) * 4 + c]));
    }
  }
  return sum.map((value) => value / ((right - left) * (bottom - top)));
}

describe('the tour', () => {
  // What the others are compared with.
  let plain;
  const shownPlain = async () => (plain ??= await shownByTour(makeModel(...kPlain)));

  test('draws a model in its colours, the right way round', async () => {
    const { picture, decoders, licences } = await shownPlain();
    assert.deepEqual(decoders.filter((file) => /draco|basis/.test(file)), [], 'what it does not need');
    // Nobody looks at them, but whoever passes the site on must have them.
    [/Basis Universal[^]*Apache License/, /Draco[^]*Apache License/, /MIT License[^]*Kapoulkine/].forEach((terms, i) => assert.match(licences[i], terms));
    const [left, right, top, bottom] = [{ right: 75, bottom: 300 }, { left: 225, right: 300, bottom: 300 }, { right: 300, bottom: 75 }, { top: 225, right: 300, bottom: 300 }].map(
      (part) => meanOf(picture, part),
    );
    assert.ok(right[0] / right[2] > 1.15 * (left[0] / left[2]), `red grows to the right: ${left} ${right}`);
    assert.ok(top[1] / top[2] > 1.15 * (bottom[1] / bottom[2]), `green grows upwards: ${bottom} ${top}`);
  });

  for (const [name, options, needed] of kKinds) {
    test(`draws ${name} in the same colours, decoded by its own host's files alone`, skipOf(name), async () => {
      const reference = (await shownPlain()).picture;
      const { picture, decoders } = await shownByTour(makeModel(name, options));
      for (const file of needed) {
        assert.ok(decoders.includes(file), `${file} of ${decoders}`);
      }
      let off = 0;
      for (let i = 0; i < picture.data.length; ++i) {
        off += Math.abs(picture.data[i] - reference.data[i]) / (picture.data.length * 0.75); // no alpha
      }
      assert.ok(off <= 3, `${off.toFixed(2)} levels from the model without compression`);
    });
  }
});
