// <disan-portal src="portal.json">: the page that joins the tours of many sites.
import { h } from '../ui/dom';
import type { Language } from '../tour/tour';
import baseCss from '../style/base.css?inline';
import partsCss from '../style/parts.css?inline';
import portalCss from './portal.css?inline';
import { parseChoice } from './choice';
import { PortalPage } from './portal_page';
import { readPortal } from './read_portal';
import { sayPortal, type PortalWord } from './words';

/** Constructed sheets pass a Content-Security-Policy that forbids inline styles. */
function styleSheets(): CSSStyleSheet[] {
  return [baseCss, partsCss, portalCss].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
}

export class DisanPortal extends HTMLElement {
  readonly #root: ShadowRoot;
  #page: PortalPage | null = null;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = styleSheets();
  }

  connectedCallback(): void {
    void this.#load();
  }

  disconnectedCallback(): void {
    this.#page?.stop();
    this.#page = null;
  }

  async #load(): Promise<void> {
    const choice = parseChoice(location.search, 'vi');
    const file = this.getAttribute('src') ?? 'portal.json';
    this.#root.replaceChildren(
      h('div', { class: 'portal portal-notice', attrs: { lang: choice.language } }, h('p', { attrs: { role: 'status' } }, sayPortal(choice.language, 'loading'))),
    );
    const address = new URL(file, document.baseURI);
    let json: unknown;
    try {
      const answer = await fetch(address);
      if (!answer.ok) {
        this.#fail('missing', { file, detail: String(answer.status) });
        return;
      }
      json = await answer.json();
    } catch (error) {
      this.#fail('missing', { file, detail: error instanceof SyntaxError ? 'JSON' : '—' });
      return;
    }
    const outcome = readPortal(json);
    if (outcome.kind !== 'ok') {
      this.#fail('invalid', { file });
      return;
    }
    this.#page = new PortalPage(outcome.value, address, this.#root, choice);
    this.#root.replaceChildren(this.#page.element);
  }

  /** In both languages: whoever reads this may be either kind of person. */
  #fail(word: PortalWord, fields: Readonly<Record<string, string>>): void {
    const line = (language: Language): HTMLElement => h('p', { attrs: { lang: language } }, sayPortal(language, word, fields));
    this.#root.replaceChildren(h('div', { class: 'portal portal-notice', attrs: { role: 'alert' } }, line('vi'), line('en')));
  }
}
