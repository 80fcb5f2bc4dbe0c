// The tour as visitors meet it, in a real browser against our own server and its policy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { colourAt, kNorths, kScripts, kTints, makeTour } from './make_tour.mjs';
import { axeFindings, borrowPage, colourOnSphere, kMoving, kSmallDesk, launch, openPage, serve, settled, tourOf } from './support.mjs';
import { looksAsKept } from './looks.mjs';

let folder;
let server;
let browser;
let tour;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disan-browser-'));
  tour = makeTour(join(folder, 'out/web'));
  server = await serve(join(folder, 'out'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'Ctrl-C ends the server cleanly');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a visit and then checks what must hold for every visit. */
async function visit(address, body, { context = {}, errors = [] } = {}) {
  const opened = await borrowPage(browser, { ...kSmallDesk, ...context });
  try {
    await opened.page.goto(server.address + address);
    await body(opened.page, opened.record);
    const unexpected = opened.record.errors.filter((line) => !errors.some((known) => line.includes(known)));
    assert.deepEqual(unexpected, [], 'console errors');
    assert.deepEqual(opened.record.foreign, [], 'requests to other hosts');
  } finally {
    await opened.close();
  }
}

const button = (page, key) => tourOf(page).locator(`[data-key="${key}"]`);
const sheet = (page) => tourOf(page).locator('dialog[open]');

async function assertSees(page, sceneId, headingDeg, pitchDeg, tolerance = 14) {
  const size = page.viewportSize();
  const wanted = colourAt(headingDeg, pitchDeg, kTints[sceneId]);
  let seen;
  let off = Infinity;
  // A software renderer on a busy machine may take its time to paint.
  for (let tries = 0; tries < 12 && off > tolerance; ++tries) {
    await page.waitForTimeout(tries === 0 ? 0 : 500);
    seen = await colourOnSphere(page, Math.round(size.width / 2), Math.round(size.height / 2));
    off = Math.max(...seen.map((value, i) => Math.abs(value - wanted[i])));
  }
  assert.ok(off <= tolerance, `${sceneId} at ${headingDeg}: saw ${seen.map(Math.round)}, expected ${wanted.map(Math.round)}`);
}

describe('the sphere', () => {
  test('shows what stands at known directions', async () => {
    // Between the lines of the grid, right, left, up, down and behind.
    await visit('#/san-truoc?yaw=7&pitch=8', async (page) => {
      await settled(page, 'san-truoc');
      await assertSees(page, 'san-truoc', kNorths['san-truoc'] + 7, 8);
      for (const [yaw, pitch] of [[97, 8], [-83, 7], [7, 52], [22, -40], [172, 8]]) {
        await page.evaluate((place) => document.querySelector('disan-tour').goTo(place), `#/san-truoc?yaw=${yaw}&pitch=${pitch}`);
        await assertSees(page, 'san-truoc', kNorths['san-truoc'] + yaw, pitch);
      }
    });
  });

  test('keeps the heading over every link of the tour', async () => {
    await visit('', async (page) => {
      for (const scene of tour.scenes) {
        for (const link of scene.links) {
          await page.evaluate((place) => document.querySelector('disan-tour').goTo(place), `#/${scene.id}?yaw=${link.yaw_deg}&pitch=6`);
          await settled(page, scene.id);
          await tourOf(page).locator(`.sign-link[data-key="link-${link.to}"]:visible`).first().click();
          await settled(page, link.to);
          const heading = kNorths[scene.id] + link.yaw_deg;
          await assertSees(page, link.to, heading, 6, 20);
          const yaw = Number(new URLSearchParams(page.url().split('?').pop()).get('yaw'));
          const turned = ((kNorths[link.to] + yaw - heading + 540) % 360) - 180;
          assert.ok(Math.abs(turned) < 0.2, `heading moved by ${turned}`);
        }
      }
    });
  });
});

describe('hotspots and objects', () => {
  test('text, picture and sound open from the picture', async () => {
    await visit('#/san-truoc?yaw=32&pitch=10', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'hotspot-tam-quan').click();
      await sheet(page).getByText('Mái lợp ngói mũi hài.').waitFor();
      const image = sheet(page).getByRole('img', { name: 'Ảnh chụp tam quan' });
      assert.ok(await image.evaluate((element) => element.decode().then(() => element.naturalWidth)) > 0);
      await page.keyboard.press('Escape');
      await button(page, 'hotspot-chuong').click();
      await sheet(page).locator('audio').waitFor();
      await page.waitForFunction(() => location.hash.includes('hotspot=chuong'));
    });
  });

  test('a panel opened right after another was closed keeps what stands in it', async () => {
    await visit('#/san-truoc?hotspot=tam-quan', async (page) => {
      await settled(page, 'san-truoc');
      await sheet(page).getByText('Mái lợp ngói mũi hài.').waitFor();
      // On a busy device the browser tells of the end long after it: here, after the next was opened.
      const shown = await page.evaluate(async () => {
        const tour = document.querySelector('disan-tour');
        const dialog = tour.shadowRoot.querySelector('dialog');
        const told = new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.open), { once: true }));
        dialog.close();
        void tour.goTo('#/san-truoc?hotspot=chuong');
        return { openWhenTold: await told, sounds: dialog.querySelectorAll('audio').length };
      });
      assert.deepEqual(shown, { openWhenTold: true, sounds: 1 });
      await page.waitForFunction(() => location.hash.includes('hotspot=chuong'));
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !location.hash.includes('hotspot='));
    });
  });

  test('a film that is missing says so and leaves its transcript', async () => {
    await visit(
      '#/tien-duong?hotspot=phim',
      async (page) => {
        await settled(page, 'tien-duong');
        await sheet(page).locator('video').evaluate((video) => void video.play().catch(() => undefined));
        await sheet(page).getByText('Không tải được tệp này.').waitFor();
        await sheet(page).getByText('Nội dung').click();
        await sheet(page).getByText('Lễ hội năm 2026.').waitFor();
        // The same point once its film is there.
        const film = join(folder, 'phim.mp4');
        execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=d=1:s=64x48:r=5', '-pix_fmt', 'yuv420p', film]);
        await page.route('**/khong-co.mp4', (route) => route.fulfill({ path: film, contentType: 'video/mp4' }));
        await page.keyboard.press('Escape');
        await button(page, 'hotspot-phim').click();
        await sheet(page).locator('video').evaluate((video) => video.play());
        await page.waitForFunction(() => document.querySelector('disan-tour').shadowRoot.querySelector('dialog[open] video')?.currentTime > 0);
        await page.unroute('**/khong-co.mp4');
      },
      { errors: ['404', 'khong-co.mp4'] },
    );
  });

  test('a model is drawn in its own colour, with its pins', async () => {
    await visit('#/san-truoc?object=bia-1', async (page) => {
      await settled(page, 'san-truoc');
      await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 40_000 });
      await page.waitForTimeout(1500);
      const box = await tourOf(page).locator('model-viewer').boundingBox();
      const shot = await page.screenshot({ clip: { x: box.x + box.width / 2 - 4, y: box.y + box.height / 2 + 30, width: 9, height: 9 } });
      const [red, green, blue] = await meanColour(shot);
      assert.ok(red > 90 && red > 1.4 * green && green > blue, `the stele is ${[red, green, blue]}`);
      await tourOf(page).locator('.pin').click();
      await tourOf(page).locator('.pin-current').waitFor();
      await sheet(page).getByText('Chạm rồng chầu mặt trời.').waitFor();
      assert.equal(await tourOf(page).locator('.main-button.ar-button').isVisible(), false, 'no way into space on a desk');
      await sheet(page).getByText('蓮派寺碑記').waitFor();
      await sheet(page).getByText('cao 125 cm, rộng 90 cm, dày 40 cm').waitFor();
      await sheet(page).getByRole('button', { name: /64 MB/ }).click();
      await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 40_000 });
    });
  });

  test('a photograph is seen large, the next from there, and Escape leads back one step', async () => {
    await visit('#/san-truoc?object=bia-1', async (page) => {
      await settled(page, 'san-truoc');
      const large = sheet(page).locator('.enlarged');
      await button(page, 'enlarge-media/tam quan.jpg').click();
      const box = await large.locator('img').boundingBox();
      assert.ok(box.width > 0.95 * page.viewportSize().width, `${box.width} px wide`);
      assert.match(await large.locator('img').getAttribute('src'), /tam%20quan[.]jpg$/);
      assert.equal(await large.locator('figcaption').textContent(), 'Mặt trước (1 / 2)');
      await page.keyboard.press('ArrowRight');
      assert.equal(await large.locator('figcaption').textContent(), 'Bản vẽ (2 / 2)');
      await button(page, 'enlarged-next').click();
      assert.equal(await large.locator('figcaption').textContent(), 'Mặt trước (1 / 2)');
      await page.keyboard.press('Escape');
      await large.waitFor({ state: 'detached' });
      await sheet(page).getByText('蓮派寺碑記').waitFor();
      assert.equal(await tourOf(page).evaluate((tour) => tour.shadowRoot.activeElement?.dataset.key), 'enlarge-media/tam quan.jpg');
    });
  });

  test('a phone is offered the model in its own space, Apple’s with a package of its own', async () => {
    await visit(
      '#/san-truoc?object=bia-1',
      async (page) => {
        await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 40_000 });
        const model = tourOf(page).locator('model-viewer');
        assert.match(await model.getAttribute('ios-src'), /models\/bia-1\/model\.usdz$/);
        assert.match(await model.getAttribute('ar-modes'), /scene-viewer quick-look/);
        assert.equal(await tourOf(page).locator('.main-button.ar-button').textContent(), 'Xem trong không gian thật (AR)');
      },
      { context: { width: 390, height: 800, hasTouch: true, isMobile: true } },
    );
  });

  test('a model that fails leaves picture and words', async () => {
    await visit(
      '#/san-truoc?object=tuong-hong',
      async (page) => {
        await sheet(page).getByText('Không tải được mô hình 3D.').waitFor({ timeout: 40_000 });
        assert.ok(await tourOf(page).locator('.object-poster').isVisible());
        await sheet(page).getByText('Pho tượng gỗ.').waitFor();
      },
      { errors: ['404', 'khong-co.glb'] },
    );
  });
});

