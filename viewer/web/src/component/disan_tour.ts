// <disan-tour src="tour.json">: the one element of this viewer. README.md documents its attributes,
// events and methods.
import { addressesBelow } from '../stage/address';
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

const kSources = ['src', 'panorama', 'model'] as const;

export class DisanTour extends HTMLElement {
  static readonly observedAttributes = ['src', 'panorama', 'model', 'name', 'lang', 'kiosk', 'idle', 'scene', 'object'];

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
    const app = new TourApp(opened.tour, addressesBelow(opened.base), options, this);
    this.#app = app;
    this.#root.replaceChildren(app.element);
    await app.start();
  }

  #close(): void {
    this.#loading?.abort();
    this.#app?.stop();
    this.#app = null;
  }

  async #open(signal: AbortSignal): Promise<{ tour: Tour; base: URL } | null> {
    const attribute = kSources.find((name) => this.hasAttribute(name)) ?? 'src';
    const source = this.getAttribute(attribute) ?? 'tour.json';
    const base = new URL(document.baseURI);
    if (attribute !== 'src') {
      if (!isPathInside(source)) {
        this.#fail('tourMissing', { file: source, detail: '✗' }, []);
        return null;
      }
      const name = this.getAttribute('name') ?? source.split('/').pop() ?? source;
      return { tour: attribute === 'panorama' ? tourOfPanorama(source, name) : tourOfModel(source, name), base };
    }
    const address = new URL(source, base);
    return this.#openTour(address, source, signal);
  }

  async #openTour(address: URL, file: string, signal: AbortSignal): Promise<{ tour: Tour; base: URL } | null> {
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
    const outcome = readTour(json);
    switch (outcome.kind) {
      case 'tour':
        outcome.warnings.forEach((warning) => console.warn(`disan-tour: ${warning}`));
        return { tour: outcome.tour, base: address };
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
