// What frames the picture: the masthead above, the view's controls at the side, the dock below.
import type { Word } from '../language/words';
import type { Language } from '../tour/tour';
import { h, rebuild, setAttribute, svg, type Child } from './dom';
import { icon, type IconName } from './icons';

export interface ChromeState {
  readonly language: Language;
  readonly siteName: string;
  readonly sceneName: string;
  readonly has: { readonly scenes: boolean; readonly plan: boolean; readonly guide: boolean; readonly search: boolean; readonly sphere: boolean; readonly north: boolean; readonly share: boolean; readonly headset: boolean };
  readonly kiosk: boolean;
  /** The way back to the page of all sites. */
  readonly portal: string | null;
  readonly pressed: { readonly plan: boolean; readonly guide: boolean; readonly rotating: boolean; readonly fullScreen: boolean };
}

export interface ChromeActions {
  readonly language: () => void;
  readonly share: () => void;
  readonly fullScreen: () => void;
  readonly gallery: () => void;
  readonly plan: () => void;
  readonly guide: () => void;
  readonly search: () => void;
  readonly about: () => void;
  readonly zoom: (levels: number) => void;
  readonly rotate: () => void;
  readonly north: () => void;
  readonly headset: () => void;
}

export type Say = (word: Word, fields?: Readonly<Record<string, string | number>>) => string;

export class Chrome {
  readonly masthead = h('header', { class: 'masthead' });
  readonly dock = h('nav', { class: 'dock' });
  readonly tools = h('div', { class: 'tools', attrs: { role: 'group' } });
  readonly #needle = svg('g', { class: 'needle' });

  constructor(private readonly actions: ChromeActions) {}

  /** Called for every frame in which the view changes. */
  turnCompass(headingDeg: number): void {
    this.#needle.setAttribute('transform', `rotate(${(-headingDeg).toFixed(1)} 24 24)`);
  }

  render(state: ChromeState, say: Say): void {
    rebuild(this.masthead, this.#mastheadParts(state, say));
    setAttribute(this.dock, 'aria-label', say('menu'));
    rebuild(this.dock, this.#dockParts(state, say));
    setAttribute(this.tools, 'aria-label', say('controls'));
    rebuild(this.tools, this.#toolParts(state, say));
  }

  #mastheadParts(state: ChromeState, say: Say): readonly Child[] {
    const { actions } = this;
    const other: Language = state.language === 'vi' ? 'en' : 'vi';
    const canFill = document.fullscreenEnabled && !state.kiosk;
    return [
      state.portal !== null &&
        h(
          'a',
          { class: 'round-button portal-link', attrs: { href: state.portal, 'data-key': 'portal', 'aria-label': say('portal'), title: say('portal') } },
          icon('previous'),
        ),
      h(
        'div',
        { class: 'masthead-names' },
        h('h1', { class: 'site-name' }, state.siteName),
        h('p', { class: 'scene-name', attrs: { hidden: state.sceneName === '' || state.sceneName === state.siteName } }, state.sceneName),
      ),
      h(
        'div',
        { class: 'masthead-buttons' },
        h(
          'button',
          {
            class: 'text-button language',
            attrs: { type: 'button', 'data-key': 'language', lang: other, 'aria-label': say('otherLanguage') },
            on: { click: actions.language },
          },
          say('otherLanguageShort'),
        ),
        state.has.headset && round('headset', say('headset'), 'headset', actions.headset),
        state.has.share && round('share', say('share'), 'share', actions.share),
        canFill &&
          round(state.pressed.fullScreen ? 'leaveFullScreen' : 'fullScreen', say(state.pressed.fullScreen ? 'leaveFullScreen' : 'fullScreen'), 'full-screen', actions.fullScreen),
      ),
    ];
  }

  #dockParts(state: ChromeState, say: Say): readonly Child[] {
    const { actions } = this;
    const { has, pressed } = state;
    return [
      has.scenes && dockButton('scenes', say('scenes'), 'gallery', actions.gallery),
      has.plan && dockButton('plan', say('plan'), 'plan', actions.plan, pressed.plan),
      has.guide && dockButton('guide', say('guide'), 'guide', actions.guide, pressed.guide),
      has.search && dockButton('search', say('search'), 'search', actions.search),
      dockButton('about', say('about'), 'about', actions.about),
    ];
  }

  #toolParts(state: ChromeState, say: Say): readonly Child[] {
    const { actions } = this;
    if (!state.has.sphere) {
      return [];
    }
    const rotating = state.pressed.rotating;
    return [
      state.has.north && this.#compass(say),
      round('plus', say('zoomIn'), 'zoom-in', () => actions.zoom(15)),
      round('minus', say('zoomOut'), 'zoom-out', () => actions.zoom(-15)),
      round(rotating ? 'pause' : 'rotate', say(rotating ? 'stopRotating' : 'rotate'), 'rotate', actions.rotate),
    ];
  }

  #compass(say: Say): HTMLButtonElement {
    const letter = svg('text', { class: 'needle-letter', attrs: { x: 24, y: 13, 'text-anchor': 'middle' } }, say('north'));
    this.#needle.replaceChildren(
      letter,
      svg('path', { class: 'needle-north', attrs: { d: 'M24 15.500l4 8.500h-8z' } }),
      svg('path', { class: 'needle-south', attrs: { d: 'M24 38l4-14h-8z' } }),
    );
    return h(
      'button',
      {
        class: 'round-button compass',
        attrs: { type: 'button', 'data-key': 'north', 'aria-label': say('lookNorth'), title: say('lookNorth') },
        on: { click: this.actions.north },
      },
      svg('svg', { attrs: { viewBox: '0 0 48 48', 'aria-hidden': 'true', focusable: 'false' } }, this.#needle),
    );
  }
}

function round(glyph: IconName, label: string, key: string, act: () => void): HTMLButtonElement {
  return h(
    'button',
    { class: 'round-button', attrs: { type: 'button', 'data-key': key, 'aria-label': label, title: label }, on: { click: act } },
    icon(glyph),
  );
}

function dockButton(glyph: IconName, label: string, key: string, act: () => void, pressed: boolean | null = null): HTMLButtonElement {
  return h(
    'button',
    { class: 'dock-button', attrs: { type: 'button', 'data-key': key, 'aria-pressed': pressed === null ? null : String(pressed) }, on: { click: act } },
    icon(glyph),
    h('span', {}, label),
  );
}
