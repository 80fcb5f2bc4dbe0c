// What a page looks like, beside a picture that a person looked at and kept (looks/NAME.png, a quarter of the size).
// Fonts, shading and the last sharpness of tiles may differ a little; a panel elsewhere, a picture gone black or words
// that cover each other do not pass.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { PNG } = createRequire(new URL('../../viewer/web/package.json', import.meta.url))('pngjs');
const kFolder = fileURLToPath(new URL('looks/', import.meta.url));
const kBlock = 4; // px of the page a pixel of what is kept
const kFar = 48; // levels
const kMostFar = 0.04; // of the pixels
const kMostMean = 6; // levels
const kTries = 20;

function quarter(screenshot) {
  const page = PNG.sync.read(screenshot);
  const small = new PNG({ width: Math.floor(page.width / kBlock), height: Math.floor(page.height / kBlock) });
  for (let y = 0; y < small.height; ++y) {
    for (let x = 0; x < small.width; ++x) {
      for (let c = 0; c < 4; ++c) {
        let sum = 0;
        for (let dy = 0; dy < kBlock; ++dy) {
          for (let dx = 0; dx < kBlock; ++dx) {
            sum += page.data[((y * kBlock + dy) * page.width + x * kBlock + dx) * 4 + c];
          }
        }
        small.data[(y * small.width + x) * 4 + c] = Math.round(sum / kBlock ** 2);
      }
    }
  }
  return small;
}

function apart(seen, kept) {
  if (seen.width !== kept.width || seen.height !== kept.height) {
    return { mean: 255, far: 1 };
  }
  let [sum, far] = [0, 0];
  const count = seen.width * seen.height;
  for (let i = 0; i < count; ++i) {
    const off = Math.max(...[0, 1, 2].map((c) => Math.abs(seen.data[i * 4 + c] - kept.data[i * 4 + c])));
    sum += off;
    far += off > kFar ? 1 : 0;
  }
  return { mean: sum / count, far: far / count };
}

/** Keeps what is seen when DISAN_LOOKS=keep: then look at it. */
export async function looksAsKept(page, name) {
  await page.evaluate(() => scrollTo(0, 0));
  const file = join(kFolder, `${name}.png`);
  const shoot = async () => quarter(await page.screenshot({ timeout: 120_000 }));
  if (process.env.DISAN_LOOKS === 'keep') {
    await page.waitForTimeout(1500);
    mkdirSync(kFolder, { recursive: true });
    writeFileSync(file, PNG.sync.write(await shoot()));
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: run with DISAN_LOOKS=keep and look at it`);
  const kept = PNG.sync.read(readFileSync(file));
  const holds = ({ mean, far }) => mean <= kMostMean && far <= kMostFar;
  let seen = await shoot();
  for (let tries = 1; tries < kTries && !holds(apart(seen, kept)); ++tries) {
    await page.waitForTimeout(500);
    seen = await shoot();
  }
  const off = apart(seen, kept);
  if (!holds(off)) {
    const folder = join(tmpdir(), 'disan-looks');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.png`), PNG.sync.write(seen));
    assert.fail(`${name} looks different (${off.mean.toFixed(1)} levels, ${(off.far * 100).toFixed(1)} % far off): ${folder}`);
  }
}
