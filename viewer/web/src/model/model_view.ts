// The 3D model: Google's model-viewer with every decoder from our own folder. This file and all it
// brings are fetched when a visitor opens a model, not before.
import '@google/model-viewer';
import type { ModelViewerElement } from '@google/model-viewer';

import type { Annotation, Text, Vector } from '../tour/tour';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';

export interface ModelViewOptions {
  readonly src: string;
  readonly iosSrc: string | null;
  readonly ar: boolean;
  readonly posterDeg: number;
  readonly annotations: readonly Annotation[];
  readonly onProgress: (share: number) => void;
  readonly onLoaded: () => void;
  readonly onFailed: () => void;
  readonly onAnnotation: (index: number) => void;
}

/** What is said on and about the model; asked again when the language changes. */
export interface ModelWords {
  readonly alt: string;
  readonly ar: string;
  readonly leaveAr: string;
  readonly text: (text: Text) => string;
}

export class ModelView {
  readonly element: ModelViewerElement;
  readonly #arButton = h('button', { class: 'main-button ar-button', attrs: { slot: 'ar-button', type: 'button' } });
  readonly #leaveAr = h('button', { class: 'round-button leave-ar', attrs: { slot: 'exit-webxr-ar-button', type: 'button' } }, icon('close'));
  readonly #pins: readonly HTMLButtonElement[];

  constructor(private readonly options: ModelViewOptions) {
    const element = document.createElement('model-viewer') as ModelViewerElement;
    element.setAttribute('camera-controls', '');
    element.setAttribute('interaction-prompt', 'none');
    element.setAttribute('shadow-intensity', '0.9');
    element.setAttribute('shadow-softness', '0.8');
    element.setAttribute('exposure', '0.92');
    element.setAttribute('touch-action', 'pan-y');
    // From where the poster was taken, so that the one becomes the other.
    element.setAttribute('camera-orbit', `${options.posterDeg}deg 78deg auto`);
    element.setAttribute('min-camera-orbit', 'auto 0deg auto');
    if (options.ar) {
      element.setAttribute('ar', '');
      element.setAttribute('ar-modes', 'webxr scene-viewer quick-look');
      element.setAttribute('ar-scale', 'fixed');
      if (options.iosSrc !== null) {
        element.setAttribute('ios-src', options.iosSrc);
      }
    }
    // Without one of ours model-viewer shows its own, in English.
    element.append(this.#arButton, this.#leaveAr, h('span', { attrs: { slot: 'progress-bar', hidden: true } }));
    this.#pins = options.annotations.map((note, i) => this.#pin(note, i));
    element.append(...this.#pins);
    element.addEventListener('progress', (event) => {
      options.onProgress(progressOf(event));
    });
    element.addEventListener('load', () => options.onLoaded());
    element.addEventListener('error', () => options.onFailed());
    element.src = options.src;
    this.element = element;
  }

  say(words: ModelWords): void {
    this.element.alt = words.alt;
    this.#arButton.textContent = words.ar;
    this.#leaveAr.setAttribute('aria-label', words.leaveAr);
    this.#pins.forEach((pin, i) => {
      const note = this.options.annotations[i];
      if (note !== undefined) {
        pin.setAttribute('aria-label', `${i + 1}. ${words.text(note.title)}`);
        pin.title = words.text(note.title);
      }
    });
  }

  /** Another file of the same model; the visitor's angle is kept. */
  replace(src: string): void {
    const orbit = this.element.getCameraOrbit();
    this.element.cameraOrbit = orbit.toString();
    this.element.src = src;
  }

  lookAt(index: number): void {
    const note = this.options.annotations[index];
    if (note === undefined) {
      return;
    }
    this.element.cameraTarget = metres(note.position);
    if (note.normal !== null) {
      const [x, y, z] = note.normal;
      const theta = Math.atan2(x, z);
      const phi = Math.acos(Math.min(1, Math.max(-1, y / Math.max(1e-9, Math.hypot(x, y, z)))));
      this.element.cameraOrbit = `${theta}rad ${Math.min(2.6, Math.max(0.5, phi))}rad 70%`;
    }
    this.#pins.forEach((pin, i) => pin.classList.toggle('pin-current', i === index));
  }

  #pin(note: Annotation, index: number): HTMLButtonElement {
    const attrs: Record<string, string> = {
      type: 'button',
      slot: `hotspot-${note.id}`,
      'data-position': metres(note.position),
    };
    if (note.normal !== null) {
      attrs['data-normal'] = note.normal.join(' ');
    }
    return h('button', { class: 'pin', attrs, on: { click: () => this.options.onAnnotation(index) } }, String(index + 1));
  }
}

function metres(vector: Vector): string {
  return vector.map((value) => `${value}m`).join(' ');
}

/** model-viewer's own progress event; its type says it is the browser's. */
function progressOf(event: Event): number {
  const detail: unknown = 'detail' in event ? event.detail : null;
  const share = typeof detail === 'object' && detail !== null && 'totalProgress' in detail ? detail.totalProgress : 0;
  return typeof share === 'number' ? share : 0;
}
