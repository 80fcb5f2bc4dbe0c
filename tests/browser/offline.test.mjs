// The tour without a host: one file from a USB stick, and the installed page without network. Both
// from a site that the program builds.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { disan, makeSite, writeTour } from './make_site.mjs';
import { kNorths, kTints, colourAt } from './make_tour.mjs';
import { axeFindings, colourOnSphere, launch, openPage, serve, settled, tourOf } from './support.mjs';
import { staticHost } from './static_host.mjs';

let folder;
let site;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-offline-'));
  site = join(folder, 'chua-mau');
  makeSite(site);
  disan('build', site);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const button = (page, key) => tourOf(page).locator(`[data-key="${key}"]`);
const sheet = (page) => tourOf(page).locator('dialog[open]');
const goTo = (page, place) => page.evaluate((hash) => document.querySelector('disan-tour').goTo(hash), place);

async function assertSees(page, scene, yaw, pitch) {
  const size = page.viewportSize();
  const wanted = colourAt(kNorths[scene] + yaw, pitch, kTints[scene]);
  let off = Infinity;
  let seen;
  for (let tries = 0; tries < 12 && off > 22; ++tries) {
    await page.waitForTimeout(tries === 0 ? 0 : 500);
    seen = await colourOnSphere(page, Math.round(size.width / 2), Math.round(size.height / 2));
    off = Math.max(...seen.map((value, i) => Math.abs(value - wanted[i])));
  }
  assert.ok(off <= 22, `${scene} at ${yaw}: saw ${seen?.map(Math.round)}, expected ${wanted.map(Math.round)}`);
}

test('the tour that the program writes fits the schema that lies beside it', () => {
  const Ajv = createRequire(new URL('../../viewer/web/package.json', import.meta.url))('ajv/dist/2020').default;
  const read = (path) => JSON.parse(readFileSync(join(site, 'out/web', path), 'utf8'));
  const fits = new Ajv({ strict: true, allowUnionTypes: true }).compile(read('schema/tour.schema.json'));
  const tour = read('tour.json');
  assert.ok(fits(tour), JSON.stringify(fits.errors));
  // The model opens as its poster shows it.
  assert.equal(typeof tour.objects[0].poster_deg, 'number');
  assert.equal(fits({ ...tour, scenes: 5 }), false);
});

async function closeSheet(page) {
  await page.keyboard.press('Escape');
  await tourOf(page).locator('dialog[open]').waitFor({ state: 'detached' });
}

/** Everything a visit may do, in whichever way the tour was opened. */
async function walkAll(page) {
  await settled(page, 'san-truoc');
  await button(page, 'begin').click();
  await goTo(page, '#/san-truoc?yaw=7&pitch=8');
  await assertSees(page, 'san-truoc', 7, 8);
  await goTo(page, '#/san-truoc?yaw=40&pitch=6');
  await page.waitForTimeout(600);
  await tourOf(page).locator('.sign-link[data-key="link-tien-duong"]:visible').click();
  await settled(page, 'tien-duong');
  const yaw = kNorths['san-truoc'] + 40 - kNorths['tien-duong'];
  await assertSees(page, 'tien-duong', yaw, 6);
  await goTo(page, '#/san-truoc?hotspot=diem-1');
  const image = sheet(page).locator('figure img');
  assert.ok((await image.evaluate((element) => element.decode().then(() => element.naturalWidth))) > 0);
  await closeSheet(page);
  await goTo(page, '#/san-truoc?hotspot=diem-2');
  const seconds = await sheet(page)
    .locator('audio')
    .evaluate((audio) => new Promise((resolve, reject) => {
      audio.addEventListener('loadedmetadata', () => resolve(audio.duration));
      audio.addEventListener('error', () => reject(new Error('the sound does not load')));
      audio.preload = 'metadata';
      audio.load();
    }));
  assert.ok(Math.abs(seconds - 1) < 0.1, `the sound lasts ${seconds} s`);
  await closeSheet(page);
  await goTo(page, '#/san-truoc?object=qua-cau');
  await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 60_000 });
  await tourOf(page).locator('.pin').waitFor();
  await sheet(page).getByText('Chỗ cao nhất.').waitFor();
  await closeSheet(page);
  await button(page, 'search').click();
  await page.keyboard.type('qua cau');
  await sheet(page).getByText('Quả cầu đá').first().waitFor();
  // The first empties the field, as the browser has it.
  await page.keyboard.press('Escape');
  await closeSheet(page);
  await button(page, 'language').click();
  await page.getByRole('heading', { name: 'Sample Pagoda' }).waitFor();
}

