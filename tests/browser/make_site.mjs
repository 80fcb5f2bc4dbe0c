// A site folder whose pictures are those of make_tour.mjs: small enough to build in seconds, and with
// one of everything that a page has to carry: links, points with text, picture and sound, an object
// with a model and a note on it, a plan, stops, and text that would like to be HTML.
import { execFileSync } from 'node:child_process';

import { encode, kInjection, kNorths, picture, wav, write } from './make_tour.mjs';
import { kProgram } from './support.mjs';

const kScenes = { 'san-truoc': ['Sân trước', 'Front court'], 'tien-duong': ['Tiền đường </script><!--', 'Front hall </script><!--'] };

/** A ball of 40 cm, each point coloured by its height, in millimetres. */
function ball() {
  const [rings, sides, radius] = [24, 48, 200];
  const points = [];
  const faces = [];
  for (let ring = 0; ring <= rings; ++ring) {
    const up = (Math.PI * ring) / rings;
    for (let side = 0; side < sides; ++side) {
      const turn = (2 * Math.PI * side) / sides;
      const [x, y, z] = [Math.sin(up) * Math.cos(turn), Math.cos(up), Math.sin(up) * Math.sin(turn)];
      points.push(`${(x * radius).toFixed(3)} ${(y * radius + radius).toFixed(3)} ${(z * radius).toFixed(3)} 230 ${Math.round(90 + 60 * y)} 40`);
      if (ring < rings) {
        const at = (r, s) => r * sides + (s % sides);
        faces.push(`3 ${at(ring, side)} ${at(ring, side + 1)} ${at(ring + 1, side)}`, `3 ${at(ring + 1, side)} ${at(ring, side + 1)} ${at(ring + 1, side + 1)}`);
      }
    }
  }
  const properties = ['float x', 'float y', 'float z', 'uchar red', 'uchar green', 'uchar blue'].map((name) => `property ${name}`).join('\n');
  return `ply\nformat ascii 1.0\nelement vertex ${points.length}\n${properties}\nelement face ${faces.length}\nproperty list uchar int vertex_indices\nend_header\n${points.join('\n')}\n${faces.join('\n')}\n`;
}

const text = (vi, en) => `{vi: ${JSON.stringify(vi)}, en: ${JSON.stringify(en)}}`;

export function makeSite(folder) {
  for (const id of Object.keys(kScenes)) {
    write(folder, `sessions/2026-05-10/${id}.jpg`, encode(picture(2048, id, true), 88));
  }
  write(folder, 'sessions/2026-05-10/qua-cau.ply', ball());
  write(folder, 'media/tam quan.jpg', encode(picture(256, 'tien-duong', false)));
  write(folder, 'media/chuong.wav', wav());
  write(folder, 'site.yaml', `disan: 1\nid: chua-mau\nname: ${text('Chùa Mẫu “</title><script>window.pwned=1</script>”', 'Sample Pagoda')}\nrank: national\ntype: architecture-art\ndescription: ${text(kInjection, kInjection)}\n`);
  write(
    folder,
    'sessions/2026-05-10/session.yaml',
    `disan: 1
capture: {date: 2026-05-10, operator: Tổ số hóa, permission: có}
rights: {holder: UBND phường, statement: "http://rightsstatements.org/vocab/InC/1.0/", access: public}
scenes:
${Object.entries(kScenes).map(([id, [vi, en]]) => `  - {id: ${id}, name: ${text(vi, en)}, description: ${text(`Cảnh ${vi}`, `Scene ${en}`)}, panorama: ${id}.jpg, north_deg: ${-kNorths[id]}}`).join('\n')}
objects:
  - {id: qua-cau, name: ${text('Quả cầu đá', 'Stone ball')}, scans: [qua-cau.ply], units: mm, up: y}
`,
  );
  writeTour(folder, 'Cổng ba lối vào.');
}

/** tour.yaml with a sentence to look for, so that a test can tell one build from the next. */
export function writeTour(folder, sentence) {
  write(
    folder,
    'tour.yaml',
    `disan: 1
start: san-truoc
scenes:
  san-truoc:
    view: {yaw_deg: 20, pitch_deg: 0}
    links: [{to: tien-duong, yaw_deg: 40}]
    hotspots:
      - {yaw_deg: 5, pitch_deg: 4, title: ${text('Tam quan', 'Gate')}, text: ${text(sentence, 'The gate of three ways.')}, image: media/tam quan.jpg}
      - {yaw_deg: 60, pitch_deg: 5, title: ${text('Tiếng chuông', 'Bell')}, audio: media/chuong.wav}
      - {yaw_deg: -15, pitch_deg: 5, title: ${text('Quả cầu', 'Ball')}, object: qua-cau}
  tien-duong:
    links: [{to: san-truoc, yaw_deg: 90}]
    hotspots: [{yaw_deg: 0, pitch_deg: 0, title: ${text(kInjection, kInjection)}, text: ${text(kInjection, kInjection)}}]
objects:
  qua-cau:
    annotations: [{point: [0, 0.4, 0], normal: [0, 1, 0], title: ${text('Đỉnh', 'Top')}, text: ${text('Chỗ cao nhất.', 'The highest place.')}}]
stops: [{scene: san-truoc, yaw_deg: 5, text: ${text('Một', 'One')}}, {scene: tien-duong, yaw_deg: 0, text: ${text('Hai', 'Two')}}]
`,
  );
}

/** `disan COMMAND...`; a doubtful end (1) is good enough, its words are in the answer. */
export function disan(...parameters) {
  try {
    return execFileSync(kProgram, ['--lang', 'en', ...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error.status !== 1) {
      throw new Error(`disan ${parameters.join(' ')} ended with ${error.status}:\n${error.stdout}\n${error.stderr}`);
    }
    return error.stdout;
  }
}
