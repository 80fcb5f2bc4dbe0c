// The model under review, with remarks pinned to points of it.
import { viewerBase } from '../component/viewer_base';
import { useOwnDecoders } from '../model/decoders';
import type { ModelView } from '../model/model_view';
import { hasWebGl } from '../stage/stage';
import { kPosterDeg } from '../tour/tour';
import { h } from '../ui/dom';
import type { Mark, PanelEvents, ResultPanel } from './panel';
import type { Pin } from './review';

export interface ModelPanelOptions {
  readonly src: string;
  readonly alt: string;
  readonly onProgress: (percent: number) => void;
  readonly events: PanelEvents;
}

const kClickMovesAtMostPx = 5;

export class ModelPanel implements ResultPanel {
  readonly element = h('div', { class: 'stage model-stage' });
  #view: ModelView | null = null;
  #marks: readonly Mark[] = [];
  #closed = false;
  #pressed: readonly [number, number] | null = null;

  constructor(private readonly options: ModelPanelOptions) {}

  async open(): Promise<void> {
    if (!hasWebGl()) {
      throw new Error('no WebGL');
    }
    useOwnDecoders(viewerBase());
    const { ModelView } = await import('../model/model_view');
    if (this.#closed) {
      return;
    }
    const { src, alt } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#view = new ModelView({
        src,
        iosSrc: null,
        ar: false,
        posterDeg: kPosterDeg,
        annotations: [],
        onProgress: (share) => this.options.onProgress(Math.floor(share * 100)),
        onLoaded: resolve,
        onFailed: () => reject(new Error(src)),
        onAnnotation: () => undefined,
      });
      this.#view.say({ alt, ar: '', leaveAr: '', text: (text) => text.vi });
      this.#listen(this.#view.element);
      this.element.replaceChildren(this.#view.element);
    });
    this.mark(this.#marks);
  }

  mark(marks: readonly Mark[]): void {
    this.#marks = marks;
    const element = this.#view?.element;
    if (element === undefined) {
      return;
    }
    element.querySelectorAll('.pin').forEach((pin) => pin.remove());
    element.append(...marks.flatMap((mark) => this.#pin(mark)));
  }

  lookAt(at: Pin): void {
    const element = this.#view?.element;
    if (element !== undefined && 'point' in at) {
      element.cameraTarget = metres(at.point);
    }
  }

  middle(): Pin | null {
    const place = this.#view?.element.getBoundingClientRect();
    return place === undefined ? null : this.#pointAt(place.left + place.width / 2, place.top + place.height / 2);
  }

  close(): void {
    this.#closed = true;
    this.#view?.element.remove();
    this.#view = null;
  }

  #listen(element: HTMLElement): void {
    element.addEventListener('pointerdown', (event) => (this.#pressed = [event.clientX, event.clientY]));
    element.addEventListener('click', (event) => {
      const [x, y] = this.#pressed ?? [event.clientX, event.clientY];
      // A drag that ends over the model is no click, nor is one on a pin.
      const moved = Math.hypot(event.clientX - x, event.clientY - y);
      const at = moved <= kClickMovesAtMostPx && event.target === element ? this.#pointAt(event.clientX, event.clientY) : null;
      if (at !== null) {
        this.options.events.onPick(at);
      }
    });
  }

  #pointAt(x: number, y: number): Pin | null {
    const hit = this.#view?.element.positionAndNormalFromPoint(x, y) ?? null;
    const exact = (metre: number): number => Math.round(metre * 1e5) / 1e5;
    return hit === null ? null : { point: [exact(hit.position.x), exact(hit.position.y), exact(hit.position.z)] };
  }

  #pin(mark: Mark): readonly HTMLElement[] {
    if (!('point' in mark.at)) {
      return [];
    }
    const { number } = mark;
    const attrs = { type: 'button', slot: `hotspot-${number ?? 'moi'}`, 'data-position': metres(mark.at.point), 'aria-label': mark.name, title: mark.name };
    const click = (): void => (number === null ? undefined : this.options.events.onMark(number));
    return [h('button', { class: number === null ? 'pin pin-new' : 'pin', attrs, on: { click } }, number === null ? '+' : String(number))];
  }
}

function metres(vector: readonly number[]): string {
  return vector.map((value) => `${value}m`).join(' ');
}
