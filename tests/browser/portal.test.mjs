// A portal as visitors meet it: exported by the program, served by our own server and its policy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { makeMap, makeOutputs } from './make_portal.mjs';
import { colourAt, kTints, kNorths } from './make_tour.mjs';
import { axeFindings, borrowPage, kProgram, launch, openPage, serve, settled, tourOf } from './support.mjs';
import { looksAsKept } from './looks.mjs';
import { staticHost } from './static_host.mjs';

let folder;
let browser;
const servers = {};

function disanExport(outputs, name, ...options) {
  const target = join(folder, name);
  execFileSync(kProgram, ['export', ...outputs, '--to', 'web', '-o', target, '--quiet', ...options]);
  return target;
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-portal-'));
  const outputs = makeOutputs(join(folder, 'outputs'));
  makeMap(join(folder, 'ha-noi.pmtiles'));
  servers.plain = await serve(disanExport(outputs, 'plain'));
  servers.mapped = await serve(disanExport(outputs, 'mapped', '--map', join(folder, 'ha-noi.pmtiles')));
  disanExport(outputs.slice(0, 1), 'one');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a visit and then checks what must hold for every visit. */
async function visit(server, address, body, { context = {}, errors = [] } = {}) {
  const opened = await borrowPage(browser, context);
  try {
    await opened.page.goto(servers[server].address + address);
    await opened.page.waitForSelector('disan-portal .site-card');
    await body(opened.page, opened.record);
    const unexpected = opened.record.errors.filter((line) => !errors.some((known) => line.includes(known)));
    assert.deepEqual(unexpected, [], 'console errors');
    assert.deepEqual(opened.record.foreign, [], 'requests to other hosts');
    assert.equal(await opened.page.evaluate(() => window.pwned), undefined, 'a text became HTML');
    if (process.env.DISAN_SHOTS) {
      await opened.page.screenshot({ path: join(process.env.DISAN_SHOTS, `${server}-${Date.now()}.png`) });
    }
  } finally {
    await opened.close();
  }
}

const key = (page, name) => page.locator(`disan-portal [data-key="${name}"]`);
const cards = (page) => page.locator('disan-portal .site-card');
const names = (page) => page.locator('disan-portal .site-card-name').allTextContents();

async function search(page, query) {
  await key(page, 'search').fill(query);
  await page.waitForURL((url) => url.searchParams.get('q') === query);
  await page.waitForLoadState('networkidle');
}

describe('the list', () => {
  test('shows every site, the highest rank first, each one click away and a way back', async () => {
    await visit('plain', '', async (page) => {
      assert.equal(await cards(page).count(), 9);
      assert.equal((await names(page)).at(-1), 'Nhà thờ họ (mẫu)');
      assert.equal(await page.title(), 'Di tích trên địa bàn Bạch Mai');
      await key(page, 'site-chua-lien-phai').click();
      await settled(page, null);
      assert.match(page.url(), /\/chua-lien-phai\//);
      await tourOf(page).locator('[data-key="portal"]').click();
      await page.waitForSelector('disan-portal .site-card');
      assert.equal(new URL(page.url()).pathname, '/');
    });
  });

  test('narrows by rank and type, and the address keeps it', async () => {
    await visit('plain', '', async (page) => {
      await key(page, 'rank-national').click();
      assert.deepEqual(await names(page), ['Chùa Liên Phái', 'Chùa Trấn Quốc', 'Ô Quan Chưởng']);
      await key(page, 'type-architecture-art').click();
      assert.equal(await cards(page).count(), 2);
      assert.match(await page.locator('disan-portal .portal-status').textContent(), /2 trong 9/);
      assert.equal(await page.locator('disan-portal .pin').count(), 2, 'the map follows');
      await page.reload();
      await page.waitForSelector('disan-portal .site-card');
      assert.equal(await cards(page).count(), 2);
      await key(page, 'rank-all').click();
      await key(page, 'type-all').click();
      assert.equal(await cards(page).count(), 9);
      assert.equal(new URL(page.url()).search, '');
    });
  });

  test('is read in English as well, and the tour goes on in that language', async () => {
    await visit('plain', '', async (page) => {
      await key(page, 'language').click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      assert.ok((await names(page)).includes('Temple of Literature'));
      assert.equal(await page.title(), 'Heritage sites of Bạch Mai');
      assert.equal(await page.evaluate(() => document.querySelector('disan-portal').shadowRoot.activeElement.dataset.key), 'language');
      await key(page, 'site-van-mieu').click();
      await settled(page, null);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await tourOf(page).locator('[data-key="portal"]').click();
      await page.waitForSelector('disan-portal .site-card');
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    });
  });
});

describe('search', () => {
  test('finds a site without diacritics', async () => {
    await visit('plain', '', async (page) => {
      await search(page, 'lien phai');
      assert.deepEqual(await names(page), ['Chùa Liên Phái']);
    });
  });

  test('finds what stands in the tours and leads there', async () => {
    await visit('plain', '', async (page) => {
      await search(page, 'chong ruong');
      const hit = page.locator('disan-portal .result').first();
      assert.match(await hit.textContent(), /Chùa Liên Phái/);
      await hit.click();
      await settled(page, 'tien-duong');
      await page.goBack();
      await page.waitForSelector('disan-portal .result');
      await search(page, '蓮派');
      await page.locator('disan-portal .result').first().click();
      await page.waitForURL(/object=bia-1/);
    });
  });

  test('says when nothing is found, and gives the way out', async () => {
    await visit('plain', '', async (page) => {
      await search(page, 'khong-co-dau');
      assert.equal(await cards(page).count(), 0);
      assert.match(await page.locator('disan-portal .portal-status').textContent(), /Không có di tích nào/);
      await key(page, 'reset').click();
      assert.equal(await cards(page).count(), 9);
      assert.equal(await key(page, 'search').inputValue(), '');
    });
  });

  test('shows a text with HTML in it as text', async () => {
    await visit('plain', '', async (page) => {
      await search(page, 'onerror');
      // Both have such a text; neither became a part of the page.
      assert.deepEqual(await names(page), ['Chùa Liên Phái', 'Nhà thờ họ (mẫu)']);
      assert.equal(await page.locator('disan-portal .portal img[src="x"], disan-portal .portal script').count(), 0);
      assert.match(await page.locator('disan-portal .result').first().textContent(), /<img src=x onerror/);
    });
  });
});

describe('the schematic map', () => {
  test('sets names that cover neither each other nor a point', async () => {
    for (const width of [1280, 360]) {
      await visit(
        'plain',
        '',
        async (page) => {
          if (width === 360) {
            await key(page, 'map').click();
          }
          await page.waitForSelector('disan-portal .pin');
          const boxes = await page.locator('disan-portal .pin:not(.pin-unnamed) .pin-name').evaluateAll((list) => list.map((name) => name.getBoundingClientRect().toJSON()));
          const dots = await page.locator('disan-portal .pin-dot').evaluateAll((list) => list.map((dot) => dot.getBoundingClientRect().toJSON()));
          const sheet = await page.locator('disan-portal .schematic').evaluate((one) => one.getBoundingClientRect().toJSON());
          assert.ok(boxes.length >= 6, `${boxes.length} names`);
          const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
          boxes.forEach((box, i) => {
            assert.ok(box.left >= sheet.left && box.right <= sheet.right, 'a name leaves the sheet');
            assert.ok(!boxes.slice(0, i).some((other) => covers(box, other)), 'two names overlap');
            assert.ok(!dots.some((dot) => covers(box, dot)), 'a name covers a point');
          });
        },
        { context: { width } },
      );
    }
  });

  test('is one tab stop, walked with the arrow keys, opened with Enter', async () => {
    await visit('plain', '', async (page) => {
      await page.waitForSelector('disan-portal .pin');
      assert.equal(await page.locator('disan-portal .pin[tabindex="0"]').count(), 1);
      const at = () => page.evaluate(() => document.querySelector('disan-portal').shadowRoot.activeElement?.getAttribute('data-site') ?? null);
      await key(page, 'search').focus();
      for (let i = 0; i < 40 && (await at()) === null; ++i) {
        await page.keyboard.press('Tab');
      }
      const start = await at();
      assert.notEqual(start, null, 'the map is reached with Tab');
      const met = new Set([start]);
      for (const direction of ['Up', 'Right', 'Down', 'Left', 'Down', 'Right', 'Up', 'Left', 'Down', 'Down']) {
        await page.keyboard.press(`Arrow${direction}`);
        met.add(await at());
      }
      assert.ok(met.size >= 4, [...met].join(' '));
      const chosen = await at();
      assert.equal(await page.locator('disan-portal .site-card.card-pointed').getAttribute('data-site'), chosen, 'its card is marked');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === `/${chosen}/`);
    });
  });
});

describe('the map of a PMTiles file', () => {
  test('is drawn, with a link for every site, and asks nobody else', async () => {
    await visit('mapped', '', async (page) => {
      await page.waitForSelector('disan-portal .map-pin', { timeout: 30_000 });
      await page.waitForTimeout(1500);
      assert.equal(await page.locator('disan-portal .map-pin').count(), 8);
      assert.equal(await page.locator('disan-portal .map-credit').textContent(), '© bản đồ thử');
      assert.equal(await page.locator('disan-portal .schematic').count(), 0);
      await page.locator('disan-portal .map-pin').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname !== '/');
    });
  });

  test('gives way to the drawing when the file cannot be read', async () => {
    const broken = join(folder, 'mapped/map.pmtiles');
    const whole = readFileSync(broken);
    writeFileSync(broken, whole.subarray(0, 40));
    try {
      await visit('mapped', '', async (page) => {
        await page.waitForSelector('disan-portal .pin');
        assert.match(await page.locator('disan-portal .map-note').textContent(), /Không mở được bản đồ nền/);
      }, { errors: ['416'] });
    } finally {
      writeFileSync(broken, whole);
    }
  });
});