describe('one file', () => {
  let file;
  before(() => {
    disan('export', join(site, 'out'), '--to', 'web', '--single-file', '-o', join(folder, 'usb stick'));
    file = join(folder, 'usb stick', 'chua-mau.html');
  });

  const open = async (body, context = {}) => {
    const opened = await openPage(browser, context);
    const asked = [];
    opened.page.on('request', (request) => asked.push(request.url()));
    try {
      const address = pathToFileURL(file).href;
      await opened.page.goto(address);
      await body(opened.page);
      assert.deepEqual(opened.record.errors, [], 'console errors');
      const outside = asked.filter((url) => url.split(/[?#]/)[0] !== address && !/^(?:blob:null\/|blob:file|data:)/.test(url));
      assert.deepEqual(outside, [], 'requests');
    } finally {
      await opened.close();
    }
  };

  test('opens from a disk, with every scene, sound and model, and asks nobody', async () => {
    await open(walkAll);
  });

  test('texts of the site stay text', async () => {
    await open(async (page) => {
      await settled(page, 'san-truoc');
      assert.match(await page.title(), /<\/title><script>/);
      await goTo(page, '#/tien-duong?hotspot=diem-1');
      await sheet(page).getByRole('heading', { name: '<img src=x onerror=' }).waitFor();
      await page.keyboard.press('Escape');
      await tourOf(page).locator('.scene-name', { hasText: '</script><!--' }).waitFor();
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      // Data blocks, and the one script that the policy knows.
      assert.equal(await page.locator('script:not([type="text/plain"])').count(), 1);
    });
  });

  test('a part becomes bytes when it is asked for, and its text is let go', async () => {
    await open(async (page) => {
      await settled(page, 'san-truoc');
      const held = () => page.evaluate(() => [...document.querySelectorAll('script[type="text/plain"]')].filter((block) => block.textContent !== '').length);
      const before = await held();
      await goTo(page, '#/san-truoc?object=qua-cau');
      await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 60_000 });
      assert.ok((await held()) < before);
      assert.ok((await held()) > 2, 'what nobody looked at is still text');
    });
  });

  test('finds nothing for axe-core and nothing wider than 360 px', async () => {
    await open(
      async (page) => {
        await settled(page, 'san-truoc');
        assert.deepEqual(await axeFindings(page), []);
        await button(page, 'begin').click();
        assert.deepEqual(await axeFindings(page), []);
        assert.equal(await button(page, 'share').count(), 0, 'a file has no address to share');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      },
      { width: 360, height: 740 },
    );
  });
});

/** The tour below /di-tich/mau/ with the preview's policy, and another page beside it. */
async function host(web, policy) {
  const asked = [];
  const server = await staticHost({ '/di-tich/mau/': web }, (path, response) => {
    asked.push(path);
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'no-cache');
    if (path !== '/di-tich/khac.html') {
      return false;
    }
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>other</title>');
    return true;
  });
  return { ...server, asked, address: `${server.root}/di-tich/mau/?offline=1` };
}

const ready = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready)).then(() => page.waitForFunction(() => navigator.serviceWorker.controller !== null));

