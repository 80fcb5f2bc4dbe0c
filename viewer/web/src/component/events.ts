// Events that <disan-tour> sends to its page. All bubble and cross shadow boundaries.
import type { Language } from '../tour/tour';

export interface TourEvents {
  /** The tour was read; its first scene is being loaded. */
  'disan-ready': { readonly id: string; readonly scenes: number; readonly objects: number };
  'disan-scene': { readonly scene: string };
  /** The visitor looks elsewhere; at most ten times a second. */
  'disan-view': { readonly scene: string; readonly yawDeg: number; readonly pitchDeg: number };
  'disan-hotspot': { readonly scene: string; readonly hotspot: string };
  'disan-object': { readonly object: string };
  'disan-language': { readonly language: Language };
  'disan-error': { readonly kind: 'tour' | 'scene' | 'picture'; readonly message: string };
}

export function sendEvent<K extends keyof TourEvents>(target: EventTarget, type: K, detail: TourEvents[K]): void {
  target.dispatchEvent(new CustomEvent<TourEvents[K]>(type, { detail, bubbles: true, composed: true }));
}
