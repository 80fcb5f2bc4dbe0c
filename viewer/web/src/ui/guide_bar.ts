// The guided tour: where one is in it, what is told here, and play, pause, forth and back.
import type { App } from '../component/app';
import { readingTimeMs, stepGuide, type GuideAction, type GuideState } from '../tour/guide';
import type { Stop } from '../tour/tour';
import { h, paragraphs, rebuild } from './dom';
import { icon, type IconName } from './icons';
import type { Word } from '../language/words';

export class GuideBar {
  readonly element = h('section', { class: 'guide', attrs: { hidden: true } });
  readonly #audio = h('audio', { attrs: { preload: 'auto' } });
  #state: GuideState = { kind: 'off' };
  #timer = 0;

  constructor(
    private readonly app: App,
    private readonly onToggle: (open: boolean) => void,
  ) {
    this.#audio.addEventListener('ended', () => this.act('finished-stop'));
    // Without its sound a stop is read: the text is all there.
    this.#audio.addEventListener('error', () => this.#waitForReader());
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.act('close');
      }
    });
  }

  get available(): boolean {
    return this.app.tour.stops.length > 0;
  }

  get isOn(): boolean {
    return this.#state.kind === 'on';
  }

  get isPlaying(): boolean {
    return this.#state.kind === 'on' && this.#state.playing;
  }

  act(action: GuideAction): void {
    const before = this.#state;
    this.#state = stepGuide(before, action, this.app.tour.stops.length);
    const after = this.#state;
    this.element.hidden = after.kind === 'off';
    if ((before.kind === 'on') !== (after.kind === 'on')) {
      this.onToggle(after.kind === 'on');
    }
    const moved = after.kind === 'on' && (before.kind === 'off' || before.stop !== after.stop || action === 'start');
    if (moved) {
      this.#goTo(after.stop);
    } else if (after.kind === 'on' && before.kind === 'on' && after.playing !== before.playing) {
      this.#setPlaying(after.playing);
    } else if (after.kind === 'off') {
      this.#silence();
    }
    this.render();
    if (after.kind === 'on' && before.kind === 'off') {
      this.element.querySelector<HTMLElement>('[data-key="guide-toggle"]')?.focus({ preventScroll: true });
    }
  }

  /** The visitor took the lead: the tour waits. */
  pause(): void {
    if (this.isPlaying) {
      this.act('toggle');
    }
  }

  render(): void {
    const { app } = this;
    const state = this.#state;
    const stop = this.#stop();
    if (state.kind === 'off' || stop === null) {
      return;
    }
    const count = app.tour.stops.length;
    this.element.setAttribute('aria-label', app.say('guide'));
    const scene = app.tour.scenes.find((item) => item.id === stop.scene);
    rebuild(this.element, [
      h('div', { class: 'guide-progress', style: { '--done': `${((state.stop + 1) / count) * 100}%` } }),
      h(
        'div',
        { class: 'guide-text', attrs: { 'aria-live': 'polite', tabindex: 0, role: 'group', 'aria-label': app.say('guideStop', { stop: state.stop + 1, count }) } },
        h('p', { class: 'guide-place' }, `${app.say('guideStop', { stop: state.stop + 1, count })}${scene === undefined ? '' : ` · ${app.text(scene.name)}`}`),
        ...paragraphs(app.text(stop.text)),
      ),
      h(
        'div',
        { class: 'guide-buttons' },
        this.#button('previous', 'previous', 'previous', state.stop === 0),
        this.#button('toggle', state.playing ? 'pause' : 'play', state.playing ? 'pause' : 'play', false),
        this.#button('next', 'next', 'next', state.stop + 1 === count),
        this.#button('close', 'endGuide', 'close', false),
      ),
    ]);
  }

  #button(action: GuideAction, word: Word, glyph: IconName, disabled: boolean): HTMLButtonElement {
    return h(
      'button',
      {
        class: 'round-button',
        attrs: { type: 'button', 'data-key': `guide-${action}`, 'aria-label': this.app.say(word), 'aria-disabled': disabled ? 'true' : null },
        on: { click: () => (disabled ? undefined : this.act(action)) },
      },
      icon(glyph),
    );
  }

  #stop(): Stop | null {
    return this.#state.kind === 'on' ? (this.app.tour.stops[this.#state.stop] ?? null) : null;
  }

  #goTo(index: number): void {
    const stop = this.app.tour.stops[index];
    this.#silence();
    if (stop === undefined) {
      return;
    }
    void this.app.goTo(stop.scene, stop);
    if (this.isPlaying) {
      this.#setPlaying(true);
    }
  }

  #setPlaying(playing: boolean): void {
    window.clearTimeout(this.#timer);
    const stop = this.#stop();
    if (!playing || stop === null) {
      this.#audio.pause();
      return;
    }
    if (stop.audio === null) {
      this.#waitForReader();
      return;
    }
    const address = this.app.addresses.file(stop.audio.src);
    if (this.#audio.src !== address) {
      this.#audio.src = address;
    }
    // A browser may refuse sound that no click asked for: then the stop is read.
    this.#audio.play().catch(() => this.#waitForReader());
  }

  #waitForReader(): void {
    window.clearTimeout(this.#timer);
    const stop = this.#stop();
    if (stop !== null && this.isPlaying) {
      this.#timer = window.setTimeout(() => this.act('finished-stop'), readingTimeMs(this.app.text(stop.text)));
    }
  }

  #silence(): void {
    window.clearTimeout(this.#timer);
    this.#audio.pause();
    this.#audio.removeAttribute('src');
  }
}