async function meanColour(png) {
  const { createRequire } = await import('node:module');
  const { PNG } = createRequire(new URL('../../viewer/web/package.json', import.meta.url))('pngjs');
  const { data } = PNG.sync.read(png);
  return [0, 1, 2].map((c) => data.reduce((sum, value, i) => (i % 4 === c ? sum + value : sum), 0) / (data.length / 4));
}

describe('language, search, addresses', () => {
  test('the language changes and the place stays', async () => {
    await visit('#/thap-dieu-quang?yaw=33&pitch=8', async (page) => {
      await settled(page, 'thap-dieu-quang');
      await page.getByRole('heading', { name: 'Chùa Liên Phái' }).waitFor();
      await button(page, 'language').click();
      await page.getByRole('heading', { name: 'Liên Phái Pagoda' }).waitFor();
      assert.equal(await button(page, 'language').evaluate((element) => element.getRootNode().activeElement === element), true, 'focus stays');
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await page.waitForFunction(() => location.hash.includes('lang=en'));
      await assertSees(page, 'thap-dieu-quang', kNorths['thap-dieu-quang'] + 33, 8);
      await page.reload();
      await settled(page, 'thap-dieu-quang');
      await page.getByText('Diệu Quang tower', { exact: true }).first().waitFor();
    });
  });

  test('search without diacritics finds and goes there', async () => {
    await visit('', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'search').click();
      await page.keyboard.type('lien phai');
      await sheet(page).getByText('Bia “Liên Phái tự bi ký”').waitFor();
      await sheet(page).locator('input').fill('dieu quang');
      await sheet(page).getByRole('button', { name: /^Cảnh Tháp Diệu Quang/ }).click();
      await settled(page, 'thap-dieu-quang');
    });
  });

  test('back goes to the scene before', async () => {
    await visit('#/san-truoc?yaw=40', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'gallery').click();
      await button(page, 'scene-tien-duong').click();
      await settled(page, 'tien-duong');
      await page.goBack();
      await settled(page, 'san-truoc');
      await tourOf(page).locator('.scene-name', { hasText: 'Sân trước' }).waitFor();
    });
  });

  test('a shared view is readable as a code and opens where it was', async () => {
    await visit('#/tien-duong?yaw=123.4&pitch=5', async (page) => {
      await settled(page, 'tien-duong');
      await button(page, 'share').click();
      const file = join(folder, 'qr.png');
      await tourOf(page).locator('.qr-code').screenshot({ path: file, scale: 'css' });
      const read = execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8' }).trim();
      assert.equal(read, await tourOf(page).locator('#share-address').inputValue());
      assert.match(read, /#\/tien-duong\?yaw=123\.4&pitch=5&lang=vi$/);
    });
  });
});

