// Outputs of several sites and a PMTiles map, for the portal's tests. Names and places are those of
// relics in Hà Nội; texts say that this is sample data, and the pictures are those of make_tour.mjs.
// Usage: node make_portal.mjs FOLDER
import { createRequire } from 'node:module';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { kInjection, makeTour } from './make_tour.mjs';

const require = createRequire(new URL('../../viewer/web/package.json', import.meta.url));
const { zxyToTileId } = require('pmtiles');

const both = (vi, en) => ({ vi, en });

/** id, names, rank, type, place. The rank of one is left out, as is the place of another. */
export const kSites = [
  ['van-mieu', 'Văn Miếu – Quốc Tử Giám', 'Temple of Literature', 'special-national', 'history', [21.0294, 105.8355]],
  ['den-ngoc-son', 'Đền Ngọc Sơn', 'Ngọc Sơn Temple', 'special-national', 'scenic', [21.0307, 105.8524]],
  ['den-bach-ma', 'Đền Bạch Mã', 'Bạch Mã Temple', 'special-national', 'history', [21.036, 105.8517]],
  ['o-quan-chuong', 'Ô Quan Chưởng', 'Quan Chưởng Gate', 'national', 'history', [21.0374, 105.8527]],
  ['chua-tran-quoc', 'Chùa Trấn Quốc', 'Trấn Quốc Pagoda', 'national', 'architecture-art', [21.0479, 105.8369]],
  ['den-quan-thanh', 'Đền Quán Thánh', 'Quán Thánh Temple', 'special-national', 'history', [21.0431, 105.8365]],
  ['dinh-kim-lien', 'Đình Kim Liên', 'Kim Liên Communal House', 'special-national', 'history', [21.0087, 105.8397]],
  ['nha-tho-ho-mau', 'Nhà thờ họ (mẫu)', 'A family shrine (sample)', null, null, null],
];

function write(folder, path, content) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function recordOf(tour) {
  const items = (list) => list.map(({ id, name }) => ({ id, name }));
  const { type, rank, location } = tour;
  const site = { id: tour.id, name: tour.name, description: tour.description, address: { ward: 'Bạch Mai', city: 'Hà Nội' } };
  return {
    disan_record: 1,
    site: { ...site, ...(type && { type }), ...(rank && { rank }), ...(location && { location: { wgs84: location, given: 'wgs84' } }) },
    scenes: items(tour.scenes),
    objects: items(tour.objects),
  };
}

function writeOutput(out, tour) {
  write(out, 'web/tour.json', JSON.stringify(tour));
  write(out, 'record/record.json', JSON.stringify(recordOf(tour)));
}

/** makeTour leaves in what a viewer has to live with and an export refuses. */
function soundTour(tour) {
  const [court, hall, tower] = tour.scenes;
  hall.hotspots = hall.hotspots.filter((spot) => spot.id !== 'phim');
  // The colours of the fixture turn by heading; where the arrows stand is not on one line.
  for (const scene of tour.scenes) {
    scene.links.forEach((link) => (link.bend = true));
  }
  hall.links.push({ to: tower.id, yaw_deg: 0, bend: true });
  court.name = both('Sân trước', 'Front court');
  return { ...tour, objects: tour.objects.filter((object) => object.id !== 'tuong-hong') };
}

function smallTour(of, [id, vi, en, rank, type, place]) {
  const scene = { ...of.scenes[0], name: both(`Sân ${vi}`, `Court of ${en}`), description: undefined, links: [], hotspots: [] };
  return {
    ...of,
    id,
    name: both(vi, en),
    description: both('Dữ liệu thử: ảnh do chương trình tạo ra.', 'Sample data: the pictures are made by a program.'),
    address: both('Hà Nội', 'Hà Nội'),
    type: type ?? undefined,
    rank,
    location: place === null ? null : { lat: place[0], lon: place[1] },
    scenes: [scene],
    objects: [],
    plan: null,
    stops: [],
  };
}

