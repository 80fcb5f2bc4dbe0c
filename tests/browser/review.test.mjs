// The review's page as reviewers meet it, in a real browser against our own server.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { colourAt, kNorths, kTints } from './make_tour.mjs';
import { kHiddenTwin, kPhotos, makeReview, sha256, truthAt } from './make_review.mjs';
import { axeFindings, borrowPage, launch, openPage, serve } from './support.mjs';
import { looksAsKept } from './looks.mjs';

const { PNG } = await import('node:module').then(({ createRequire }) => createRequire(new URL('../../viewer/web/package.json', import.meta.url))('pngjs'));

let folder;
let site;
let made;
let server;
let browser;
const open = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-review-'));
  site = join(folder, 'chua-lien-phai');
  made = makeReview(site);
  server = await serve(made.out);
  browser = await launch();
});

beforeEach(() => rmSync(join(site, 'review'), { recursive: true, force: true }));

afterEach(async () => {
  for (const one of open.splice(0)) {
    await one.close();
  }
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
  rmSync(folder, { recursive: true, force: true });
});

/** A reviewer with a browser of their own. */
async function reviewer(name, { hash = '', ...context } = {}) {
  const opened = await borrowPage(browser, context);
  open.push(opened);
  const { page } = opened;
  await page.goto(server.review + hash);
  await page.locator('.remark-form').waitFor();
  await settled(page);
  if (name !== undefined) {
    await page.locator('#reviewer').fill(name);
  }
  return opened;
}

/** The result is shown: nothing is said to be loading. */
async function settled(page) {
  await page.waitForFunction(() => {
    const root = document.querySelector('disan-review')?.shadowRoot;
    return root?.querySelector('.result-says')?.textContent === '' && root.querySelector('.result-holder canvas, model-viewer') !== null;
  }, null, { timeout: 30_000 });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
}

const log = () =>
  readdirSync(join(site, 'review')).flatMap((name) =>
    readFileSync(join(site, 'review', name), 'utf8').trim().split('\n').map((line) => JSON.parse(line)),
  );
const state = (page, name) => page.locator('.asset', { hasText: name }).locator('.state');
const clean = ({ record }, ...known) => {
  assert.deepEqual(record.errors.filter((line) => !known.some((one) => line.includes(one))), [], 'console errors');
  assert.deepEqual(record.foreign, []);
};

async function colourInMiddle(page) {
  const place = await page.locator('.result-holder').boundingBox();
  const clip = { x: Math.round(place.x + place.width / 2) - 4, y: Math.round(place.y + place.height / 2) - 4, width: 9, height: 9 };
  const shot = PNG.sync.read(await page.screenshot({ clip }));
  return [0, 1, 2].map((c) => shot.data.filter((_, i) => i % 4 === c).reduce((sum, value) => sum + value, 0) / (shot.data.length / 4));
}

describe('two reviewers at once', () => {
  test('both are heard, and see each other', async () => {
    const [b, c] = await Promise.all([reviewer('Trần Thị B'), reviewer('Lê Văn C')]);
    await Promise.all([
      b.page.locator('[data-key="approve"]').click(),
      (async () => {
        await c.page.locator('#remark').fill('Trời hơi cháy sáng');
        await c.page.locator('[data-key="remark-only"]').click();
      })(),
    ]);
    for (const { page } of [b, c]) {
      await page.locator('.entry', { hasText: 'Trần Thị B' }).waitFor();
      await page.locator('.entry', { hasText: 'Trời hơi cháy sáng' }).waitFor();
      await page.locator('.asset[aria-current] .state-approved').waitFor();
    }
    assert.deepEqual(log().map((entry) => entry.reviewer).sort(), ['Lê Văn C', 'Trần Thị B']);
    clean(b);
    clean(c);
  });

  test('who captured it does not approve it alone', async () => {
    const one = await reviewer('nguyen van a');
    await one.page.locator('[data-key="approve"]').click();
    await one.page.locator('.asset[aria-current] .state-needs-second').waitFor();
    await one.page.locator('.state-help', { hasText: 'Nguyễn Văn A' }).waitFor();
  });

  test('without a name nothing is sent, and the field has the focus', async () => {
    const one = await reviewer();
    await one.page.locator('[data-key="approve"]').click();
    await one.page.locator('.message.trouble', { hasText: 'họ tên' }).waitFor();
    assert.equal(await one.page.evaluate(() => document.querySelector('disan-review').shadowRoot.activeElement.id), 'reviewer');
    assert.throws(log, 'no log was begun');
  });
});