describe('plan, guide, kiosk', () => {
  test('the view turns to the north, turns by itself until it is told to stop, and fills the screen', async () => {
    await visit('#/san-truoc?yaw=40', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'north').click();
      await page.waitForFunction((yaw) => new URLSearchParams(location.hash.split('?')[1]).get('yaw') === yaw, String(-kNorths['san-truoc']));
      const needle = () => tourOf(page).locator('.needle').getAttribute('transform');
      assert.match(await needle(), /^rotate\(-?0\.0 /);
      await button(page, 'rotate').click();
      await page.waitForFunction(() => !/^rotate\(-?0\.0 /.test(document.querySelector('disan-tour').shadowRoot.querySelector('.needle').getAttribute('transform')));
      await button(page, 'rotate').click();
      const stopped = await needle();
      await page.waitForTimeout(700);
      assert.equal(await needle(), stopped);
      await button(page, 'full-screen').click();
      await page.waitForFunction(() => document.fullscreenElement?.localName === 'disan-tour');
      await tourOf(page).locator('[data-key="full-screen"][aria-label="Thoát toàn màn hình"]').click();
      await page.waitForFunction(() => document.fullscreenElement === null);
    }, { context: kMoving });
  });

  test('the plan shows where one stands and leads on', async () => {
    await visit('#/san-truoc?yaw=40', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'plan').click();
      await tourOf(page).getByRole('button', { name: 'Sân trước (bạn đang ở đây)' }).waitFor();
      const angle = await tourOf(page).locator('.plan-cone').getAttribute('transform');
      assert.equal(angle, `rotate(${(kNorths['san-truoc'] + 40).toFixed(1)})`);
      await tourOf(page).locator('.plan-panel').getByRole('button', { name: 'Tháp Diệu Quang' }).click();
      await settled(page, 'thap-dieu-quang');
      await tourOf(page).getByRole('button', { name: 'Tháp Diệu Quang (bạn đang ở đây)' }).waitFor();
    }, { context: kMoving });
  });

  test('the guided tour plays by itself and waits when it is told to', async () => {
    await visit('#/san-truoc?yaw=0', async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'guide').click();
      await tourOf(page).getByText('Ta bắt đầu từ sân trước, nhìn về tam quan.').waitFor();
      // One second of sound, then the next stop.
      await tourOf(page).getByText('Chặng 2 / 3').waitFor({ timeout: 20_000 });
      // At once: on a slow machine the scene's picture may take longer than the stop lasts.
      await button(page, 'guide-toggle').click();
      await settled(page, 'tien-duong');
      await page.waitForTimeout(6500);
      await tourOf(page).getByText('Chặng 2 / 3').waitFor();
      await button(page, 'guide-next').click();
      await settled(page, 'thap-dieu-quang');
      await button(page, 'guide-close').click();
      assert.equal(await tourOf(page).locator('.guide').isVisible(), false);
    }, { context: kMoving });
  });

  test('a kiosk goes home when nobody is there and leads nowhere outside', async () => {
    await visit('?kiosk=1&idle=8', async (page) => {
      await settled(page, null);
      await button(page, 'begin').click();
      await button(page, 'language').click();
      // Who follows the guide touches nothing for longer than that, and is not sent home.
      await button(page, 'guide').click();
      await tourOf(page).getByText('Stop 3 of 3').waitFor({ timeout: 40_000 });
      assert.equal(await tourOf(page).locator('.intro').isVisible(), false);
      await button(page, 'guide-close').click();
      await button(page, 'gallery').click();
      await button(page, 'scene-tien-duong').click();
      await tourOf(page).locator('.scene-name', { hasText: 'front hall' }).waitFor();
      await button(page, 'about').click();
      assert.equal(await sheet(page).locator('a').count(), 0);
      await sheet(page).waitFor({ state: 'hidden', timeout: 40_000 });
      await tourOf(page).locator('.intro').waitFor({ state: 'visible', timeout: 15_000 });
      await tourOf(page).locator('.scene-name', { hasText: 'Sân trước' }).waitFor();
      assert.equal(await sheet(page).count(), 0);
      assert.equal(await button(page, 'full-screen').count(), 0);
    }, { context: kMoving });
  });
});

