// Stills all round an object, turned by dragging, by buttons and by the arrow keys: for a device that
// shows no models.
import type { App } from '../component/app';
import type { Picture, Text } from '../tour/tour';
import { h, rebuild } from './dom';
import { icon } from './icons';

export class Turntable {
  readonly element = h('div', { class: 'turntable', attrs: { role: 'group', tabindex: 0 } });
  readonly #picture = h('img', { attrs: { draggable: 'false' } });
  readonly #buttons = h('div', { class: 'turntable-buttons' });
  #at = 0;
  #grip: { readonly x: number; readonly at: number } | null = null;

  constructor(
    private readonly app: App,
    private readonly stills: readonly Picture[],
    private readonly alt: Text,
  ) {
    this.element.append(this.#picture, this.#buttons);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('pointerdown', (event) => (this.#grip = { x: event.clientX, at: this.#at }));
    this.element.addEventListener('pointermove', (event) => this.#onMove(event));
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
      this.element.addEventListener(end, () => (this.#grip = null));
    }
    this.render();
  }

  render(): void {
    const { app } = this;
    this.element.setAttribute('aria-label', app.say('turntable'));
    rebuild(this.#buttons, [
      this.#button('previous', app.say('turnLeft'), 1),
      this.#button('next', app.say('turnRight'), -1),
    ]);
    this.#show();
  }

  #button(name: 'previous' | 'next', label: string, by: number): HTMLButtonElement {
    return h(
      'button',
      {
        class: 'round-button',
        attrs: { type: 'button', 'aria-label': label, title: label, 'data-key': `turn-${name}` },
        on: { click: () => this.#turnTo(this.#at + by) },
      },
      icon(name),
    );
  }

  #turnTo(at: number): void {
    const count = this.stills.length;
    this.#at = ((at % count) + count) % count;
    this.#show();
  }

  #show(): void {
    const { app } = this;
    this.#picture.src = app.addresses.file(this.stills[this.#at]?.src ?? '');
    this.#picture.alt = app.say('turntableStill', { alt: app.text(this.alt), still: this.#at + 1, count: this.stills.length });
  }

  #onKey(event: KeyboardEvent): void {
    const by = event.key === 'ArrowLeft' ? 1 : event.key === 'ArrowRight' ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      event.stopPropagation();
      this.#turnTo(this.#at + by);
    }
  }

  // The near side follows the hand; a drag across the picture is one whole turn.
  #onMove(event: PointerEvent): void {
    if (this.#grip !== null) {
      const share = (event.clientX - this.#grip.x) / Math.max(1, this.element.clientWidth);
      this.#turnTo(this.#grip.at - Math.round(share * this.stills.length));
    }
  }
}