/** The folders of the outputs; the first is chùa Liên Phái with all that a tour can have. */
export function makeOutputs(folder) {
  const first = join(folder, 'chua-lien-phai');
  const tour = soundTour(makeTour(join(first, 'web')));
  writeOutput(first, tour);
  const outputs = [first];
  for (const site of kSites) {
    const out = join(folder, site[0]);
    cpSync(join(first, 'web/scenes/san-truoc'), join(out, 'web/scenes/san-truoc'), { recursive: true });
    const small = smallTour(tour, site);
    if (site[0] === 'nha-tho-ho-mau') {
      small.description = both(kInjection, kInjection);
      small.scenes[0].description = both(`${kInjection}\nGạch cổ`, `${kInjection}\nOld bricks`);
    }
    writeOutput(out, small);
    outputs.push(out);
  }
  return outputs;
}

// PMTiles, version 3 (github.com/protomaps/PMTiles): a header, one directory, metadata, tiles. Nothing is compressed.
const varint = (value) => {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      return Buffer.from([...bytes, rest]);
    }
    bytes.push((rest % 128) | 128);
  }
};
const packed = (values) => Buffer.concat(values.map(varint));
const field = (number, content) =>
  typeof content === 'number' ? Buffer.concat([varint(number << 3), varint(content)]) : Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
const zigzag = (value) => (value << 1) ^ (value >> 31);

/** One layer of a vector tile; `paths` are lists of points, closed when `polygon`. */
function layer(name, polygon, paths) {
  const features = paths.map((points) => {
    const steps = points.map(([x, y], i) => [x - (i > 0 ? points[i - 1][0] : 0), y - (i > 0 ? points[i - 1][1] : 0)].map(zigzag));
    const geometry = [9, ...steps[0], ((points.length - 1) << 3) | 2, ...steps.slice(1).flat(), ...(polygon ? [15] : [])];
    return field(2, Buffer.concat([field(3, polygon ? 3 : 2), field(4, packed(geometry))]));
  });
  return field(3, Buffer.concat([field(15, 2), field(1, Buffer.from(name)), ...features, field(5, 4096)]));
}

export function makeMap(file, [lat, lon] = [21.03, 105.845], zoom = 12) {
  const side = 2 ** zoom;
  const x = Math.floor(((lon + 180) / 360) * side);
  const radians = (lat * Math.PI) / 180;
  const y = Math.floor(((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * side);
  const grid = Array.from({ length: 15 }, (_, i) => 128 + i * 256).flatMap((at) => [[[at, 0], [at, 4096]], [[0, at], [4096, at]]]);
  const tile = Buffer.concat([
    layer('earth', true, [[[0, 0], [4096, 0], [4096, 4096], [0, 4096]]]),
    layer('water', true, [[[2600, 0], [3400, 0], [3900, 4096], [3100, 4096]]]),
    layer('roads', false, grid),
  ]);
  const ids = [];
  for (let dx = -1; dx <= 1; ++dx) {
    for (let dy = -1; dy <= 1; ++dy) {
      ids.push(zxyToTileId(zoom, x + dx, y + dy));
    }
  }
  ids.sort((a, b) => a - b);
  const deltas = ids.map((id, i) => id - (i > 0 ? ids[i - 1] : 0));
  const ones = ids.map(() => 1);
  const directory = packed([ids.length, ...deltas, ...ones, ...ids.map(() => tile.length), ...ones]);
  const metadata = Buffer.from(JSON.stringify({ attribution: '<b>&copy; bản đồ thử</b>', vector_layers: ['earth', 'water', 'roads'].map((id) => ({ id, fields: {} })) }));
  const header = Buffer.alloc(127);
  header.write('PMTiles\x03', 'latin1');
  const place = [127, directory.length, 127 + directory.length, metadata.length, 127 + directory.length + metadata.length, 0, 127 + directory.length + metadata.length, tile.length, ids.length, ids.length, 1];
  place.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i));
  Buffer.from([0, 1, 1, 1, zoom, zoom]).copy(header, 96);
  [105.7, 20.95, 105.95, 21.1].forEach((value, i) => header.writeInt32LE(Math.round(value * 1e7), 102 + 4 * i));
  header[118] = zoom;
  [lon, lat].forEach((value, i) => header.writeInt32LE(Math.round(value * 1e7), 119 + 4 * i));
  writeFileSync(file, Buffer.concat([header, directory, metadata, tile]));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? 'portal';
  console.log(makeOutputs(folder).join(' '));
  makeMap(join(folder, 'map.pmtiles'));
}
