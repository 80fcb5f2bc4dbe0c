// Where the visitor is, in the page's address: written as they move, followed when they go back.
import { formatPlace, type Place } from '../tour/deep_link';

const kSettleMs = 400;

export interface AddressBarOptions {
  readonly enabled: boolean;
  /** What is shown now; null while nothing is. */
  readonly place: () => Place | null;
  readonly follow: (hash: string) => void;
}

export class AddressBar {
  #timer = 0;

  constructor(
    private readonly options: AddressBarOptions,
    ends: AbortSignal,
  ) {
    if (options.enabled) {
      window.addEventListener('popstate', () => options.follow(location.hash), { signal: ends });
      ends.addEventListener('abort', () => window.clearTimeout(this.#timer));
    }
  }

  /** A new scene is a step that the browser's back button undoes; anything else is not. */
  write(how: 'push' | 'replace'): void {
    const place = this.options.enabled ? this.options.place() : null;
    if (place === null) {
      return;
    }
    const hash = formatPlace(place);
    if (hash === location.hash) {
      return;
    }
    if (how === 'push') {
      history.pushState(null, '', hash);
    } else {
      history.replaceState(null, '', hash);
    }
  }

  /** When the view has come to rest: browsers limit how often an address may change. */
  writeSoon(): void {
    if (this.options.enabled) {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.write('replace'), kSettleMs);
    }
  }
}
