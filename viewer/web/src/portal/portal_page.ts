// The page as a whole: head with search and filters, the list, the map. Keeps what a visitor chose
// and hands it to the parts.
import { h, rebuild, setAttribute } from '../ui/dom';
import { icon } from '../ui/icons';
import { inLanguage, type Language } from '../tour/tour';
import { choose, formatChoice, inOrder, parseChoice, type Choice } from './choice';
import { filterGroups } from './filter_groups';
import { addressOf, entriesOfSites, PortalSearch, type Hit } from './find';
import { foundList } from './found_list';
import { MapPanel } from './map_panel';
import type { Portal, Site } from './portal';
import { readSearch } from './read_portal';
import { siteCard, siteLabel } from './site_card';
import { sayPortal, type PortalWord } from './words';

const kTypingPauseMs = 160;
const kHitsAtFirst = 8;

export class PortalPage {
  readonly element = h('div', { class: 'portal' });
  readonly #title = h('div', { class: 'portal-title' });
  readonly #searchLabel = h('label', { attrs: { for: 'portal-search' } });
  readonly #searchHint = h('p', { class: 'portal-hint' });
  readonly #filters = h('div', { class: 'portal-filters' });
  readonly #status = h('p', { class: 'portal-status', attrs: { role: 'status' } });
  readonly #reset = h('button', { class: 'text-button', attrs: { type: 'button', 'data-key': 'reset', hidden: true } });
  readonly #found = h('section', { class: 'portal-found', attrs: { hidden: true } });
  readonly #listTitle = h('h2', { class: 'group-title' });
  readonly #list = h('ul', { class: 'cards portal-cards', attrs: { role: 'list' } });
  readonly #field = h('input', { attrs: { type: 'search', id: 'portal-search', 'data-key': 'search', autocomplete: 'off', enterkeyhint: 'search' } });
  readonly #sites: readonly Site[];
  readonly #map: MapPanel;
  #search: PortalSearch;
  #searchLoading: Promise<void> | null = null;
  #searchFailed = false;
  #choice: Choice;
  #allHits = false;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly portal: Portal,
    private readonly address: URL,
    root: ShadowRoot,
    choice: Choice,
  ) {
    this.#choice = choice;
    this.#sites = inOrder(portal.sites);
    this.#search = new PortalSearch(this.#sites, entriesOfSites(this.#sites));
    this.#map = new MapPanel(portal.map === null ? null : new URL(portal.map, address), root, {
      address: (site, language) => this.#file(addressOf(site, language)),
      label: siteLabel,
      pointed: (id) => this.#pointed(id),
    });
    this.#field.value = choice.query;
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('focus', () => void this.#loadSearch());
    const main = h('div', { class: 'portal-list' }, this.#status, this.#reset, this.#found, h('section', { attrs: { 'aria-labelledby': 'sites-title' } }, this.#listTitle, this.#list));
    this.#reset.addEventListener('click', () => {
      this.#field.value = '';
      this.#field.focus();
      this.#change({ query: '', rank: null, type: null });
    });
    this.#listTitle.id = 'sites-title';
    // The field stays where it is for good: to move it would end what an input method is composing.
    const search = h('div', { class: 'portal-search', attrs: { role: 'search' } }, this.#searchLabel, h('div', { class: 'search-line' }, icon('search'), this.#field), this.#searchHint);
    const head = h('header', { class: 'portal-head' }, this.#title, search, this.#filters);
    this.element.append(head, h('div', { class: 'portal-body' }, this.#map.element, main));
    window.addEventListener('popstate', this.#returned);
    if (choice.query.trim() !== '') {
      void this.#loadSearch();
    }
    this.#render();
  }

  stop(): void {
    window.removeEventListener('popstate', this.#returned);
    this.#map.stop();
  }

  readonly #returned = (): void => {
    this.#choice = parseChoice(location.search, this.#choice.language);
    this.#field.value = this.#choice.query;
    this.#render();
  };

  #say(word: PortalWord, fields: Readonly<Record<string, string | number>> = {}): string {
    return sayPortal(this.#choice.language, word, fields);
  }

  #file(path: string): string {
    return new URL(path, this.address).href;
  }

  #typed(): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#allHits = false;
      this.#change({ query: this.#field.value });
    }, kTypingPauseMs);
  }

  #change(change: Partial<Choice>): void {
    this.#choice = { ...this.#choice, ...change };
    history.replaceState(null, '', formatChoice(this.#choice) || location.pathname);
    this.#render();
  }

  /** Every text of every site is fetched when somebody is about to search, not before. */
  #loadSearch(): Promise<void> {
    this.#searchLoading ??= (async () => {
      try {
        const answer = await fetch(this.#file('search.json'));
        const outcome = answer.ok ? readSearch(await answer.json()) : null;
        if (outcome?.kind !== 'ok') {
          throw new Error('search.json');
        }
        this.#search = new PortalSearch(this.#sites, outcome.value);
      } catch {
        this.#searchFailed = true;
      }
      this.#render();
    })();
    return this.#searchLoading;
  }

  #render(): void {
    const { language, query } = this.#choice;
    const hits = this.#search.find(query);
    const searched = query.trim() !== '';
    const sites = choose(this.#sites, this.#choice, searched ? new Set(hits.map((hit) => hit.site.id)) : null);
    document.documentElement.lang = language;
    document.title = inLanguage(this.portal.name, language);
    setAttribute(this.element, 'lang', language);
    this.#renderHead();
    this.#renderStatus(sites);
    this.#reset.textContent = this.#say('reset');
    this.#reset.hidden = sites.length > 0;
    this.#renderFound(searched ? hits.filter((hit) => sites.includes(hit.site)) : []);
    this.#listTitle.textContent = this.#say('sites');
    rebuild(
      this.#list,
      sites.map((site) => siteCard(site, language, (path) => this.#file(path), (id) => this.#map.highlight(id))),
    );
    this.#map.show(sites, language);
  }

  #renderHead(): void {
    const { language } = this.#choice;
    const other: Language = language === 'vi' ? 'en' : 'vi';
    rebuild(this.#title, [
      h('h1', { class: 'intro-title' }, inLanguage(this.portal.name, language)),
      h(
        'button',
        {
          class: 'text-button language',
          attrs: { type: 'button', 'data-key': 'language', lang: other, 'aria-label': other === 'en' ? 'EN: English' : 'VI: Tiếng Việt' },
          on: { click: () => this.#change({ language: other }) },
        },
        other.toUpperCase(),
      ),
    ]);
    this.#searchLabel.textContent = this.#say('searchLabel');
    this.#searchHint.textContent = this.#say('searchHint');
    rebuild(this.#filters, filterGroups(this.#sites, this.#choice, (change) => this.#change(change)));
  }

  #renderStatus(sites: readonly Site[]): void {
    const { query, rank, type } = this.#choice;
    const narrowed = query.trim() !== '' || rank !== null || type !== null;
    const count =
      sites.length === 0 ? this.#say('none') : this.#say(narrowed ? 'shownOf' : 'shown', { count: sites.length, all: this.#sites.length });
    const parts = [count, this.#searchFailed && query.trim() !== '' ? this.#say('searchFailed') : ''].filter((part) => part !== '');
    if (this.#status.textContent !== parts.join(' ')) {
      this.#status.textContent = parts.join(' ');
    }
  }

  #renderFound(hits: readonly Hit[]): void {
    // A site that was found by its own name is on its card already.
    const inside = hits.filter((hit) => hit.entry.kind !== 'site');
    const shown = this.#allHits ? inside : inside.slice(0, kHitsAtFirst);
    this.#found.hidden = inside.length === 0;
    rebuild(
      this.#found,
      foundList(shown, inside.length, this.#choice, {
        address: (hit) => this.#file(addressOf(hit.site, this.#choice.language, hit.entry)),
        more: () => {
          this.#allHits = true;
          this.#render();
        },
      }),
    );
  }

  #pointed(id: string | null): void {
    for (const card of this.#list.querySelectorAll('[data-site]')) {
      card.classList.toggle('card-pointed', card.getAttribute('data-site') === id);
    }
  }
}