describe('access', () => {
  for (const width of [1280, 360]) {
    for (const server of ['plain', 'mapped']) {
      test(`axe-core finds nothing in the ${server} portal at ${width} px`, async () => {
        await visit(
          server,
          '?lang=vi',
          async (page) => {
            if (width === 360) {
              await key(page, 'map').click();
            }
            await page.waitForSelector(server === 'plain' ? 'disan-portal .pin' : 'disan-portal .map-pin', { timeout: 30_000 });
            for (const language of ['vi', 'en']) {
              assert.equal(await page.locator('html').getAttribute('lang'), language);
              assert.deepEqual(await axeFindings(page), []);
              if (language === 'vi') {
                await looksAsKept(page, `portal-${width}-${server}`);
              }
              await search(page, 'san');
              assert.deepEqual(await axeFindings(page), []);
              assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no scrolling sideways');
              await search(page, 'lien');
              await key(page, 'language').click();
            }
          },
          { context: { width } },
        );
      });
    }
  }
});

async function hosted(name, body) {
  const others = fileURLToPath(new URL('./node_modules/', import.meta.url));
  const server = await staticHost({ '/di-tich/cong/': join(folder, name), '/other/': others });
  const opened = await openPage(browser);
  try {
    await body(opened.page, `${server.root}/di-tich/cong/`);
    assert.deepEqual(opened.record.errors, []);
    assert.deepEqual(opened.record.foreign, []);
  } finally {
    await opened.close();
    await server.stop();
  }
}

