// Makes a tour whose every pixel is known: the colour of a direction is a smooth function of its
// compass heading and pitch, the same in every scene but for a tint. A test that looks at a known
// heading knows what it must see, and a visitor who keeps the heading sees the same hue.
// Usage: node make_tour.mjs FOLDER
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../viewer/web/package.json', import.meta.url));
const jpeg = require('jpeg-js');

const kWidth = 2048;
const kTile = 512;

const rad = (deg) => (deg * Math.PI) / 180;

/** What is seen at a heading and pitch (degrees) in a scene of a tint. */
export function colourAt(headingDeg, pitchDeg, tint) {
  const wave = (phase) => 128 + 88 * Math.sin(rad(headingDeg + phase)) * Math.cos(rad(pitchDeg) * 0.8);
  return [wave(0), wave(120), 70 + tint + 40 * Math.sin(rad(pitchDeg))];
}

export const kTints = { 'san-truoc': 0, 'tien-duong': 45, 'thap-dieu-quang': 90 };
export const kNorths = { 'san-truoc': 12.5, 'tien-duong': 140, 'thap-dieu-quang': -75 };

const kLong =
  'Tòa Tiền đường bảy gian hai chái với bộ vì kèo chồng rường giá chiêng, nơi đặt ban thờ Tam bảo và các pho tượng Phật cổ của chùa Liên Phái';

export function picture(width, id, grid) {
  const height = width / 2;
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; ++y) {
    const pitch = 90 - ((y + 0.5) / height) * 180;
    for (let x = 0; x < width; ++x) {
      const yaw = ((x + 0.5) / width) * 360 - 180;
      const onGrid = grid && (Math.abs(((yaw + 375) % 30) - 15) < 0.25 || Math.abs(((pitch + 105) % 30) - 15) < 0.25);
      const colour = colourAt(kNorths[id] + yaw, pitch, kTints[id]);
      const at = (y * width + x) * 4;
      for (let c = 0; c < 3; ++c) {
        data[at + c] = Math.round(onGrid ? colour[c] * 0.82 : colour[c]);
      }
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

function crop(of, left, top, width, height) {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; ++y) {
    const from = ((top + y) * of.width + left) * 4;
    of.data.copy(data, y * width * 4, from, from + width * 4);
  }
  return { width, height, data };
}

function halve(of) {
  const [width, height] = [of.width / 2, of.height / 2];
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      for (let c = 0; c < 4; ++c) {
        const at = (dx, dy) => of.data[((2 * y + dy) * of.width + 2 * x + dx) * 4 + c];
        data[(y * width + x) * 4 + c] = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
      }
    }
  }
  return { width, height, data };
}

export function write(folder, path, bytes) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

export const encode = (image, quality = 90) => jpeg.encode(image, quality).data;

function writePanorama(folder, id) {
  let image = picture(kWidth, id, true);
  const levels = [];
  write(folder, `scenes/${id}/4096.jpg`, encode(image));
  for (let level = 2; level >= 0; --level) {
    const tile = Math.min(kTile, image.height);
    const [cols, rows] = [image.width / tile, image.height / tile];
    levels.unshift({ width: image.width, height: image.height, cols, rows });
    for (let row = 0; row < rows; ++row) {
      for (let col = 0; col < cols; ++col) {
        write(folder, `scenes/${id}/tiles/${level}/${col}_${row}.jpg`, encode(crop(image, col * tile, row * tile, tile, tile)));
      }
    }
    if (image.width === 1024) {
      write(folder, `scenes/${id}/preview.jpg`, encode(image, 60));
    }
    image = halve(image);
  }
  return {
    width: kWidth,
    height: kWidth / 2,
    preview: `scenes/${id}/preview.jpg`,
    fallback: `scenes/${id}/4096.jpg`,
    tiles: { url: `scenes/${id}/tiles/{level}/{col}_{row}.jpg`, levels },
  };
}

