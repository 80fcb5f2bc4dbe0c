// Where a scene is shown. Two kinds: the sphere (panorama_stage.ts, WebGL, loaded when it is needed)
// and the flat picture (still_stage.ts) for devices without WebGL. The component knows only this.
import type { View } from '../geometry/angles';
import type { Hotspot, Link, Scene } from '../tour/tour';

export interface StageEvents {
  /** The visitor looks elsewhere; hfovDeg is the width of the view. */
  readonly onView: (view: View, hfovDeg: number) => void;
  readonly onLink: (link: Link) => void;
  readonly onHotspot: (scene: Scene, hotspot: Hotspot) => void;
  /** A tile or preview could not be loaded; what is there stays. */
  readonly onPictureMissing: () => void;
  /** The visitor's hand on the picture: stops what moves by itself. */
  readonly onTouch: () => void;
  /** A click on the picture itself, where it is; only the review listens. */
  readonly onPick?: (view: View) => void;
}

/** What the stage asks when it labels its buttons; answers follow the language. */
export interface StageLabels {
  readonly link: (link: Link) => { readonly name: string; readonly label: string };
  readonly hotspot: (hotspot: Hotspot) => { readonly name: string; readonly label: string };
}

export interface Stage {
  /** Loads and shows a scene. False when a later call overtook it; throws when it cannot be shown. */
  show(scene: Scene, view: View, signal: AbortSignal): Promise<boolean>;
  view(): View;
  look(view: View, smooth: boolean): void;
  zoomBy(levels: number): void;
  setRotating(rotating: boolean): void;
  relabel(): void;
  destroy(): void;
}

/** The right picture for a hotspot's button. */
export function hotspotIcon(hotspot: Hotspot): 'text' | 'image' | 'audio' | 'video' | 'object' {
  if (hotspot.object !== null) {
    return 'object';
  }
  if (hotspot.video !== null) {
    return 'video';
  }
  if (hotspot.audio !== null) {
    return 'audio';
  }
  return hotspot.image !== null ? 'image' : 'text';
}

export function prefersReducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export function hasWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
