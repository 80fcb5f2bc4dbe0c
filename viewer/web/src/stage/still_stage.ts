// The flat picture, for devices without WebGL: the whole panorama in one strip to scroll sideways,
// with the same signs at their places.
import { directionAt, equirectangularPlace, type View } from '../geometry/angles';
import type { Scene } from '../tour/tour';
import { h } from '../ui/dom';
import type { Addresses } from './address';
import { hotspotSign, linkSign, type Sign } from './signs';
import type { Stage, StageEvents, StageLabels } from './stage';

export class StillStage implements Stage {
  readonly #strip = h('div', { class: 'still-strip' });
  readonly #scroller = h('div', { class: 'still', attrs: { tabindex: -1 } }, this.#strip);
  #signs: readonly Sign[] = [];
  #frame = 0;

  constructor(
    container: HTMLElement,
    private readonly addresses: Addresses,
    private readonly labels: StageLabels,
    private readonly events: StageEvents,
  ) {
    container.append(this.#scroller);
    this.#scroller.addEventListener('scroll', () => this.#tellView(), { passive: true });
    this.#strip.addEventListener('click', (event) => {
      const place = this.#strip.getBoundingClientRect();
      this.events.onPick?.(directionAt((event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height));
    });
    this.#scroller.addEventListener('pointerdown', () => this.events.onTouch(), { passive: true });
  }

  async show(scene: Scene, view: View, signal: AbortSignal): Promise<boolean> {
    const image = h('img', { attrs: { alt: '', src: this.addresses.file(scene.panorama.fallback) } });
    try {
      await image.decode();
    } catch {
      image.src = this.addresses.file(scene.panorama.preview);
      this.events.onPictureMissing();
      await image.decode();
    }
    if (signal.aborted) {
      return false;
    }
    const placed = (sign: Sign, at: View): HTMLElement => {
      const place = equirectangularPlace(at);
      return h('div', { class: 'still-sign', style: { left: `${place.x * 100}%`, top: `${place.y * 100}%` } }, sign.element);
    };
    const signs: Sign[] = [];
    const places: HTMLElement[] = [];
    for (const link of scene.links) {
      const sign = linkSign(link, this.labels, this.events);
      signs.push(sign);
      places.push(placed(sign, link));
    }
    for (const spot of scene.hotspots) {
      const sign = hotspotSign(scene, spot, this.labels, this.events);
      signs.push(sign);
      places.push(placed(sign, spot));
    }
    this.#signs = signs;
    this.#strip.replaceChildren(image, ...places);
    this.look(view, false);
    this.#tellView();
    return true;
  }

  view(): View {
    const { scrollLeft, clientWidth, scrollWidth } = this.#scroller;
    return directionAt((scrollLeft + clientWidth / 2) / Math.max(1, scrollWidth), 0.5);
  }

  look(view: View, smooth: boolean): void {
    const place = equirectangularPlace(view);
    const left = place.x * this.#scroller.scrollWidth - this.#scroller.clientWidth / 2;
    this.#scroller.scrollTo({ left, behavior: smooth ? 'smooth' : 'instant' });
  }

  zoomBy(): void {
    // A flat strip has one size: the browser's own zoom serves.
  }

  setRotating(): void {
    // Nothing turns by itself without WebGL.
  }

  relabel(): void {
    this.#signs.forEach((sign) => sign.relabel());
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#scroller.remove();
  }

  #tellView(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { clientWidth, scrollWidth } = this.#scroller;
      this.events.onView(this.view(), (clientWidth / Math.max(1, scrollWidth)) * 360);
    });
  }
}
