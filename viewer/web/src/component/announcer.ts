// What is said besides what is seen: to screen readers where one is and what the picture shows, to
// everyone what went wrong, and that to the embedding page as well.
import type { Scene } from '../tour/tour';
import { h } from '../ui/dom';
import { Toast } from '../ui/toast';
import type { App } from './app';
import { sendEvent, type TourEvents } from './events';

export class Announcer {
  readonly toasts: HTMLElement;
  readonly live = h('p', { class: 'unseen', attrs: { role: 'status', 'aria-live': 'polite' } });
  /** The stage names it as its description. */
  readonly altText = h('p', { class: 'unseen', attrs: { id: 'scene-alt' } });
  readonly #toast = new Toast();
  #warned: string | null = null;

  constructor(
    private readonly app: App,
    private readonly page: EventTarget,
  ) {
    this.toasts = this.#toast.element;
  }

  tell(message: string, tone: 'plain' | 'warning'): void {
    this.#toast.show(message, tone);
  }

  going(scene: Scene): void {
    this.live.textContent = this.app.say('loading', { name: this.app.text(scene.name) });
  }

  arrived(scene: Scene): void {
    this.#warned = null;
    this.live.textContent = this.app.say('arrived', { name: this.app.text(scene.name) });
  }

  describe(scene: Scene): void {
    this.altText.textContent = this.app.text(scene.alt);
  }

  sceneFailed(scene: Scene): void {
    this.#wentWrong('scene', this.app.say('sceneFailed', { name: this.app.text(scene.name) }));
  }

  /** Once for each stay in a scene. */
  pictureMissing(): void {
    const key = this.app.scene?.id ?? '';
    if (this.#warned !== key) {
      this.#warned = key;
      this.#wentWrong('picture', this.app.say('tilesMissing'));
    }
  }

  #wentWrong(kind: TourEvents['disan-error']['kind'], message: string): void {
    this.tell(message, 'warning');
    sendEvent(this.page, 'disan-error', { kind, message });
  }
}
