// The address of a place in the tour: #/san-truoc?yaw=40&pitch=-5&object=bia-1&lang=en
// The yaw is that of tour.json, so that an address can be made without a viewer.
import { clampPitch, wrapYaw, type View } from '../geometry/angles';
import type { Language } from './tour';

export interface Place {
  readonly scene: string | null;
  readonly view: View | null;
  readonly hotspot: string | null;
  readonly object: string | null;
  readonly language: Language | null;
}

/** Never throws; what cannot be understood is left out. */
export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const fields = new URLSearchParams(query);
  const yaw = finite(fields.get('yaw'));
  const pitch = finite(fields.get('pitch'));
  const language = fields.get('lang');
  return {
    scene: identifier(path),
    view: yaw === null && pitch === null ? null : { yawDeg: wrapYaw(yaw ?? 0), pitchDeg: clampPitch(pitch ?? 0) },
    hotspot: identifier(fields.get('hotspot')),
    object: identifier(fields.get('object')),
    language: language === 'vi' || language === 'en' ? language : null,
  };
}

export function formatPlace(place: Place): string {
  const fields: string[] = [];
  if (place.view !== null) {
    fields.push(`yaw=${tenth(wrapYaw(place.view.yawDeg))}`, `pitch=${tenth(place.view.pitchDeg)}`);
  }
  if (place.hotspot !== null) {
    fields.push(`hotspot=${place.hotspot}`);
  }
  if (place.object !== null) {
    fields.push(`object=${place.object}`);
  }
  if (place.language !== null) {
    fields.push(`lang=${place.language}`);
  }
  return `#/${place.scene ?? ''}${fields.length > 0 ? `?${fields.join('&')}` : ''}`;
}

function identifier(text: string | null): string | null {
  return text !== null && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) ? text : null;
}

function finite(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function tenth(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}