describe('any static host', () => {
  test('serves a portal and its tours below any path', async () => {
    await hosted('plain', async (page, address) => {
      await page.goto(address);
      await page.waitForSelector('disan-portal .site-card');
      await key(page, 'site-chua-lien-phai').click();
      await settled(page, null);
      await tourOf(page).locator('[data-key="portal"]').click();
      await page.waitForSelector('disan-portal .site-card');
      assert.equal(page.url(), address);
    });
  });

  test('serves one tour, opens its model, and offers no way back', async () => {
    await hosted('one', async (page, address) => {
      await page.goto(`${address}#/?object=bia-1`);
      await settled(page, null);
      await tourOf(page).locator('model-viewer').waitFor({ timeout: 30_000 });
      assert.equal(await tourOf(page).locator('[data-key="portal"]').count(), 0);
    });
  });

  test('shows the same tour in Pannellum, its words as text', async () => {
    const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/other/pannellum/build/pannellum.css">
<script src="/other/pannellum/build/pannellum.js"></script><style>html, body { margin: 0 } #view { width: 360px; height: 360px }</style><div id="view"></div>
<script type="module">const config = await (await fetch('pannellum.vi.json')).json(); config.default.showControls = false; window.viewer = pannellum.viewer('view', config);</script>`;
    writeFileSync(join(folder, 'one/other-viewers/try.html'), html);
    await hosted('one', async (page, address) => {
      await page.goto(`${address}other-viewers/try.html`);
      await page.waitForFunction(() => window.viewer?.isLoaded(), null, { timeout: 30_000 });
      assert.equal(await page.evaluate(() => window.viewer.getScene()), 'san-truoc');
      // What is ahead after the way on is what stands at the same compass heading.
      await page.evaluate(() => window.viewer.lookAt(8, 7, 80, false));
      const heading = await page.evaluate(() => window.viewer.getYaw() + window.viewer.getNorthOffset());
      assert.ok(Math.abs(heading - 7 - kNorths['san-truoc']) < 0.1);
      await page.locator('.pnlm-hotspot.pnlm-scene').first().evaluate((one) => one.click());
      await page.waitForFunction(() => window.viewer.getScene() === 'tien-duong' && window.viewer.isLoaded(), null, { timeout: 30_000 });
      await page.waitForTimeout(1500);
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      const after = await page.evaluate(() => window.viewer.getYaw() + window.viewer.getNorthOffset());
      assert.ok(Math.abs(((after - heading + 540) % 360) - 180) < 0.5, `heading ${heading}, then ${after}`);
      const seen = await pixel(page, 180, 180);
      const wanted = colourAt(after, await page.evaluate(() => window.viewer.getPitch()), kTints['tien-duong']);
      assert.ok(Math.max(...wanted.map((value, i) => Math.abs(value - seen[i]))) < 24, `${seen}, wanted ${wanted.map(Math.round)}`);
    });
  });
});

async function pixel(page, x, y) {
  const shot = await page.screenshot({ clip: { x: x - 2, y: y - 2, width: 5, height: 5 } });
  return page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(5, 5).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    return [...canvas.getImageData(2, 2, 1, 1).data.slice(0, 3)];
  }, shot.toString('base64'));
}
