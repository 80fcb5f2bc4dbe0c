// The schematic map as SVG: every point is a link, so that a keyboard and a screen reader have it too.
import { inLanguage, type Language } from '../tour/tour';
import { h, svg } from '../ui/dom';
import type { MapActions, MapView } from './map';
import type { Site } from './portal';
import { rove } from './roving';
import { placeLabels, project, pushApart, scaleBar, type Box, type Label, type Point, type Sheet } from './schematic';
import { sayPortal } from './words';

const kDot = 14;
/** No two points nearer than a finger is wide (WCAG 2.2, target size). */
const kApart = 26;
const kLabelHeight = 18;
const kMargin = 44;
const kFont = "600 13px 'Noto Sans', 'Segoe UI', system-ui, sans-serif";

export class SchematicMap implements MapView {
  readonly element = h('div', { class: 'schematic' });
  readonly #observer: ResizeObserver;
  readonly #pins = new Map<string, SVGElement>();
  readonly #ruler = document.createElement('canvas').getContext('2d');
  #sites: readonly Site[] = [];
  #language: Language = 'vi';
  #sheet: Sheet = { width: 0, height: 0, margin: kMargin };

  constructor(private readonly actions: MapActions) {
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this.element);
  }

  show(sites: readonly Site[], language: Language): void {
    this.#sites = sites;
    this.#language = language;
    this.#draw();
  }

  highlight(id: string | null): void {
    for (const [site, pin] of this.#pins) {
      pin.classList.toggle('pin-pointed', site === id);
    }
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width !== this.#sheet.width || height !== this.#sheet.height) {
      this.#sheet = { width, height, margin: kMargin };
      this.#draw();
    }
  }

  #draw(): void {
    const { width, height } = this.#sheet;
    const places = this.#sites.flatMap((site) => (site.location === null ? [] : [site.location]));
    this.#pins.clear();
    if (width < 2 * kMargin || height < 2 * kMargin) {
      return;
    }
    const drawing = project(places, this.#sheet);
    const points = pushApart(drawing.points, kApart, this.#sheet);
    const names = this.#sites.map((site) => inLanguage(site.name, this.#language));
    const labels = placeLabels(points, names.map((name) => this.#widthOf(name)), kLabelHeight, kDot, this.#sheet);
    const focused = this.#focusedSite();
    const pins: readonly SVGElement[] = this.#sites.map((site, i) => this.#pin(site, names[i] ?? '', points[i] ?? { x: 0, y: 0 }, labels.find((label) => label.index === i)));
    rove(pins, (i) => points[i] ?? { x: 0, y: 0 });
    this.element.replaceChildren(
      svg(
        'svg',
        { class: 'schematic-sheet', attrs: { viewBox: `0 0 ${width} ${height}`, width, height, role: 'group', 'aria-label': sayPortal(this.#language, 'mapKeys') } },
        ...furniture(this.#sheet, drawing.metresAUnit, this.#language),
        ...pins,
      ),
    );
    if (focused !== null) {
      this.#pins.get(focused)?.focus({ preventScroll: true });
    }
  }

  #focusedSite(): string | null {
    const root = this.element.getRootNode();
    const active = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
    return active !== null && this.element.contains(active) ? active.getAttribute('data-site') : null;
  }

  #pin(site: Site, name: string, at: Point, label: Label | undefined): SVGElement {
    const place = label?.box ?? boxBeside(at, this.#widthOf(name), this.#sheet);
    const pointed = (): void => this.actions.pointed(site.id);
    const left = (): void => this.actions.pointed(null);
    const pin = svg(
      'a',
      {
        class: `pin${label === undefined ? ' pin-unnamed' : ''}`,
        attrs: { href: this.actions.address(site, this.#language), 'aria-label': this.actions.label(site, this.#language), 'data-site': site.id },
        on: { mouseenter: pointed, mouseleave: left, focus: pointed, blur: left },
      },
      svg('circle', { class: 'pin-hit', attrs: { cx: at.x, cy: at.y, r: kApart / 2 } }),
      svg('circle', { class: `pin-dot pin-${site.rank ?? 'unranked'}`, attrs: { cx: at.x, cy: at.y, r: kDot / 2 } }),
      svg('rect', {
        class: 'pin-plate',
        attrs: { x: place.left - 4, y: place.top - 1, width: place.right - place.left + 8, height: kLabelHeight + 2, rx: 4 },
      }),
      svg('text', { class: 'pin-name', attrs: { x: (place.left + place.right) / 2, y: place.top + 13.500, 'text-anchor': 'middle', 'aria-hidden': 'true' } }, name),
    );
    this.#pins.set(site.id, pin);
    return pin;
  }

  #widthOf(text: string): number {
    if (this.#ruler === null) {
      return text.length * 7.5;
    }
    this.#ruler.font = kFont;
    return this.#ruler.measureText(text).width;
  }
}

/** Where a name is shown when its point is pointed at and had no room of its own. */
function boxBeside(at: Point, width: number, sheet: Sheet): Box {
  const left = Math.min(Math.max(at.x - width / 2, 6), Math.max(sheet.width - width - 6, 6));
  const above = at.y - kDot - kLabelHeight - 2;
  const top = above >= 0 ? above : at.y + kDot + 2;
  return { left, top, right: left + width, bottom: top + kLabelHeight };
}

function furniture(sheet: Sheet, metresAUnit: number, language: Language): readonly SVGElement[] {
  const bar = scaleBar(metresAUnit, Math.min(140, sheet.width / 3));
  const x = 16;
  const y = sheet.height - 16;
  const distance = bar.metres >= 1000 ? `${bar.metres / 1000} km` : `${bar.metres} m`;
  return [
    svg('path', { class: 'scale-bar', attrs: { d: `M${x} ${y - 6}v6h${bar.length.toFixed(1)}v-6`, 'aria-hidden': 'true' } }),
    svg('text', { class: 'scale-text', attrs: { x: x + bar.length / 2, y: y - 9, 'text-anchor': 'middle', 'aria-hidden': 'true' } }, distance),
    svg('path', { class: 'north-arrow', attrs: { d: `M${sheet.width - 24} 34l7 18-7-5-7 5z`, 'aria-hidden': 'true' } }),
    svg('text', { class: 'scale-text', attrs: { x: sheet.width - 24, y: 26, 'text-anchor': 'middle', 'aria-hidden': 'true' } }, sayPortal(language, 'northUp')),
  ];
}
