// Short messages that come and go, read out by screen readers.
import { h } from './dom';
import { icon } from './icons';

const kShownMs = 7000;

export class Toast {
  readonly element = h('div', { class: 'toasts', attrs: { role: 'status', 'aria-live': 'polite' } });
  #timer = 0;

  show(message: string, tone: 'plain' | 'warning'): void {
    window.clearTimeout(this.#timer);
    this.element.replaceChildren(h('p', { class: `toast toast-${tone}` }, icon(tone === 'warning' ? 'warning' : 'check'), h('span', {}, message)));
    this.#timer = window.setTimeout(() => this.element.replaceChildren(), kShownMs);
  }
}
