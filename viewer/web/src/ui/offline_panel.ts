// The whole tour on this device: how large, kept or not, and how far.
import type { App } from '../component/app';
import type { KeepState, Keeper } from '../offline/keeper';
import { h, rebuild, type Child } from './dom';
import { megabytes } from './megabytes';

export class OfflinePanel {
  readonly element = h('section', { class: 'offline' });
  readonly #line = h('p', { attrs: { role: 'status' } });
  readonly #buttons = h('div', { class: 'button-row' });
  readonly #bar = h('progress', { class: 'offline-bar', attrs: { max: 1, hidden: true } });

  constructor(
    private readonly app: App,
    private readonly keeper: Keeper,
  ) {
    this.element.append(h('h3', {}, app.say('offlineTitle')), this.#line, this.#bar, this.#buttons);
    keeper.onChange = () => this.#render();
    this.#render();
    // Without a list (the host lacks offline.json, or there is no network) there is nothing to say.
    keeper.look().catch(() => this.#render());
  }

  #render(): void {
    const { app, keeper } = this;
    const { state } = keeper;
    this.element.hidden = state.kind === 'unknown';
    const size = megabytes(state.bytes, app.language);
    const line = this.#words(state, size);
    if (this.#line.textContent !== line) {
      this.#line.textContent = line;
    }
    this.#bar.hidden = state.kind !== 'keeping';
    this.#bar.setAttribute('aria-label', app.say('offlineTitle'));
    if (state.kind === 'keeping') {
      this.#bar.value = state.count === 0 ? 0 : state.done / state.count;
    }
    if (this.#buttons.dataset['kind'] !== `${state.kind} ${app.language}`) {
      this.#buttons.dataset['kind'] = `${state.kind} ${app.language}`;
      rebuild(this.#buttons, this.#choices(state, size));
    }
  }

  #words(state: KeepState, size: string): string {
    const { app } = this;
    switch (state.kind) {
      case 'keeping':
        return app.say('offlineKeeping', { size });
      case 'kept':
        return app.say('offlineKept', { size });
      case 'full':
        return app.say('offlineFull', { size });
      case 'failed':
        return app.say('offlineFailed');
      default:
        return app.say('offlineHint');
    }
  }

  #choices(state: KeepState, size: string): readonly Child[] {
    const { app, keeper } = this;
    const button = (key: string, words: string, act: () => void): HTMLElement =>
      h('button', { class: 'text-button', attrs: { type: 'button', 'data-key': key }, on: { click: act } }, words);
    if (state.kind === 'keeping') {
      return [button('offline', app.say('offlineStop'), () => keeper.stop())];
    }
    if (state.kind === 'kept') {
      return [button('offline', app.say('offlineForget'), () => void keeper.forget())];
    }
    return [button('offline', app.say('offlineKeep', { size }), () => void keeper.keep(app.tour))];
  }
}