/** A stele of two boxes, one orange colour, as the smallest honest GLB. */
function glb() {
  const positions = [];
  const normals = [];
  const indices = [];
  const box = ([x0, y0, z0], [x1, y1, z1]) => {
    const faces = [
      [[1, 0, 0], [[x1, y0, z1], [x1, y0, z0], [x1, y1, z0], [x1, y1, z1]]],
      [[-1, 0, 0], [[x0, y0, z0], [x0, y0, z1], [x0, y1, z1], [x0, y1, z0]]],
      [[0, 1, 0], [[x0, y1, z1], [x1, y1, z1], [x1, y1, z0], [x0, y1, z0]]],
      [[0, -1, 0], [[x0, y0, z0], [x1, y0, z0], [x1, y0, z1], [x0, y0, z1]]],
      [[0, 0, 1], [[x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]]],
      [[0, 0, -1], [[x1, y0, z0], [x0, y0, z0], [x0, y1, z0], [x1, y1, z0]]],
    ];
    for (const [normal, corners] of faces) {
      const first = positions.length / 3;
      corners.forEach((corner) => (positions.push(...corner), normals.push(...normal)));
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  };
  box([-0.45, 0, -0.2], [0.45, 0.18, 0.2]);
  box([-0.32, 0.18, -0.08], [0.32, 1.25, 0.08]);
  const bytes = (array) => Buffer.from(array.buffer);
  const parts = [bytes(new Float32Array(positions)), bytes(new Float32Array(normals)), bytes(new Uint16Array(indices))];
  const binary = Buffer.concat(parts);
  let offset = 0;
  const bufferViews = parts.map((part, i) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: part.length, target: i < 2 ? 34962 : 34963 };
    offset += part.length;
    return view;
  });
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: [0.9, 0.35, 0.08, 1], metallicFactor: 0, roughnessFactor: 0.8 } }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: positions.length / 3, type: 'VEC3', min: [-0.45, 0, -0.2], max: [0.45, 1.25, 0.2] },
      { bufferView: 1, componentType: 5126, count: normals.length / 3, type: 'VEC3' },
      { bufferView: 2, componentType: 5123, count: indices.length, type: 'SCALAR' },
    ],
    bufferViews,
    buffers: [{ byteLength: binary.length }],
  };
  const pad = (buffer, fill) => Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4, fill)]);
  const chunk = (type, content) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(content.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  const body = Buffer.concat([chunk('JSON', pad(Buffer.from(JSON.stringify(json)), 0x20)), chunk('BIN\0', pad(binary, 0))]);
  const head = Buffer.alloc(12);
  head.write('glTF', 0, 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(12 + body.length, 8);
  return Buffer.concat([head, body]);
}

/** One second of a 440 Hz tone, 8 bit mono. */
export function wav() {
  const samples = Buffer.from(Array.from({ length: 8000 }, (_, i) => 128 + Math.round(40 * Math.sin(rad((i * 440 * 360) / 8000)))));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const kPlan = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800"><rect width="600" height="800" fill="#f2e9d8"/><g fill="none" stroke="#6b4a2b" stroke-width="6"><path d="M60 60h480v680H60z"/><path d="M170 500h260v110H170zM140 260h320v150H140z"/><path d="M300 90l45 26v52l-45 26-45-26v-52z"/></g><path d="M250 740h100v-30H250z" fill="#6b4a2b"/></svg>`;

/** Right-to-left writing that is not closed, Hán-Nôm beyond the first plane of Unicode, quotes. */
export const kScripts = '\u202Eשלום 𡨸喃 “ngoặc” ‘nháy’';

export const kInjection = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script><b>đậm</b> “ngoặc” & ‘nháy’';

function scene(folder, id, more) {
  return { id, north_deg: kNorths[id], panorama: writePanorama(folder, id), links: [], hotspots: [], ...more };
}

export function makeTour(folder) {
  const both = (vi, en) => ({ vi, en });
  const scenes = [
    scene(folder, 'san-truoc', {
      name: both('Sân trước', 'Front court'),
      description: both('Sân gạch Bát Tràng trước tam quan.', 'A court of Bát Tràng brick before the three-arched gate.'),
      alt: both('Sân gạch rộng, hai hàng cây, tam quan ở phía trước.', 'A wide brick court, two rows of trees, the three-arched gate ahead.'),
      initial_view: { yaw_deg: 20, pitch_deg: 0 },
      plan: [0.5, 0.86],
      links: [{ to: 'tien-duong', yaw_deg: 40 }, { to: 'thap-dieu-quang', yaw_deg: -25, pitch_deg: -8 }],
      hotspots: [
        { id: 'bia', yaw_deg: 5, pitch_deg: 4, title: both('Bia đá', 'Stele'), object: 'bia-1' },
        {
          id: 'tam-quan',
          yaw_deg: 32,
          pitch_deg: 12,
          title: both('Tam quan', 'Three-arched gate'),
          text: both('Cổng ba lối vào của chùa.\nMái lợp ngói mũi hài.', 'The gate of three ways.\nIts roof is of scale tiles.'),
          image: { src: 'media/tam quan.jpg', alt: both('Ảnh chụp tam quan', 'Photograph of the gate') },
          object: 'bia-1',
        },
        {
          id: 'chuong',
          yaw_deg: 60,
          pitch_deg: 5,
          title: both('Tiếng chuông', 'Sound of the bell'),
          audio: { src: 'media/chuong.wav', transcript: both('Một hồi chuông.', 'One stroke of the bell.') },
        },
      ],
    }),
    scene(folder, 'tien-duong', {
      name: both(kLong, 'The front hall, seven bays and two wings wide, where the altar of the Three Jewels and the old statues of Liên Phái pagoda stand'),
      alt: both('Gian giữa với ban thờ sơn son thếp vàng.', 'The middle bay with a lacquered and gilded altar.'),
      plan: [0.5, 0.42],
      links: [{ to: 'san-truoc', yaw_deg: 90 }],
      hotspots: [
        { id: 'mot-doan-html', yaw_deg: 0, pitch_deg: 0, title: both(kInjection, kInjection), text: both(kInjection, kInjection) },
        { id: 'phim', yaw_deg: 25, pitch_deg: 0, title: both('Phim tư liệu', 'Film'), video: { src: 'media/khong-co.mp4', transcript: both('Lễ hội năm 2026.', 'The festival of 2026.') } },
      ],
    }),
    scene(folder, 'thap-dieu-quang', {
      name: both('Tháp Diệu Quang', 'Diệu Quang tower'),
      alt: both('Tháp lục giác mười tầng.', 'A hexagonal tower of ten storeys.'),
      plan: [0.5, 0.18],
      links: [{ to: 'san-truoc', yaw_deg: 10 }, { to: 'tien-duong', yaw_deg: -60 }],
      hotspots: [{ id: 'chu-nom', yaw_deg: 30, pitch_deg: 0, title: both(kScripts, kScripts), text: both(kScripts, kScripts) }],
    }),
  ];
  const model = glb();
  write(folder, 'models/bia-1/low.glb', model);
  write(folder, 'models/bia-1/high.glb', model);
  write(folder, 'models/bia-1/model.usdz', Buffer.from('PK'));
  write(folder, 'models/bia-1/poster.jpg', encode(crop(picture(1024, 'thap-dieu-quang', false), 300, 100, 400, 400)));
  const turntable = Array.from({ length: 12 }, (_, i) => ({ src: `models/bia-1/turntable/${String(i + 1).padStart(2, '0')}.jpg` }));
  turntable.forEach(({ src }, i) => write(folder, src, encode(crop(picture(1024, 'thap-dieu-quang', false), 60 * i, 100, 300, 300))));
  write(folder, 'media/tam quan.jpg', encode(crop(picture(1024, 'tien-duong', false), 200, 150, 480, 320)));
  write(folder, 'media/chuong.wav', wav());
  write(folder, 'media/so-do.svg', kPlan);
  const stele = {
    id: 'bia-1',
    name: both('Bia “Liên Phái tự bi ký”', 'Stele “Liên Phái tự bi ký”'),
    description: both('Bia dựng năm Tự Đức thứ mười.', 'Set up in the tenth year of Tự Đức.'),
    alt: both('Bia đá dẹt trên bệ chữ nhật.', 'A flat stone stele on a rectangular base.'),
    poster: 'models/bia-1/poster.jpg',
    turntable,
    models: [
      { tier: 'low', src: 'models/bia-1/low.glb', bytes: model.length, triangles: 24, extensions: [] },
      { tier: 'high', src: 'models/bia-1/high.glb', bytes: 64000000, triangles: 24, extensions: [] },
    ],
    usdz: 'models/bia-1/model.usdz',
    dimensions: { height_mm: 1250, width_mm: 900, depth_mm: 400 },
    inscriptions: [{ original: '蓮派寺碑記', transcription: 'Liên Phái tự bi ký', translation: both('Bài ký trên bia chùa Liên Phái', 'Record on the stele of Liên Phái pagoda') }],
    annotations: [{ id: 'tran-bia', title: both('Trán bia', 'Head of the stele'), text: both('Chạm rồng chầu mặt trời.', 'Dragons adoring the sun.'), position: [0, 1.1, 0.08], normal: [0, 0, 1] }],
    photos: [
      { src: 'media/tam quan.jpg', alt: both('Mặt trước', 'Front side') },
      { src: 'media/so-do.svg', alt: both('Bản vẽ', 'Drawing') },
    ],
  };
  const broken = {
    id: 'tuong-hong',
    name: both('Tượng (mô hình lỗi)', 'Statue (broken model)'),
    alt: both('Pho tượng gỗ.', 'A wooden statue.'),
    poster: 'models/bia-1/poster.jpg',
    models: [{ tier: 'low', src: 'models/khong-co.glb', bytes: 1000, triangles: 10, extensions: [] }],
  };
  const tour = {
    disan_tour: 1,
    id: 'chua-lien-phai',
    name: both('Chùa Liên Phái', 'Liên Phái Pagoda'),
    description: both('Ngôi chùa cổ giữa lòng phường Bạch Mai, dựng năm 1726.', 'An old pagoda in the middle of Bạch Mai ward, founded in 1726.'),
    type: 'architecture-art',
    rank: 'national',
    address: both('Ngõ Chùa Liên Phái, phường Bạch Mai, Hà Nội', 'Chùa Liên Phái lane, Bạch Mai ward, Hà Nội'),
    location: { lat: 21.0093, lon: 105.8534 },
    start: 'san-truoc',
    scenes,
    objects: [stele, broken],
    plan: { src: 'media/so-do.svg', width: 600, height: 800, north_deg: 0 },
    stops: [
      { scene: 'san-truoc', yaw_deg: 32, text: both('Ta bắt đầu từ sân trước, nhìn về tam quan.', 'We begin in the front court and look at the gate.'), audio: { src: 'media/chuong.wav' } },
      { scene: 'tien-duong', yaw_deg: 0, text: both('Tòa Tiền đường là nơi làm lễ.', 'Services are held in the front hall.') },
      { scene: 'thap-dieu-quang', yaw_deg: 0, pitch_deg: 15, text: both('Tháp Diệu Quang là tháp mộ lớn nhất.', 'The Diệu Quang tower is the largest of the stupas.') },
    ],
    rights: { holder: 'Ban quản lý di tích', statement: 'http://rightsstatements.org/vocab/InC/1.0/', credit: both('Ảnh: tổ số hóa', 'Photographs: digitisation team') },
    made_by: 'disan test fixture',
  };
  write(folder, 'tour.json', JSON.stringify(tour));
  return tour;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  makeTour(process.argv[2] ?? 'tour');
}
