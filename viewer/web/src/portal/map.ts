// What the page asks of a map, whichever it is.
import type { Language } from '../tour/tour';
import type { Site } from './portal';

export interface MapView {
  readonly element: HTMLElement;
  /** Sites with coordinates only; in the order in which a keyboard meets them. */
  show(sites: readonly Site[], language: Language): void;
  /** The one that is pointed at elsewhere on the page. */
  highlight(id: string | null): void;
  stop(): void;
}

export interface MapActions {
  readonly address: (site: Site, language: Language) => string;
  readonly label: (site: Site, language: Language) => string;
  readonly pointed: (id: string | null) => void;
}