describe('reach', () => {
  test('a visit by keyboard alone', async () => {
    await visit('?lang=en', async (page) => {
      await settled(page, 'san-truoc');
      assert.deepEqual(await axeFindings(page), []);
      const focused = () =>
        page.evaluate(() => {
          let active = document.activeElement;
          while (active?.shadowRoot?.activeElement) {
            active = active.shadowRoot.activeElement;
          }
          return active?.getAttribute('data-key') ?? active?.className ?? '';
        });
      const tabTo = async (key) => {
        for (let i = 0; i < 40 && (await focused()) !== key; ++i) {
          await page.keyboard.press('Tab');
        }
        assert.equal(await focused(), key);
      };
      await tabTo('begin');
      await page.keyboard.press('Enter');
      assert.equal(await focused(), 'stage');
      const before = await page.evaluate(() => location.hash);
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction((hash) => location.hash !== hash, before);
      await tabTo('link-tien-duong');
      await page.keyboard.press('Enter');
      await settled(page, 'tien-duong');
      await tourOf(page).getByRole('status').filter({ hasText: 'You are at: The front hall' }).waitFor({ state: 'attached' });
      await tabTo('about');
      await page.keyboard.press('Enter');
      await tabTo('about-link-san-truoc');
      await page.keyboard.press('Enter');
      await settled(page, 'san-truoc');
      await tabTo('gallery');
      await page.keyboard.press('Space');
      await tabTo('object-bia-1');
      await page.keyboard.press('Enter');
      await sheet(page).getByRole('heading', { name: 'Stele “Liên Phái tự bi ký”' }).waitFor();
      await page.keyboard.press('Escape');
      assert.equal(await sheet(page).count(), 0);
    }, { context: kMoving });
  });

  for (const [width, height] of [[kSmallDesk.width, kSmallDesk.height], [360, 740]]) {
    test(`axe-core finds nothing (${width} px)`, async () => {
      await visit(
        '?lang=vi',
        async (page) => {
          await settled(page, 'san-truoc');
          const findings = [];
          const look = async (where) => {
            findings.push(...(await axeFindings(page)).map((line) => `${where}: ${line}`));
            // The code of a shared address is another at every run, the guide goes on by itself.
            if (!/^en|share$|guide$/.test(where)) {
              await looksAsKept(page, `tour-${width}-${where.replace(/ /g, '-')}`);
            }
          };
          await look('intro');
          await button(page, 'begin').click();
          for (const lang of ['vi', 'en']) {
            await look(`${lang} scene`);
            for (const key of ['gallery', 'search', 'about', 'share']) {
              await button(page, key).click();
              await look(`${lang} ${key}`);
              await button(page, 'sheet-close').click();
            }
            for (const key of ['plan', 'guide']) {
              await button(page, key).click();
              await look(`${lang} ${key}`);
              await button(page, `${key}-close`).click();
            }
            await page.evaluate(() => document.querySelector('disan-tour').goTo('#/san-truoc?object=bia-1'));
            await tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 40_000 });
            await look(`${lang} object`);
            await button(page, 'enlarge-media/tam quan.jpg').click();
            await look(`${lang} enlarged`);
            await button(page, 'enlarged-close').click();
            await button(page, 'sheet-close').click();
            await button(page, 'language').click();
          }
          assert.deepEqual(findings, []);
        },
        { context: { width, height } },
      );
    });
  }

  test('nothing is wider than a phone of 360 px', async () => {
    await visit(
      '#/tien-duong',
      async (page) => {
        await settled(page, 'tien-duong');
        const beyond = () =>
          page.evaluate(() => {
            const root = document.querySelector('disan-tour').shadowRoot;
            return [...root.querySelectorAll('.masthead *, .dock *, .tools *, dialog[open] *, .guide *, .plan-panel *')]
              // Pictures of cards are enlarged inside a frame that cuts them off.
              .filter((element) => element.checkVisibility() && !element.closest('svg, .card-picture'))
              .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
              .map((element) => element.className || element.tagName);
          });
        assert.deepEqual(await beyond(), []);
        for (const key of ['gallery', 'search', 'about', 'share']) {
          await button(page, key).click();
          await page.waitForTimeout(350);
          assert.deepEqual(await beyond(), [], key);
          await button(page, 'sheet-close').click();
        }
        const small = await tourOf(page)
          .locator('button:visible')
          .evaluateAll((all) => all.filter((element) => Math.min(element.offsetWidth, element.offsetHeight) < 24).map((element) => element.outerHTML.slice(0, 80)));
        assert.deepEqual(small, [], 'targets of at least 24 px');
      },
      { context: { width: 360, height: 740 } },
    );
  });

  test('without WebGL the picture, the signs and the words remain', async () => {
    const flat = await launch(['--disable-gpu', '--disable-3d-apis']);
    try {
      const { page, record } = await openPage(flat);
      await page.goto(`${server.address}#/san-truoc?yaw=40`);
      await tourOf(page).locator('.still-strip img').waitFor();
      await tourOf(page).getByText('ảnh phẳng được hiện thay thế').waitFor();
      assert.equal(record.errors.length, 0, record.errors.join());
      await tourOf(page).locator('.sign-link[data-key="link-tien-duong"]').click();
      await settled(page, 'tien-duong');
      await page.evaluate(() => document.querySelector('disan-tour').goTo('#/san-truoc?object=bia-1'));
      await sheet(page).getByText('Thiết bị này không hiển thị được mô hình 3D.').waitFor();
      const still = sheet(page).locator('.turntable img');
      const shows = async (number) =>
        assert.match(await still.evaluate((image) => image.decode().then(() => image.currentSrc)), new RegExp(`turntable/${number}[.]jpg$`));
      await shows('01');
      await button(page, 'turn-previous').click();
      await shows('02');
      await button(page, 'turn-next').press('ArrowRight');
      await shows('01');
      const box = await still.boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.35, box.y + 40, { steps: 4 });
      await page.mouse.up();
      await shows('04');
      assert.equal(await still.getAttribute('alt'), 'Bia đá dẹt trên bệ chữ nhật. (ảnh 4 / 12)');
    } finally {
      await flat.close();
    }
  });
});

