// The map of a PMTiles file that the ward gave, with MapLibre GL. Loaded only when there is such a
// file; asks no other host for anything.
import maplibregl, { LngLatBounds, type Map as MapLibre, type Marker } from 'maplibre-gl';
import css from 'maplibre-gl/dist/maplibre-gl.css?inline';
import { PMTiles, Protocol } from 'pmtiles';
import { inLanguage, type Language } from '../tour/tour';
import { h } from '../ui/dom';
import type { MapActions, MapView } from './map';
import { plainText, styleFor } from './map_style';
import type { Site } from './portal';
import { rove } from './roving';
import { overlap, type Box } from './schematic';
import { sayPortal } from './words';

let protocol: Protocol | null = null;

/** Draws into `place`. Fails when the file cannot be read or the device has no WebGL. */
export async function openPmtilesMap(file: URL, root: ShadowRoot, actions: MapActions, language: Language, place: HTMLElement): Promise<MapView> {
  const archive = new PMTiles(file.href);
  const header = await archive.getHeader();
  const metadata: unknown = await archive.getMetadata();
  if (protocol === null) {
    protocol = new Protocol();
    maplibregl.addProtocol('pmtiles', protocol.tile);
  }
  protocol.add(archive);
  adopt(root);
  const element = h('div', { class: 'map-frame' });
  const holder = h('div', { class: 'map-canvas' });
  const credit = plainText(field(metadata, 'attribution'));
  element.append(holder);
  if (credit !== '') {
    element.append(h('p', { class: 'map-credit' }, credit));
  }
  // MapLibre measures what it draws in: it has to stand on the page.
  place.replaceChildren(element);
  const map = new maplibregl.Map({
    container: holder,
    style: styleFor(`pmtiles://${file.href}`, header.tileType, layerNames(metadata)),
    attributionControl: false,
    cooperativeGestures: true,
    renderWorldCopies: false,
    maxZoom: 19,
    locale: locale(language),
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  await new Promise<void>((done, failed) => {
    map.once('load', () => done());
    map.once('error', (event) => failed(event.error));
  });
  return new PmtilesMap(element, map, actions);
}

class PmtilesMap implements MapView {
  readonly #markers = new Map<string, { readonly marker: Marker; readonly pin: HTMLAnchorElement }>();

  constructor(
    readonly element: HTMLElement,
    private readonly map: MapLibre,
    private readonly actions: MapActions,
  ) {
    map.on('moveend', () => this.#declutter());
    map.on('resize', () => this.#declutter());
  }

  show(sites: readonly Site[], language: Language): void {
    this.#markers.forEach(({ marker }) => marker.remove());
    this.#markers.clear();
    this.map.getCanvas().setAttribute('aria-label', sayPortal(language, 'mapOf'));
    const bounds = new LngLatBounds();
    for (const site of sites) {
      if (site.location !== null) {
        const at: [number, number] = [site.location.lon, site.location.lat];
        bounds.extend(at);
        const pin = this.#pin(site, language);
        this.#markers.set(site.id, { pin, marker: new maplibregl.Marker({ element: pin, anchor: 'bottom' }).setLngLat(at).addTo(this.map) });
      }
    }
    const pins = [...this.#markers.values()];
    rove(
      pins.map(({ pin }) => pin),
      (i) => this.map.project(pins[i]?.marker.getLngLat() ?? [0, 0]),
    );
    if (!bounds.isEmpty()) {
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      this.map.fitBounds(bounds, { padding: 60, maxZoom: 16, animate: !still });
    }
    this.#declutter();
  }

  /** A name that would cover a point or another name waits until its point is pointed at. */
  #declutter(): void {
    const pins = [...this.#markers.values()].map(({ marker, pin }) => ({ pin, at: this.map.project(marker.getLngLat()) }));
    const taken: Box[] = pins.map(({ at }) => ({ left: at.x - 9, right: at.x + 9, top: at.y - 18, bottom: at.y }));
    for (const { pin, at } of pins) {
      const half = (pin.firstElementChild as HTMLElement).offsetWidth / 2;
      const box = { left: at.x - half, right: at.x + half, top: at.y - 44, bottom: at.y - 19 };
      const free = !taken.some((other) => overlap(box, other));
      pin.classList.toggle('pin-unnamed', !free);
      if (free) {
        taken.push(box);
      }
    }
  }

  highlight(id: string | null): void {
    for (const [site, { pin }] of this.#markers) {
      pin.classList.toggle('pin-pointed', site === id);
    }
  }

  stop(): void {
    this.map.remove();
  }

  #pin(site: Site, language: Language): HTMLAnchorElement {
    const pointed = (): void => this.actions.pointed(site.id);
    const left = (): void => this.actions.pointed(null);
    return h(
      'a',
      {
        class: 'map-pin',
        attrs: { href: this.actions.address(site, language), 'aria-label': this.actions.label(site, language), role: 'link', 'data-site': site.id },
        on: { mouseenter: pointed, mouseleave: left, focus: pointed, blur: left },
      },
      h('span', { class: 'map-pin-name', attrs: { 'aria-hidden': 'true' } }, inLanguage(site.name, language)),
      h('span', { class: 'map-pin-dot' }),
    );
  }
}

function adopt(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
}

function locale(language: Language): Record<string, string> {
  const vi = language === 'vi';
  return {
    'Map.Title': sayPortal(language, 'mapOf'),
    'NavigationControl.ZoomIn': sayPortal(language, 'zoomIn'),
    'NavigationControl.ZoomOut': sayPortal(language, 'zoomOut'),
    'CooperativeGesturesHandler.WindowsHelpText': vi ? 'Giữ Ctrl và cuộn để phóng to bản đồ' : 'Hold Ctrl and scroll to zoom the map',
    'CooperativeGesturesHandler.MacHelpText': vi ? 'Giữ ⌘ và cuộn để phóng to bản đồ' : 'Hold ⌘ and scroll to zoom the map',
    'CooperativeGesturesHandler.MobileHelpText': vi ? 'Dùng hai ngón tay để di chuyển bản đồ' : 'Use two fingers to move the map',
  };
}

function field(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[key] : undefined;
}

function layerNames(metadata: unknown): readonly string[] {
  const layers = field(metadata, 'vector_layers');
  return Array.isArray(layers) ? layers.map((layer) => field(layer, 'id')).filter((id) => typeof id === 'string') : [];
}