describe('the installed page', () => {
  let policy;
  before(async () => {
    const preview = await serve(join(site, 'out'));
    policy = (await fetch(preview.address)).headers.get('Content-Security-Policy');
    assert.match(policy, /worker-src/);
    await preview.stop();
  });

  test('has what a browser needs to install it', async () => {
    const own = await host(join(site, 'out/web'), policy);
    const { page, record, close } = await openPage(browser);
    try {
      await page.goto(own.address);
      await settled(page, 'san-truoc');
      await ready(page);
      const client = await page.context().newCDPSession(page);
      const { data, errors } = await client.send('Page.getAppManifest');
      assert.deepEqual(errors, []);
      const manifest = JSON.parse(data);
      assert.match(manifest.name, /^Chùa Mẫu/);
      for (const icon of manifest.icons) {
        const answer = await fetch(new URL(icon.src, own.address));
        assert.equal(answer.status, 200);
        const bytes = Buffer.from(await answer.arrayBuffer());
        assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, icon.sizes);
      }
      const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
      assert.deepEqual(installabilityErrors.filter((one) => one.errorId !== 'in-incognito'), []);
      assert.match(await page.title(), /<\/title><script>/);
      assert.deepEqual(record.errors, []);
    } finally {
      await close();
      await own.stop();
    }
  });

  test('opens again without network, keeps the whole tour when asked, and claims no other page', async () => {
    const own = await host(join(site, 'out/web'), policy);
    const { page, record, close } = await openPage(browser);
    try {
      await page.goto(own.address);
      await settled(page, 'san-truoc');
      await ready(page);
      await button(page, 'begin').click();
      await button(page, 'about').click();
      await button(page, 'offline').filter({ hasText: /MB\)$/ }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await button(page, 'offline').click();
      await sheet(page).getByText('Cả chuyến tham quan đã có trên thiết bị này').waitFor({ timeout: 60_000 });
      assert.deepEqual(await axeFindings(page), []);
      const other = await page.context().newPage();
      await other.goto(`${own.root}/di-tich/khac.html`);
      assert.equal(await other.evaluate(() => navigator.serviceWorker.controller), null, 'another page is nobody’s');
      await other.close();
      await own.stop();
      await page.goto(own.address);
      await walkAll(page);
      assert.deepEqual(record.errors, []);
    } finally {
      await close();
      await own.stop().catch(() => undefined);
    }
  });

  test('shows a rebuilt tour, and drops only what changed', async () => {
    const own = await host(join(site, 'out/web'), policy);
    const { page, close } = await openPage(browser);
    try {
      await page.goto(own.address);
      await settled(page, 'san-truoc');
      await ready(page);
      await page.reload();
      await settled(page, 'san-truoc');
      const seen = () => page.evaluate(async () => {
        const names = (await caches.keys()).filter((name) => name.endsWith(' seen'));
        return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((key) => new URL(key.url).pathname)))).flat();
      });
      const before = await seen();
      assert.ok(before.some((path) => path.includes('/scenes/san-truoc/')), before.join());
      const worker = readFileSync(join(site, 'out/web/sw.js'), 'utf8');
      writeTour(site, 'Một câu mới viết.');
      disan('build', site);
      assert.notEqual(readFileSync(join(site, 'out/web/sw.js'), 'utf8'), worker, 'the worker carries the version');
      await page.reload();
      await settled(page, 'san-truoc');
      await goTo(page, '#/san-truoc?hotspot=diem-1');
      await sheet(page).getByText('Một câu mới viết.').waitFor();
      const version = /'([0-9a-f]+)'/.exec(readFileSync(join(site, 'out/web/sw.js'), 'utf8'))[1];
      await page.waitForFunction(async (wanted) => (await caches.keys()).some((name) => name.endsWith(`shell ${wanted}`)), version);
      await page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((found) => found?.waiting === null && found.installing === null));
      const kept = await seen();
      assert.ok(before.filter((path) => path.includes('/scenes/')).every((path) => kept.includes(path)), 'tiles that did not change stay');
    } finally {
      await close();
      await own.stop();
      writeTour(site, 'Cổng ba lối vào.');
      disan('build', site);
    }
  });

  test('the local preview keeps nothing unless it is asked', async () => {
    const preview = await serve(join(site, 'out'));
    const { page, record, close } = await openPage(browser);
    try {
      await page.goto(preview.address);
      await settled(page, 'san-truoc');
      assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)), 0);
      await page.goto(`${preview.address}?offline=1`);
      await ready(page);
      assert.deepEqual(record.errors, []);
    } finally {
      await close();
      await preview.stop();
    }
  });
});
