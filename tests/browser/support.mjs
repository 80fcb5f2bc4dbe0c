// What every browser test stands on: our own server over a folder, one Chromium, and a page that
// keeps a record of everything that must not happen.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../../viewer/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const axeSource = require('axe-core').source;
const { PNG } = require('pngjs');

export const kProgram = process.env.DISAN_PROGRAM ?? new URL('../../build/dev/disan', import.meta.url).pathname;

/** `disan view FOLDER --port 0`: the product's own server with its own policy. */
export async function serve(path, ...options) {
  const child = spawn(kProgram, ['--json', 'view', path, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)]);
  if (first === null) {
    throw new Error(`${kProgram} view ${path} ended at once`);
  }
  const { address, review } = JSON.parse(first[0]);
  return {
    address,
    review,
    stop: async () => {
      child.kill('SIGINT');
      const [status] = await once(child, 'exit');
      return status;
    },
  };
}

export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.DISAN_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-dev-shm-usage', ...more],
  });
}

/** A desk for visits where neither size nor fades matter: every pixel is drawn by the processor here. */
export const kSmallDesk = { width: 896, height: 560, reducedMotion: 'reduce' };
export const kMoving = { reducedMotion: 'no-preference' };

/** A page whose console errors, failed answers and requests to other hosts are remembered. */
export async function openPage(browser, { width = 1280, height = 800, ...context } = {}) {
  const holder = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN', ...context });
  const page = await holder.newPage();
  const record = { errors: [], foreign: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') {
      record.errors.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on('pageerror', (error) => record.errors.push(`${error.stack ?? error}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') {
      record.foreign.push(request.url());
    }
  });
  return { page, record, close: () => holder.close() };
}

const lent = new Map();

/**
 * A page that an earlier visit with the same window gave back, or a new one. What a first load makes
 * ready stays (compiled code, shaders: most of a load's time here); what a visit left does not.
 */
export async function borrowPage(browser, context = {}) {
  const free = lent.get(browser) ?? new Map();
  lent.set(browser, free);
  const kind = JSON.stringify(context);
  const opened = free.get(kind)?.pop() ?? (await openPage(browser, context));
  const { page, record } = opened;
  const viewport = page.viewportSize();
  const close = async () => {
    try {
      await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
      await page.goto('about:blank');
      await page.setViewportSize(viewport);
    } catch {
      // What cannot be made clean is nobody's any more.
      return opened.close();
    }
    Object.assign(record, { errors: [], foreign: [] });
    free.set(kind, [...(free.get(kind) ?? []), opened]);
  };
  return { page, record, close };
}

export const tourOf = (page) => page.locator('disan-tour');

/** Waits until the scene is shown in full: its name announced, nothing loading, tiles painted. */
export async function settled(page, sceneId) {
  await page.waitForFunction(
    (id) => {
      const root = document.querySelector('disan-tour')?.shadowRoot;
      const line = root?.querySelector('.loading-line');
      return line !== null && line !== undefined && line.hidden && (id === null || location.hash.startsWith(`#/${id}`));
    },
    sceneId ?? null,
    { timeout: 30_000 },
  );
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(350);
}

/** The mean colour of a small square of what is painted on the sphere, furniture hidden. */
export async function colourOnSphere(page, x, y, side = 9) {
  await page.evaluate(() => document.querySelector('disan-tour').shadowRoot.querySelector('.tour').classList.add('bare'));
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('disan-tour');
    if (shadowRoot.bare === undefined) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.bare > :not(.stage), .bare .psv-markers, .bare .psv-virtual-tour-arrows { visibility: hidden !important }');
      shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
      shadowRoot.bare = true;
    }
  });
  const shot = PNG.sync.read(await page.screenshot({ clip: { x: x - (side - 1) / 2, y: y - (side - 1) / 2, width: side, height: side } }));
  await page.evaluate(() => document.querySelector('disan-tour').shadowRoot.querySelector('.tour').classList.remove('bare'));
  const sum = [0, 0, 0];
  for (let i = 0; i < shot.data.length; i += 4) {
    for (let c = 0; c < 3; ++c) {
      sum[c] += shot.data[i + c];
    }
  }
  return sum.map((value) => value / (shot.data.length / 4));
}

// Nothing moves but what never ends: a panel that is still fading in has not the colours it will have.
async function still(page) {
  await page.waitForFunction(() =>
    [document, ...[...document.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? [])]
      .flatMap((root) => root.getAnimations())
      .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity),
  );
}

/** Serious and other findings of axe-core, as readable lines. */
export async function axeFindings(page) {
  await still(page);
  if (await page.evaluate(() => globalThis.axe === undefined)) {
    await page.evaluate(axeSource);
  }
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return result.violations.flatMap((finding) => finding.nodes.map((node) => `${finding.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}