describe('bad input', () => {
  test('HTML in the texts of a site is text', async () => {
    await visit('#/tien-duong?hotspot=mot-doan-html', async (page) => {
      await settled(page, 'tien-duong');
      await sheet(page).getByRole('heading', { name: '<img src=x onerror=' }).waitFor();
      await page.keyboard.press('Escape');
      await button(page, 'search').click();
      await page.keyboard.type('ngoac');
      await sheet(page).locator('.result-title', { hasText: '<script>' }).waitFor();
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      assert.equal(await tourOf(page).locator('b, img[src="x"]').count(), 0);
    });
  });

  test('any writing stays whole and turns nothing beside it', async () => {
    await visit('#/thap-dieu-quang?hotspot=chu-nom', async (page) => {
      await settled(page, 'thap-dieu-quang');
      assert.equal(await sheet(page).getByRole('heading').first().textContent(), kScripts);
      assert.equal(await sheet(page).locator('.sheet-body p').first().textContent(), kScripts);
      await page.keyboard.press('Escape');
      const sign = button(page, 'hotspot-chu-nom').locator('.sign-name');
      assert.equal(await sign.evaluate((element) => getComputedStyle(element).unicodeBidi), 'isolate');
      await button(page, 'search').click();
      await page.keyboard.type('喃');
      await sheet(page).locator('.result-title', { hasText: '𡨸喃' }).first().waitFor();
    });
  });

  const changed = (name, change) => {
    const copy = join(folder, name);
    cpSync(join(folder, 'out'), copy, { recursive: true });
    change(join(copy, 'web'));
    return copy;
  };
  const visitCopy = async (copy, body) => {
    const other = await serve(copy);
    const { page, record, close } = await openPage(browser);
    try {
      await page.goto(other.address);
      await body(page, record);
    } finally {
      await close();
      await other.stop();
    }
  };

  test('a newer tour, a wrong one and a missing one are explained in both languages', async () => {
    const newer = changed('newer', (web) => writeFileSync(join(web, 'tour.json'), '{"disan_tour": 2}'));
    await visitCopy(newer, async (page) => {
      await page.getByText('mới hơn trình xem').waitFor();
      await page.getByText('newer than the viewer').waitFor();
    });
    const wrong = changed('wrong', (web) => writeFileSync(join(web, 'tour.json'), readFileSync(join(web, 'tour.json'), 'utf8').replace('"tien-duong"', '5')));
    await visitCopy(wrong, async (page) => {
      await page.getByText('có lỗi').waitFor();
      await page.locator('code').first().waitFor();
    });
    const cut = changed('cut', (web) => writeFileSync(join(web, 'tour.json'), '{"disan_tour": 1, "id'));
    await visitCopy(cut, async (page) => {
      await page.getByText('Không mở được tệp tour.json').waitFor();
      await page.getByText('could not be opened').waitFor();
    });
  });

  test('missing tiles and previews are survived with a word', async () => {
    const holes = changed('holes', (web) => {
      rmSync(join(web, 'scenes/san-truoc/tiles/2'), { recursive: true });
      rmSync(join(web, 'scenes/tien-duong/preview.jpg'));
    });
    await visitCopy(holes, async (page) => {
      await settled(page, 'san-truoc');
      await button(page, 'begin').click();
      await page.setViewportSize({ width: 1900, height: 1000 });
      await tourOf(page).getByText('Một phần của ảnh không tải được').waitFor();
      const [yaw] = [20];
      await page.setViewportSize({ width: 1280, height: 800 });
      await assertSees(page, 'san-truoc', kNorths['san-truoc'] + yaw, 0, 40);
      await page.evaluate(() => document.querySelector('disan-tour').goTo('#/tien-duong?yaw=7&pitch=8'));
      await settled(page, 'tien-duong');
      await assertSees(page, 'tien-duong', kNorths['tien-duong'] + 7, 8, 20);
    });
  });
});

