// What a visit costs, and what a headset sees.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { encode, kNorths, makeTour, picture, write } from './make_tour.mjs';
import { launch, openPage, serve, settled, tourOf } from './support.mjs';

let folder;
let server;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-bars-'));
  makeTour(join(folder, 'out/web'));
  server = await serve(join(folder, 'out'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const button = (page, key) => tourOf(page).locator(`[data-key="${key}"]`);

describe('transfer', () => {
  test('the first picture comes within 300 kB and the first view within 1 MB', async () => {
    const { page, close } = await openPage(browser);
    try {
      // As a host sends it: what is text is compressed, pictures are what they are.
      const sizes = [];
      page.on('response', (response) => {
        sizes.push(
          response.body().then(
            (body) => ({ url: response.url(), bytes: /javascript|css|json|html|svg/.test(response.headers()['content-type'] ?? '') ? gzipSync(body).length : body.length }),
            () => ({ url: response.url(), bytes: 0 }),
          ),
        );
      });
      await page.goto(server.address);
      await settled(page, 'san-truoc');
      const all = await Promise.all(sizes);
      const first = all.findIndex((one) => one.url.endsWith('/preview.jpg'));
      assert.ok(first >= 0);
      const sum = (some) => some.reduce((bytes, one) => bytes + one.bytes, 0);
      const toPicture = sum(all.slice(0, first + 1));
      const toView = sum(all);
      console.log(`first picture after ${toPicture} bytes of 300000, first view after ${toView} bytes of 1000000`);
      assert.ok(toPicture <= 300_000, `first picture after ${toPicture}`);
      assert.ok(toView <= 1_000_000, `first view after ${toView}`);
    } finally {
      await close();
    }
  });
});

/** A ring of scenes, each linked with the next, of pictures as small as they get. */
function makeRing(web, count) {
  const both = (text) => ({ vi: text, en: text });
  const small = encode(picture(256, 'san-truoc', false), 60);
  const scenes = Array.from({ length: count }, (_, i) => {
    const id = `canh-${i}`;
    for (const name of ['preview.jpg', 'fallback.jpg']) {
      write(web, `scenes/${id}/${name}`, small);
    }
    const next = `canh-${(i + 1) % count}`;
    return {
      id,
      name: both(`Cảnh ${i}`),
      alt: both(`Cảnh ${i}`),
      north_deg: 0,
      panorama: {
        width: 256,
        height: 128,
        preview: `scenes/${id}/preview.jpg`,
        fallback: `scenes/${id}/fallback.jpg`,
        tiles: null,
      },
      links: [{ to: next, yaw_deg: 20 }],
      hotspots: [{ id: 'diem-1', yaw_deg: -20, pitch_deg: 0, title: both('Điểm'), text: both('Chữ') }],
    };
  });
  const tour = { disan_tour: 1, id: 'vong', name: both('Vòng'), scenes, objects: [], stops: [], rights: { holder: 'x', statement: 'http://rightsstatements.org/vocab/InC/1.0/' }, made_by: 'test' };
  writeFileSync(join(web, 'tour.json'), JSON.stringify(tour));
  return tour;
}

/** Counts what WebGL holds: textures and buffers made and not deleted. */
function countWebGl() {
  const held = { textures: 0, buffers: 0 };
  const proto = WebGL2RenderingContext.prototype;
  for (const [kind, make, drop] of [['textures', 'createTexture', 'deleteTexture'], ['buffers', 'createBuffer', 'deleteBuffer']]) {
    const { [make]: create, [drop]: remove } = proto;
    proto[make] = function (...rest) {
      ++held[kind];
      return create.apply(this, rest);
    };
    proto[drop] = function (what) {
      held[kind] -= what === null ? 0 : 1;
      return remove.call(this, what);
    };
  }
  window.webGlHeld = held;
}

describe('a tour of 200 scenes', () => {
  test('does not fill the memory while all of them are walked, twice', { timeout: 400_000 }, async () => {
    const count = 200;
    const out = join(folder, 'ring');
    write(join(out, 'web'), 'x', '');
    makeRing(join(out, 'web'), count);
    const ring = await serve(out);
    const { page, record, close } = await openPage(browser, { width: 640, height: 400, reducedMotion: 'reduce' });
    try {
      await page.addInitScript(countWebGl);
      await page.goto(ring.address);
      await settled(page, 'canh-0');
      const client = await page.context().newCDPSession(page);
      await client.send('HeapProfiler.enable');
      const measure = async () => {
        // Twice: what finalisers let go is gone after the second.
        await client.send('HeapProfiler.collectGarbage');
        await client.send('HeapProfiler.collectGarbage');
        const { usedSize } = await client.send('Runtime.getHeapUsage');
        const { nodes } = await client.send('Memory.getDOMCounters');
        return { bytes: usedSize, nodes, ...(await page.evaluate(() => window.webGlHeld)) };
      };
      const walk = (from, to) =>
        page.evaluate(
          async ([first, last, all]) => {
            const tour = document.querySelector('disan-tour');
            for (let i = first; i < last; ++i) {
              await tour.goTo(`#/canh-${i % all}`);
            }
          },
          [from, to, count],
        );
      await walk(0, 20);
      const warm = await measure();
      await walk(20, 200);
      const once = await measure();
      await walk(200, 400);
      const twice = await measure();
      console.log(`heap after 20 scenes ${warm.bytes}, after 200 ${once.bytes}, after 400 ${twice.bytes} bytes; textures ${warm.textures}, ${once.textures}, ${twice.textures}; nodes ${warm.nodes}, ${once.nodes}, ${twice.nodes}`);
      assert.ok(await tourOf(page).getByText('Cảnh 199').count(), 'the last scene is shown');
      assert.ok(once.bytes < warm.bytes * 1.06, `the heap grew from ${warm.bytes} to ${once.bytes}`);
      assert.ok(twice.bytes < once.bytes * 1.03, `the heap grew from ${once.bytes} to ${twice.bytes}`);
      assert.ok(twice.textures <= warm.textures + 2, `textures: ${warm.textures} to ${twice.textures}`);
      assert.ok(twice.nodes < warm.nodes + 400, `nodes: ${warm.nodes} to ${twice.nodes}`);
      assert.deepEqual(record.errors, []);
    } finally {
      await close();
      await ring.stop();
    }
  });
});

/** A headset as WebXR describes one, looking 12 degrees down, that draws into the page's own canvas. */
function fakeHeadset() {
  const [cosine, sine] = [Math.cos((-12 * Math.PI) / 180), Math.sin((-12 * Math.PI) / 180)];
  const matrix = new Float32Array([1, 0, 0, 0, 0, cosine, sine, 0, 0, -sine, cosine, 0, 0, 0, 0, 1]);
  const inverse = new Float32Array([1, 0, 0, 0, 0, cosine, -sine, 0, 0, sine, cosine, 0, 0, 0, 0, 1]);
  const transform = { matrix, inverse: { matrix: inverse }, position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
  // 90 degrees wide and high.
  const projectionMatrix = new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1.002, -1, 0, 0, -0.1001, 0]);
  window.XRWebGLBinding = undefined;
  window.XRWebGLLayer = class {
    framebuffer = null;
    framebufferWidth = 256;
    framebufferHeight = 256;
    fixedFoveation = 0;
    getViewport() {
      return { x: 0, y: 0, width: 256, height: 256 };
    }
  };
  class Session extends EventTarget {
    renderState = { baseLayer: null };
    inputSources = [];
    enabledFeatures = [];
    environmentBlendMode = 'opaque';
    updateRenderState(state) {
      Object.assign(this.renderState, state);
    }
    async requestReferenceSpace() {
      return {};
    }
    requestAnimationFrame(draw) {
      const frame = { session: this, getViewerPose: () => ({ transform, views: [{ eye: 'none', projectionMatrix, transform, recommendedViewportScale: 1 }] }), getPose: () => null };
      return requestAnimationFrame((now) => draw(now, frame));
    }
    cancelAnimationFrame(id) {
      cancelAnimationFrame(id);
    }
    async end() {
      this.dispatchEvent(new Event('end'));
    }
  }
  const xr = {
    isSessionSupported: async (mode) => mode === 'immersive-vr',
    requestSession: async () => (window.headset = new Session()),
    addEventListener: () => undefined,
  };
  Object.defineProperty(navigator, 'xr', { value: xr });
  WebGL2RenderingContext.prototype.makeXRCompatible = async () => undefined;
}

describe('a headset', () => {
  test('has no button where there is none', async () => {
    const { page, close } = await openPage(browser);
    try {
      await page.addInitScript(() => Object.defineProperty(navigator, 'xr', { value: undefined }));
      await page.goto(server.address);
      await settled(page, 'san-truoc');
      assert.equal(await button(page, 'headset').count(), 0);
    } finally {
      await close();
    }
  });

  test('is entered from a button, walks by looking, and gives the place back', async () => {
    const { page, record, close } = await openPage(browser);
    try {
      await page.addInitScript(fakeHeadset);
      await page.goto(`${server.address}#/san-truoc?yaw=40&pitch=-12`);
      await settled(page, 'san-truoc');
      await button(page, 'headset').click();
      // The way on lies straight ahead: after a moment of looking it is taken.
      await tourOf(page).getByRole('status').filter({ hasText: 'Đang ở: Tòa Tiền đường' }).waitFor({ state: 'attached', timeout: 20_000 });
      await page.evaluate(() => window.headset.end());
      await settled(page, 'tien-duong');
      await page.waitForFunction(() => location.hash.startsWith('#/tien-duong'));
      await page.waitForTimeout(800);
      const yaw = Number(new URLSearchParams(page.url().split('?').pop()).get('yaw'));
      const turned = ((kNorths['tien-duong'] + yaw - (kNorths['san-truoc'] + 40) + 540) % 360) - 180;
      assert.ok(Math.abs(turned) < 1, `the heading moved by ${turned}`);
      assert.deepEqual(record.errors, []);
    } finally {
      await close();
    }
  });
});
