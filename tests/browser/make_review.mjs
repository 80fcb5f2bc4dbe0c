// An output to review, with known truth: the tour of make_tour.mjs, its masters, a record, and source
// photos of the front court taken with known poses, so that a click on a photo must bring the same
// colour to the middle of the panorama.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { colourAt, kInjection, kNorths, kTints, makeTour } from './make_tour.mjs';

const require = createRequire(new URL('../../viewer/web/package.json', import.meta.url));
const jpeg = require('jpeg-js');

const kHfovDeg = 60;
export const kPhotos = [
  { name: 'IMG_0001.jpg', yaw: 0, pitch: 5, roll: 0 },
  { name: 'IMG_0002.jpg', yaw: 75, pitch: 10, roll: 3 },
  { name: 'IMG_0003.jpg', yaw: -120, pitch: -8, roll: -90 },
];
const rad = (deg) => (deg * Math.PI) / 180;
const deg = (value) => (value * 180) / Math.PI;

/** Where a point of a photo lies, written out anew: the page's own sum is what is tested. */
export function truthAt({ yaw, pitch, roll }, x, y) {
  const focal = 1 / Math.tan(rad(kHfovDeg) / 2);
  let v = [2 * x - 1, (2 * y - 1) * (3 / 4), focal];
  const turn = (angle, i, j) => {
    const [c, s] = [Math.cos(rad(angle)), Math.sin(rad(angle))];
    const next = [...v];
    next[i] = c * v[i] - s * v[j];
    next[j] = s * v[i] + c * v[j];
    v = next;
  };
  turn(roll, 0, 1);
  turn(pitch, 1, 2);
  turn(-yaw, 0, 2);
  const length = Math.hypot(...v);
  return { yaw: deg(Math.atan2(v[0], v[2])), pitch: deg(Math.asin(-v[1] / length)) };
}

function photo(pose) {
  const [width, height] = [320, 240];
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const at = truthAt(pose, (x + 0.5) / width, (y + 0.5) / height);
      colourAt(kNorths['san-truoc'] + at.yaw, at.pitch, kTints['san-truoc']).forEach((value, c) => (data[(y * width + x) * 4 + c] = Math.round(value)));
    }
  }
  return jpeg.encode({ width, height, data }, 92).data;
}

const write = (file, bytes) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
};

export const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The scene whose pictures the hidden one has. */
export const kHiddenTwin = 'tien-duong';

export function makeReview(site) {
  const out = join(site, 'out');
  const tour = makeTour(join(out, 'web'));
  write(join(site, 'site.yaml'), `disan: 1\nid: ${tour.id}\nname: {vi: Chùa Liên Phái, en: Liên Phái Pagoda}\ntype: history\nrank: national\n`);
  const assets = [];
  for (const one of kPhotos) {
    const path = `sessions/2026-05-10/photos/san-truoc/${one.name}`;
    write(join(site, path), photo(one));
    assets.push({ path, role: 'source', item: 'san-truoc', mime: 'image/jpeg', width_px: 320, height_px: 240 });
  }
  for (const scene of tour.scenes) {
    cpSync(join(out, 'web', scene.panorama.fallback), join(out, `masters/panoramas/${scene.id}.jpg`));
  }
  // A place that only reviewers may see: its pictures lie beside the web, not in it.
  const hidden = { id: 'hau-cung', name: { vi: 'Hậu cung', en: 'Inner sanctum' } };
  const twin = tour.scenes.find((one) => one.id === kHiddenTwin);
  cpSync(join(out, 'web/scenes', twin.id), join(out, 'masters/kept/scenes', hidden.id), { recursive: true });
  cpSync(join(out, 'web', twin.panorama.fallback), join(out, 'masters/kept/scenes', hidden.id, 'fallback.jpg'));
  cpSync(join(out, 'web', twin.panorama.fallback), join(out, `masters/panoramas/${hidden.id}.jpg`));
  const { width, height, tiles } = twin.panorama;
  write(join(out, 'masters/kept/scenes', hidden.id, 'tiles.json'), JSON.stringify({ width, height, tiles }));
  write(
    join(out, 'masters/panoramas/san-truoc.json'),
    JSON.stringify({
      photos: kPhotos.map(({ name }, i) => ({ file: name, status: i === 1 ? 'placed-by-prior' : 'placed', reason: { vi: '', en: '' } })),
      rms_px: 0.62,
      level_deg: 0.08,
      coverage: 0.9912,
      width: 2048,
      height: 1024,
      doubts: [{ file: '', what: { vi: kInjection, en: kInjection }, remedy: { vi: '', en: '' } }],
    }),
  );
  write(
    join(out, 'masters/panoramas/san-truoc.pto'),
    kPhotos.map((one) => `i w320 h240 f0 v${kHfovDeg} Ra0 r${one.roll} p${one.pitch} y${one.yaw} TrX0 j0 a0 b0 c0 d0 e0 n"${one.name}"\n`).join(''),
  );
  // One of the tour's models is missing on purpose: nothing was made of it.
  const models = tour.objects.filter((one) => one.models.length > 0 && existsSync(join(out, 'web', one.models[0].src)));
  for (const object of models) {
    mkdirSync(join(out, 'masters/models'), { recursive: true });
    cpSync(join(out, 'web', object.models[0].src), join(out, `masters/models/${object.id}.glb`));
    const tier = (name, triangles, rms) => ({ tier: name, triangles, bytes: 1, texture_px: 1024, deviation: { unit: 'mm', rms, p95: rms * 2, max: rms * 7 } });
    write(join(out, `masters/models/${object.id}.json`), JSON.stringify({ tiers: [tier('high', 100000, 0.112), tier('low', 5000, 0.43)] }));
    cpSync(join(out, 'web/scenes/san-truoc/preview.jpg'), join(out, `masters/models/${object.id}.deviation.jpg`));
  }
  const session = 'sessions/2026-05-10';
  const item = (one) => ({ id: one.id, name: { vi: one.name.vi, en: one.name.en }, session });
  const record = {
    disan_record: 1,
    site: { id: tour.id, name: { vi: 'Chùa Liên Phái', en: 'Liên Phái Pagoda' } },
    sessions: [{ id: session, date: '2026-05-10', operator: 'Nguyễn Văn A' }],
    scenes: [...tour.scenes, hidden].map(item),
    objects: tour.objects.map(item),
    assets,
  };
  write(join(out, 'record/record.json'), JSON.stringify(record));
  return { out, tour, models };
}
