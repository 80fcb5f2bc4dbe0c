// <disan-review>: the page on which an output is looked at and signed. Asks every few seconds what
// others said meanwhile.
import coreCss from '@photo-sphere-viewer/core/index.css?inline';
import markersCss from '@photo-sphere-viewer/markers-plugin/index.css?inline';
import tourPluginCss from '@photo-sphere-viewer/virtual-tour-plugin/index.css?inline';

import baseCss from '../style/base.css?inline';
import partsCss from '../style/parts.css?inline';
import stageCss from '../style/stage.css?inline';
import { readTour } from '../tour/read_tour';
import { inLanguage, type Language, type Tour } from '../tour/tour';
import { h, rebuild } from '../ui/dom';
import { AssetList } from './asset_list';
import { fetchReview, ReviewError } from './client';
import type { Review } from './review';
import reviewCss from './review.css?inline';
import { sayReview, type ReviewWord } from './words';
import { WorkPlace } from './work_place';

const kAskAgainMs = 4000;

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.replace(/\/\*# sourceMappingURL.*?\*\//g, ''));
  return sheet;
}

export class DisanReview extends HTMLElement {
  readonly #root: ShadowRoot;
  readonly #head = h('header', { class: 'page-head' });
  readonly #notice = h('div', { class: 'page-notice', attrs: { role: 'status' } });
  readonly #list = new AssetList((asset) => this.#choose(asset));
  readonly #main = h('main', { class: 'page-main' });
  readonly #page = h('div', { class: 'review' }, this.#head, this.#notice, h('div', { class: 'page-body' }, this.#list.element, this.#main));
  #work: WorkPlace | null = null;
  #review: Review | null = null;
  #chosen: string | null = null;
  #language: Language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'vi';
  #stopping = new AbortController();
  #trouble: ReviewWord | null = 'loading';

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [coreCss, markersCss, tourPluginCss, baseCss, stageCss, partsCss, reviewCss].map(sheetOf);
    this.#root.append(this.#page);
  }

  connectedCallback(): void {
    this.#stopping = new AbortController();
    void this.#start(this.#stopping.signal);
  }

  disconnectedCallback(): void {
    this.#stopping.abort();
    this.#work?.close();
  }

  async #start(signal: AbortSignal): Promise<void> {
    this.#render();
    const tour = await fetchTour(signal);
    this.#work = new WorkPlace(tour, () => this.#refresh());
    this.#main.replaceChildren(this.#work.element);
    this.#chosen = decodeURIComponent(location.hash.slice(1)) || null;
    await this.#refresh();
    const timer = window.setInterval(() => {
      if (!document.hidden) {
        void this.#refresh();
      }
    }, kAskAgainMs);
    signal.addEventListener('abort', () => window.clearInterval(timer));
  }

  async #refresh(): Promise<void> {
    try {
      const review = await fetchReview(this.#stopping.signal);
      const changed = JSON.stringify(review) !== JSON.stringify(this.#review) || this.#trouble !== null;
      this.#review = review;
      this.#trouble = review.assets.length === 0 ? 'nothingMade' : null;
      if (changed) {
        this.#render();
      }
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        this.#trouble = troubleOf(error);
        this.#render();
      }
    }
  }

  #choose(asset: string): void {
    this.#chosen = asset;
    history.replaceState(null, '', `#${encodeURIComponent(asset)}`);
    this.#render();
  }

  #render(): void {
    const language = this.#language;
    document.documentElement.lang = language;
    this.#page.lang = language;
    const review = this.#review;
    const site = review === null ? '' : inLanguage(review.site, language);
    document.title = site === '' ? sayReview(language, 'assets') : sayReview(language, 'title', { site });
    rebuild(this.#head, [
      h('h1', {}, document.title),
      h('a', { class: 'text-button', attrs: { href: './', 'data-key': 'tour' } }, sayReview(language, 'openTour')),
      h(
        'button',
        { class: 'text-button', attrs: { type: 'button', 'data-key': 'language', 'aria-label': sayReview(language, 'otherLanguage') }, on: { click: () => this.#switchLanguage() } },
        sayReview(language, 'otherLanguageShort'),
      ),
    ]);
    this.#renderNotice(review);
    const shown = review !== null && review.assets.length > 0;
    this.#list.element.hidden = !shown;
    this.#main.hidden = !shown;
    if (shown) {
      const asset = review.assets.find((one) => one.asset === this.#chosen) ?? review.assets[0];
      if (asset !== undefined) {
        this.#list.render(review, asset.asset, language);
        void this.#work?.show(asset, review.log, language);
      }
    }
  }

  #renderNotice(review: Review | null): void {
    const language = this.#language;
    const said = review?.said ?? [];
    rebuild(this.#notice, [
      this.#trouble !== null && h('p', {}, sayReview(language, this.#trouble)),
      said.length > 0 && h('details', {}, h('summary', {}, sayReview(language, 'logTrouble')), h('ul', {}, ...said.map((one) => h('li', {}, inLanguage(one, language))))),
    ]);
    this.#notice.hidden = this.#trouble === null && said.length === 0;
  }

  #switchLanguage(): void {
    this.#language = this.#language === 'vi' ? 'en' : 'vi';
    this.#render();
  }
}

function troubleOf(error: unknown): ReviewWord {
  const status = error instanceof ReviewError ? error.status : null;
  return status === 0 ? 'offline' : status === 403 ? 'noToken' : status === 404 ? 'noReview' : 'resultFailed';
}

/** The tour tells how a panorama is tiled; without it the flat pictures serve. */
async function fetchTour(signal: AbortSignal): Promise<Tour | null> {
  try {
    const answer = await fetch('tour.json', { signal });
    const outcome = answer.ok ? readTour(await answer.json()) : null;
    return outcome?.kind === 'tour' ? outcome.tour : null;
  } catch {
    return null;
  }
}
