// <disan-tour src="tour.json">: the one element of this viewer. README.md documents its attributes,
// events and methods.
import { addressesBelow, type Addresses } from '../stage/address';
import type { Keeper } from '../offline/keeper';
import { say, type Word } from '../language/words';
import { isPathInside, readTour, TOUR_VERSION } from '../tour/read_tour';
import { tourOfModel, tourOfPanorama } from '../tour/single';
import type { Language, Tour } from '../tour/tour';
import { h } from '../ui/dom';
import coreCss from '@photo-sphere-viewer/core/index.css?inline';
import markersCss from '@photo-sphere-viewer/markers-plugin/index.css?inline';
import tourPluginCss from '@photo-sphere-viewer/virtual-tour-plugin/index.css?inline';
import baseCss from '../style/base.css?inline';
import partsCss from '../style/parts.css?inline';
import stageCss from '../style/stage.css?inline';
import { sendEvent } from './events';
import { readOptions } from './options';
import { TourApp } from './tour_app';

/** Constructed sheets pass a Content-Security-Policy that forbids inline styles. */
let sheets: readonly CSSStyleSheet[] | null = null;

function styleSheets(): readonly CSSStyleSheet[] {
  sheets ??= [coreCss, markersCss, tourPluginCss, baseCss, stageCss, partsCss].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css.replace(/\/\*# sourceMappingURL.*?\*\//g, ''));
    return sheet;
  });
  return sheets;
}

/** A tour that the page itself holds, in place of one that is fetched (single/page.ts). */
export interface HeldTour {
  /** May throw a SyntaxError. */
  readonly json: () => unknown;
  readonly addresses: Addresses;
}

interface OpenedTour {
  readonly tour: Tour;
  readonly addresses: Addresses;
}

const kSources = ['src', 'panorama', 'model'] as const;

export class DisanTour extends HTMLElement {
  static readonly observedAttributes = ['src', 'panorama', 'model', 'name', 'lang', 'kiosk', 'idle', 'scene', 'object'];

  /** Set before the element is put into a page. */
  held: HeldTour | null = null;
  /** Set before the element is put into a page that may keep the tour. */
  keeper: Keeper | null = null;
  readonly #root: ShadowRoot;
  #app: TourApp | null = null;
  #loading: AbortController | null = null;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [...styleSheets()];
  }

  connectedCallback(): void {
    void this.#load();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) {
      return;
    }
    if (name === 'lang' && this.#app !== null) {
      this.#app.setLanguage(after?.startsWith('en') === true ? 'en' : 'vi');
    } else {
      void this.#load();
    }
  }

  /** The visitor's language now. */
  get language(): Language {
    return this.#app?.language ?? readOptions(this).language;
  }

  set language(language: Language) {
    this.#app?.setLanguage(language);
  }

  /** Goes to a place as in an address: "#/san-truoc?yaw=40&object=bia-1". */
  async goTo(place: string): Promise<void> {
    await this.#app?.follow(place);
  }

  async #load(): Promise<void> {
    this.#close();
    const loading = new AbortController();
    this.#loading = loading;
    const options = readOptions(this);
    this.#root.replaceChildren(
      h('div', { class: 'tour notice', attrs: { lang: options.language } }, h('p', { attrs: { role: 'status' } }, say(options.language, 'loadingTour'))),
    );
    const opened = await this.#open(loading.signal);
    if (opened === null || loading.signal.aborted) {
      return;
    }
    const app = new TourApp(opened.tour, opened.addresses, options, this, this.keeper);
    this.#app = app;
    this.#root.replaceChildren(app.element);
    await app.start();
  }

  #close(): void {
    this.#loading?.abort();
    this.#app?.stop();
    this.#app = null;
  }

  async #open(signal: AbortSignal): Promise<OpenedTour | null> {
    if (this.held !== null) {
      return this.#openHeld(this.held);
    }
    const attribute = kSources.find((name) => this.hasAttribute(name)) ?? 'src';
    const source = this.getAttribute(attribute) ?? 'tour.json';
    const base = new URL(document.baseURI);
    if (attribute !== 'src') {
      if (!isPathInside(source)) {
        this.#fail('tourMissing', { file: source, detail: '✗' }, []);
        return null;
      }
      const name = this.getAttribute('name') ?? source.split('/').pop() ?? source;
      const tour = attribute === 'panorama' ? tourOfPanorama(source, name) : tourOfModel(source, name);
      return { tour, addresses: addressesBelow(base) };
    }
    return this.#fetchTour(new URL(source, base), source, signal);
  }

  #openHeld(held: HeldTour): OpenedTour | null {
    try {
      return this.#read(held.json(), 'tour.json', held.addresses);
    } catch {
      this.#fail('tourMissing', { file: 'tour.json', detail: 'JSON' }, []);
      return null;
    }
  }

  async #fetchTour(address: URL, file: string, signal: AbortSignal): Promise<OpenedTour | null> {
    let json: unknown;
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) {
        this.#fail('tourMissing', { file, detail: String(answer.status) }, []);
        return null;
      }
      json = await answer.json();
    } catch (error) {
      if (!signal.aborted) {
        this.#fail('tourMissing', { file, detail: error instanceof SyntaxError ? 'JSON' : '—' }, []);
      }
      return null;
    }
    return this.#read(json, file, addressesBelow(address));
  }

  #read(json: unknown, file: string, addresses: Addresses): OpenedTour | null {
    const outcome = readTour(json);
    switch (outcome.kind) {
      case 'tour':
        outcome.warnings.forEach((warning) => console.warn(`disan-tour: ${warning}`));
        return { tour: outcome.tour, addresses };
      case 'newer':
        this.#fail('tourNewer', { version: outcome.version, known: TOUR_VERSION }, []);
        return null;
      case 'invalid':
        this.#fail('tourInvalid', { file }, outcome.problems.slice(0, 8).map((problem) => `${problem.place}: ${problem.expected}`));
        return null;
    }
  }

  /** In both languages: whoever reads this may be either kind of person. */
  #fail(word: Word, fields: Readonly<Record<string, string | number>>, details: readonly string[]): void {
    const line = (language: Language): HTMLElement => h('p', { attrs: { lang: language } }, say(language, word, fields));
    this.#root.replaceChildren(
      h(
        'div',
        { class: 'tour notice', attrs: { role: 'alert' } },
        line('vi'),
        line('en'),
        details.length > 0 && h('ul', {}, ...details.map((detail) => h('li', {}, h('code', {}, detail)))),
      ),
    );
    sendEvent(this, 'disan-error', { kind: 'tour', message: say(readOptions(this).language, word, fields) });
  }
}