describe('in the page of another website', () => {
  test('a scene and an object stand where they are put, tell of themselves and leave the address alone', async () => {
    const page = join(folder, 'out/web/tin-tuc');
    mkdirSync(page);
    writeFileSync(
      join(page, 'index.html'),
      `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Tin tức</title><link rel="stylesheet" href="page.css"><link rel="icon" href="data:,">
<script src="page.js"></script><script type="module" src="../disan-tour.js"></script><h1>Tin tức</h1>
<disan-tour id="scene" src="../tour.json" scene="tien-duong" lang="en" no-intro></disan-tour>
<disan-tour id="object" src="../tour.json" object="bia-1" no-intro></disan-tour></html>`,
    );
    writeFileSync(join(page, 'page.css'), 'disan-tour { display: block; width: 480px; height: 300px }');
    writeFileSync(
      join(page, 'page.js'),
      `window.told = [];
for (const type of ['ready', 'scene', 'view', 'hotspot', 'object', 'language', 'error']) {
  document.addEventListener('disan-' + type, ({ target, detail }) => window.told.push([target.id, type, detail]));
}`,
    );
    await visit('tin-tuc/', async (held) => {
      const told = (id, type) => held.waitForFunction(([a, b]) => window.told.find(([c, d]) => a === c && b === d)?.[2], [id, type]).then((found) => found.jsonValue());
      assert.deepEqual(await told('scene', 'ready'), { id: 'chua-lien-phai', scenes: 3, objects: 2 });
      assert.deepEqual(await told('scene', 'scene'), { scene: 'tien-duong' });
      assert.deepEqual(await told('object', 'object'), { object: 'bia-1' });
      assert.equal((await told('scene', 'view')).scene, 'tien-duong');
      // Closed: a panel over the whole page is the other tour's until then.
      await held.locator('#object [data-key="sheet-close"]').click();
      await held.locator('#scene').evaluate((element) => element.goTo('#/san-truoc?hotspot=chuong'));
      assert.deepEqual(await told('scene', 'hotspot'), { scene: 'san-truoc', hotspot: 'chuong' });
      await held.locator('#scene').evaluate((element) => (element.language = 'vi'));
      assert.deepEqual(await told('scene', 'language'), { language: 'vi' });
      assert.equal(await held.locator('#object').evaluate((element) => element.language), 'vi');
      assert.equal(new URL(held.url()).hash, '');
      assert.deepEqual(await held.evaluate(() => window.told.filter(([, type]) => type === 'error')), []);
    });
  });
});

describe('one file', () => {
  for (const [what, path, wait] of [
    ['a panorama', 'out/web/scenes/san-truoc/4096.jpg', (page) => settled(page, 'file')],
    ['a model', 'out/web/models/bia-1/low.glb', (page) => tourOf(page).locator('.object-picture[data-state="shown"]').waitFor({ timeout: 40_000 })],
  ]) {
    test(`${what} opens by itself`, async () => {
      const other = await serve(join(folder, path));
      const { page, record, close } = await openPage(browser);
      try {
        await page.goto(other.address);
        await wait(page);
        assert.deepEqual(record.errors, []);
        assert.deepEqual(await axeFindings(page), []);
      } finally {
        await close();
        await other.stop();
      }
    });
  }
});