describe('a sensitive scene', () => {
  test('is shown to reviewers from where it is kept, and to nobody without the token', async () => {
    const one = await reviewer();
    await one.page.locator('.asset', { hasText: 'Hậu cung' }).click();
    await one.page.locator('.work-head h2', { hasText: 'Hậu cung' }).waitFor();
    await settled(one.page);
    const wanted = colourAt(kNorths[kHiddenTwin], 0, kTints[kHiddenTwin]);
    let seen;
    let off = Infinity;
    for (let tries = 0; tries < 12 && off > 22; ++tries) {
      await one.page.waitForTimeout(500);
      seen = await colourInMiddle(one.page);
      off = Math.max(...seen.map((value, i) => Math.abs(value - wanted[i])));
    }
    assert.ok(off <= 22, `saw ${seen}, expected ${wanted}`);
    clean(one);
    for (const name of ['preview.jpg', 'fallback.jpg', 'tiles/0/0_0.jpg']) {
      assert.equal((await fetch(new URL(`review/scenes/hau-cung/${name}`, server.address))).status, 403, name);
      assert.equal((await fetch(new URL(`scenes/hau-cung/${name}`, server.address))).status, 404, name);
      assert.equal((await fetch(new URL(`masters/kept/scenes/hau-cung/${name}`, server.address))).status, 404, name);
    }
  });
});

describe('a remark', () => {
  test('is pinned by a click and stands there for the others', async () => {
    const b = await reviewer('Trần Thị B');
    const place = await b.page.locator('.result-holder').boundingBox();
    await b.page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
    await b.page.locator('.pin-place', { hasText: 'Đã ghim' }).waitFor();
    const words = 'Mái <img src=x onerror="window.pwned=1"> bị lệch';
    await b.page.locator('#remark').fill(words);
    await b.page.locator('[data-key="send-back"]').click();
    await b.page.locator('.asset[aria-current] .state-sent-back').waitFor();
    const [entry] = log();
    assert.equal(entry.verdict, 'sent-back');
    assert.equal(entry.text, words);
    const first = made.tour.scenes.find((one) => one.id === 'san-truoc').initial_view ?? { yaw_deg: 0, pitch_deg: 0 };
    assert.ok(Math.abs(entry.at.yaw_deg - first.yaw_deg) < 0.5 && Math.abs(entry.at.pitch_deg - first.pitch_deg) < 0.5, `the middle of the first view: ${JSON.stringify(entry.at)}`);
    assert.equal(entry.sha256, sha256(join(made.out, entry.asset)));

    const c = await reviewer('Lê Văn C');
    await c.page.locator('.sign-hotspot', { hasText: '1. Trần Thị B' }).waitFor();
    await c.page.locator('.entry', { hasText: words }).waitFor();
    await c.page.locator('[data-key="look-1"]').click();
    await c.page.locator('.entry-current').waitFor();
    assert.equal(await c.page.evaluate(() => window.pwned), undefined);
    clean(b);
    clean(c);
  });

  test('is pinned to a point of a model', async () => {
    const [model] = made.models;
    const one = await reviewer('Trần Thị B', { hash: `#${encodeURIComponent(`masters/models/${model.id}.glb`)}` });
    await one.page.locator('[data-key="pin-here"]').click();
    await one.page.locator('.pin-new').waitFor();
    await one.page.locator('#remark').fill('Thiếu góc');
    await one.page.locator('[data-key="send-back"]').click();
    await one.page.locator('.pin', { hasText: '1' }).waitFor();
    const [{ at }] = log();
    // On the stele: 0.9 by 1.25 by 0.4 metres.
    const [x, y, z] = at.point;
    assert.ok(Math.abs(x) <= 0.451 && y >= -0.001 && y <= 1.251 && Math.abs(z) <= 0.201, String(at.point));
    clean(one);
  });
});

