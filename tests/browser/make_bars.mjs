// Tours for measuring: one whose files weigh what those of real photographs do, and a ring of many
// small scenes.
import { encode, picture, write } from './make_tour.mjs';

const both = (text) => ({ vi: text, en: text });
const tourOf = (scenes) => ({
  disan_tour: 1,
  id: 'vong',
  name: both('Vòng'),
  scenes,
  objects: [],
  stops: [],
  rights: { holder: 'x', statement: 'http://rightsstatements.org/vocab/InC/1.0/' },
  made_by: 'test',
});

function grain(width, height, strength) {
  const data = Buffer.alloc(width * height * 4, 255);
  let seed = 1;
  for (let i = 0; i < width * height; ++i) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    data.fill(128 + Math.round((seed / 0x7fffffff - 0.5) * strength), i * 4, i * 4 + 3);
  }
  return { width, height, data };
}

/** A JPEG of about so many bytes, at least: grain until it weighs as much. */
function weighing(bytes, width, height) {
  for (let strength = 10; strength < 256; strength += 4) {
    const file = encode(grain(width, height, strength), 85);
    if (file.length >= bytes) {
      return file;
    }
  }
  throw new Error(`no ${width} x ${height} picture weighs ${bytes} bytes`);
}

/**
 * A scene of 8192 pixels with two ways on. `disan tiles` gives tiles of 55 to 61 kB on average for two
 * real panoramas (4096 wide, street and park) and a preview of at most 40,000 bytes.
 */
export function makeHeavyTour(web) {
  const tile = weighing(64_000, 512, 512);
  const preview = weighing(40_000, 512, 256);
  const levels = [2048, 4096, 8192].map((width) => ({ width, height: width / 2, cols: width / 512, rows: width / 1024 }));
  const ids = ['san-truoc', 'tien-duong', 'vuon-thap'];
  for (const id of ids) {
    write(web, `scenes/${id}/preview.jpg`, preview);
    write(web, `scenes/${id}/fallback.jpg`, preview);
    levels.forEach(({ cols, rows }, level) => {
      for (let at = 0; at < cols * rows; ++at) {
        write(web, `scenes/${id}/tiles/${level}/${at % cols}_${Math.floor(at / cols)}.jpg`, tile);
      }
    });
  }
  const scenes = ids.map((id, i) => ({
    id,
    name: both(id),
    alt: both(id),
    north_deg: 0,
    panorama: {
      width: 8192,
      height: 4096,
      preview: `scenes/${id}/preview.jpg`,
      fallback: `scenes/${id}/fallback.jpg`,
      tiles: { url: `scenes/${id}/tiles/{level}/{col}_{row}.jpg`, levels },
    },
    links: [1, 2].map((step) => ({ to: ids[(i + step) % 3], yaw_deg: 40 * step })),
    hotspots: [],
  }));
  write(web, 'tour.json', JSON.stringify(tourOf(scenes)));
}

/** Each scene linked with the next, of pictures as small as they get. */
export function makeRing(web, count) {
  const small = encode(picture(256, 'san-truoc', false), 60);
  const half = encode(picture(128, 'san-truoc', false), 60);
  const scenes = Array.from({ length: count }, (_, i) => {
    const id = `canh-${i}`;
    for (const name of ['preview.jpg', 'fallback.jpg']) {
      write(web, `scenes/${id}/${name}`, small);
    }
    for (const name of ['0_0.jpg', '1_0.jpg']) {
      write(web, `scenes/${id}/tiles/0/${name}`, half);
    }
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
        tiles: { url: `scenes/${id}/tiles/{level}/{col}_{row}.jpg`, levels: [{ width: 256, height: 128, cols: 2, rows: 1 }] },
      },
      links: [{ to: `canh-${(i + 1) % count}`, yaw_deg: 20 }],
      hotspots: [{ id: 'diem-1', yaw_deg: -20, pitch_deg: 0, title: both('Điểm'), text: both('Chữ') }],
    };
  });
  write(web, 'tour.json', JSON.stringify(tourOf(scenes)));
}
