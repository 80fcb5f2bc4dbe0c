// The side with the map: MapLibre when the portal has a map file, the schematic drawing when it has
// none or the file fails. On a narrow screen it opens on demand, and only then is anything loaded.
import type { Language } from '../tour/tour';
import { h, setAttribute } from '../ui/dom';
import { icon } from '../ui/icons';
import type { MapActions, MapView } from './map';
import type { Site } from './portal';
import { SchematicMap } from './schematic_map';
import { sayPortal } from './words';

export class MapPanel {
  readonly element = h('aside', { class: 'portal-map' });
  readonly #toggle = h('button', { class: 'text-button map-toggle', attrs: { type: 'button', 'data-key': 'map', 'aria-expanded': 'false', 'aria-controls': 'portal-map-view' } });
  readonly #holder = h('div', { class: 'map-holder', attrs: { id: 'portal-map-view' } });
  readonly #note = h('p', { class: 'map-note' });
  readonly #wide = matchMedia('(min-width: 60rem)');
  #view: MapView | null = null;
  #opening = false;
  #failed = false;
  #open = false;
  #sites: readonly Site[] = [];
  #language: Language = 'vi';

  constructor(
    private readonly file: URL | null,
    private readonly root: ShadowRoot,
    private readonly actions: MapActions,
  ) {
    this.element.append(this.#toggle, this.#holder, this.#note);
    this.#toggle.addEventListener('click', () => {
      this.#open = !this.#open;
      this.#update();
    });
    this.#wide.addEventListener('change', this.#changed);
  }

  show(sites: readonly Site[], language: Language): void {
    this.#sites = sites;
    this.#language = language;
    this.#update();
  }

  highlight(id: string | null): void {
    this.#view?.highlight(id);
  }

  stop(): void {
    this.#wide.removeEventListener('change', this.#changed);
    this.#view?.stop();
  }

  readonly #changed = (): void => this.#update();

  #update(): void {
    const placed = this.#sites.filter((site) => site.location !== null);
    const visible = this.#open || this.#wide.matches;
    const word = this.#open ? 'hideMap' : 'showMap';
    setAttribute(this.element, 'aria-label', sayPortal(this.#language, 'map'));
    setAttribute(this.#toggle, 'aria-expanded', String(this.#open));
    this.#toggle.replaceChildren(icon('plan'), sayPortal(this.#language, word));
    this.#holder.hidden = !visible;
    this.#note.hidden = !visible;
    this.#note.textContent = this.#noteText(placed.length);
    if (visible) {
      this.#ensureView();
      this.#view?.show(placed, this.#language);
    }
  }

  #noteText(placed: number): string {
    const unplaced = this.#sites.length - placed;
    return [
      this.#sites.length > 0 && placed === 0 ? sayPortal(this.#language, 'noPlaces') : '',
      this.#failed ? sayPortal(this.#language, 'mapFailed') : '',
      placed > 0 && (this.file === null || this.#failed) ? sayPortal(this.#language, 'schematic') : '',
      placed > 0 && unplaced > 0 ? sayPortal(this.#language, 'unplaced', { count: unplaced }) : '',
    ]
      .filter((part) => part !== '')
      .join(' ');
  }

  #ensureView(): void {
    if (this.#view !== null || this.#opening) {
      return;
    }
    if (this.file === null) {
      this.#take(new SchematicMap(this.actions));
      return;
    }
    this.#opening = true;
    void this.#openFile(this.file);
  }

  async #openFile(file: URL): Promise<void> {
    try {
      const { openPmtilesMap } = await import('./pmtiles_map');
      this.#take(await openPmtilesMap(file, this.root, this.actions, this.#language, this.#holder));
    } catch (error) {
      console.warn('disan-portal: the map cannot be shown', error);
      this.#failed = true;
      this.#take(new SchematicMap(this.actions));
    }
    this.#opening = false;
    this.#update();
  }

  #take(view: MapView): void {
    this.#view = view;
    this.#holder.replaceChildren(view.element);
  }
}
