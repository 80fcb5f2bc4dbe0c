// What the server tells of a review, as the page knows it; and the one place where its JSON becomes
// that. pipeline/review/review_desk.h is the other side.
import type { View } from '../geometry/angles';
import { JsonReader, type JsonObject, type Problem } from '../tour/json_reader';
import type { Text, Vector } from '../tour/tour';
import type { PhotoPose } from './photo_direction';

export const kVerdicts = ['approved', 'sent-back', 'remark'] as const;
export type Verdict = (typeof kVerdicts)[number];
export const kStates = ['open', 'approved', 'needs-second', 'sent-back', 'lapsed'] as const;
export type State = (typeof kStates)[number];
export type Kind = 'scene' | 'object';

export type Pin = { readonly view: View } | { readonly point: Vector };

export interface Entry {
  readonly time: string;
  readonly reviewer: string;
  readonly asset: string;
  readonly sha256: string;
  readonly verdict: Verdict;
  readonly text: string;
  readonly at: Pin | null;
}

export interface Asset {
  readonly asset: string;
  readonly kind: Kind;
  readonly id: string;
  readonly name: Text;
  readonly sha256: string;
  readonly state: State;
  readonly operator: string;
  readonly session: string;
  readonly photos: number;
}

export interface Review {
  readonly site: Text;
  readonly assets: readonly Asset[];
  readonly log: readonly Entry[];
  readonly said: readonly Text[];
}

export interface SourcePhoto {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly status: string;
  readonly reason: Text | null;
  readonly pose: PhotoPose | null;
}

export interface About {
  readonly sha256: string;
  readonly report: JsonObject;
  readonly photos: readonly SourcePhoto[];
  readonly sheet: boolean;
  readonly deviationMap: string | null;
  /** Of a scene: what the panorama is cut into. */
  readonly panorama: PanoramaFacts | null;
}

export interface PanoramaFacts {
  readonly width: number;
  readonly height: number;
  readonly levels: readonly { readonly width: number; readonly height: number; readonly cols: number; readonly rows: number }[];
}

const kPlainText = (r: JsonReader): Text => ({ vi: r.string('vi'), en: r.string('en') });

function pin(r: JsonReader): Pin {
  const point = r.numbers('point', 3);
  return point === null
    ? { view: { yawDeg: r.number('yaw_deg', -360, 360), pitchDeg: r.number('pitch_deg', -90, 90) } }
    : { point: [point[0] ?? 0, point[1] ?? 0, point[2] ?? 0] };
}

function entry(r: JsonReader): Entry {
  return {
    time: r.string('time'),
    reviewer: r.string('reviewer'),
    asset: r.string('asset'),
    sha256: r.string('sha256'),
    verdict: r.word('verdict', kVerdicts) ?? 'remark',
    text: r.stringOr('text', ''),
    at: r.objectOr('at', pin),
  };
}

function asset(r: JsonReader): Asset {
  return {
    asset: r.string('asset'),
    kind: r.word('kind', ['scene', 'object'] as const) ?? 'scene',
    id: r.string('id'),
    name: r.object('name', kPlainText),
    sha256: r.string('sha256'),
    state: r.word('state', kStates) ?? 'open',
    operator: r.string('operator'),
    session: r.string('session'),
    photos: r.number('photos', 0, 1e6),
  };
}

/** Throws when the server is of another version than the page. */
function whole<T>(json: unknown, read: (reader: JsonReader) => T): T {
  const problems: Problem[] = [];
  const value = read(new JsonReader(json, '', problems));
  const first = problems[0];
  if (first !== undefined) {
    throw new Error(`${first.place}: ${first.expected}`);
  }
  return value;
}

export function readReview(json: unknown): Review {
  return whole(json, (r) => ({
    site: r.object('site', (s) => s.object('name', kPlainText)),
    assets: r.list('assets', asset),
    log: r.list('log', entry),
    said: r.list('said', kPlainText),
  }));
}

export function readAbout(json: unknown): About {
  return whole(json, (r) => {
    const report = r.raw('report');
    return {
      sha256: r.string('sha256'),
      report: typeof report === 'object' && report !== null ? (report as JsonObject) : {},
      photos: r.list('photos', (p) => ({
        name: p.string('name'),
        width: p.number('width', 0, 1e6),
        height: p.number('height', 0, 1e6),
        status: p.stringOr('status', ''),
        reason: p.objectOr('reason', kPlainText),
        pose: p.objectOr('pose', (q) => ({
          yawDeg: q.number('yaw_deg', -1e5, 1e5),
          pitchDeg: q.number('pitch_deg', -1e5, 1e5),
          rollDeg: q.number('roll_deg', -1e5, 1e5),
          hfovDeg: q.number('hfov_deg', 0, 360),
          fisheye: q.raw('fisheye') === true,
        })),
      })),
      sheet: r.raw('sheet') === true,
      deviationMap: r.stringOr('deviation_map', null),
      panorama: r.objectOr('panorama', (p) => ({
        width: p.number('width', 1, 1e6),
        height: p.number('height', 1, 1e6),
        levels:
          p.objectOr('tiles', (t) =>
            t.list('levels', (l) => ({
              width: l.number('width', 1, 1e6),
              height: l.number('height', 1, 1e6),
              cols: l.number('cols', 1, 64),
              rows: l.number('rows', 1, 32),
            })),
          ) ?? [],
      })),
    };
  });
}

export function folderOf(of: Asset): string {
  return `review/${of.kind === 'scene' ? 'scenes' : 'objects'}/${of.id}`;
}