describe('the sources', () => {
  test('a click on a photo turns the panorama to where it lies', async () => {
    const one = await reviewer('B', { width: 1400, height: 900 });
    for (const [i, x, y] of [[0, 0.5, 0.5], [1, 0.3, 0.4], [2, 0.25, 0.7]]) {
      await one.page.locator(`[data-key="thumb-${i}"]`).click();
      const image = one.page.locator('.photo-frame img');
      await one.page.waitForFunction(() => document.querySelector('disan-review').shadowRoot.querySelector('.photo-frame img').complete);
      const place = await image.boundingBox();
      await one.page.mouse.click(place.x + place.width * x, place.y + place.height * y);
      const at = truthAt(kPhotos[i], x, y);
      const wanted = colourAt(kNorths['san-truoc'] + at.yaw, at.pitch, kTints['san-truoc']);
      let off = Infinity;
      let seen;
      for (let tries = 0; tries < 16 && off > 22; ++tries) {
        await one.page.waitForTimeout(500);
        seen = await colourInMiddle(one.page);
        off = Math.max(...seen.map((value, c) => Math.abs(value - wanted[c])));
      }
      assert.ok(off <= 22, `photo ${i + 1}: saw ${seen.map(Math.round)}, expected ${wanted.map(Math.round)}`);
    }
    clean(one);
  });

  test('figures, doubts and the deviation map are shown as text and picture', async () => {
    const one = await reviewer('B');
    await one.page.locator('.figures', { hasText: '99,12' }).waitFor();
    await one.page.locator('.figures-panel li', { hasText: '<script>' }).waitFor();
    assert.equal(await one.page.evaluate(() => window.pwned), undefined);
    await one.page.locator('.asset .icon').last().click();
    await settled(one.page);
    await one.page.locator('.figures-panel td', { hasText: '0,112' }).waitFor();
    assert.ok((await one.page.locator('.deviation-map').evaluate((image) => image.decode().then(() => image.naturalWidth))) > 0);
    clean(one);
  });
});

test('an approval lapses when the panorama is made anew, and the open page says so', async () => {
  const file = join(made.out, 'masters/panoramas/san-truoc.jpg');
  const before = readFileSync(file);
  const one = await reviewer('Trần Thị B');
  try {
    await one.page.locator('[data-key="approve"]').click();
    await state(one.page, 'Sân trước').filter({ hasText: 'Đã duyệt' }).waitFor();
    writeFileSync(file, Buffer.concat([before, Buffer.from([0])]));
    await state(one.page, 'Sân trước').filter({ hasText: 'Hết hiệu lực' }).waitFor({ timeout: 15_000 });
    await one.page.locator('.entry em', { hasText: 'về bản trước' }).waitFor();
    clean(one);
  } finally {
    writeFileSync(file, before);
  }
});

describe('everyone', () => {
  for (const width of [1280, 360]) {
    test(`axe finds nothing at ${width} px`, async () => {
      const one = await reviewer('B', { width, height: 800 });
      await one.page.locator('#remark').fill('x');
      await one.page.locator('[data-key="pin-here"]').click();
      await one.page.locator('[data-key="remark-only"]').click();
      await one.page.locator('.entry').waitFor();
      for (const title of ['Duyệt', 'Review']) {
        await one.page.locator('h1', { hasText: title }).waitFor();
        assert.deepEqual(await axeFindings(one.page), []);
        await looksAsKept(one.page, `review-${width}-${title === 'Duyệt' ? 'vi' : 'en'}`);
        assert.ok(await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
        if (process.env.DISAN_SHOTS !== undefined) {
          await one.page.screenshot({ path: join(process.env.DISAN_SHOTS, `review-${width}-${title}.png`), fullPage: true });
        }
        await one.page.locator('[data-key="language"]').click();
      }
      clean(one);
    });
  }

  test('the keyboard alone pins and approves', async () => {
    const one = await reviewer('Trần Thị B');
    await one.page.locator('#remark').focus();
    await one.page.keyboard.type('Đạt');
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.press('Enter');
    await one.page.locator('.pin-place', { hasText: 'Đã ghim' }).waitFor();
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.press('Enter');
    await one.page.locator('.asset[aria-current] .state-approved').waitFor();
    assert.equal(log()[0].verdict, 'approved');
  });

  test('without the token the page says what to open', async () => {
    const opened = await openPage(browser);
    open.push(opened);
    await opened.page.goto(new URL('/review.html', server.address).href);
    await opened.page.locator('.page-notice', { hasText: 'mã truy cập' }).waitFor();
  });
});
