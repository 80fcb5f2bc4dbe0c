// The files inside a page in one file. A part stays text until it is asked for; then it becomes a
// Blob, which the browser may keep outside the page's memory, and the text is let go. So a tour of
// many scenes never lies in memory twice, and nothing is decoded that nobody looks at.
import type { Addresses } from '../stage/address';
import { fromBase64, readPartList, type Part } from './part_list';

const kListId = 'part-list';

export class Parts implements Addresses {
  readonly #list: ReadonlyMap<string, Part>;
  readonly #addresses = new Map<string, string>();

  constructor(private readonly page: Document) {
    const list = page.getElementById(kListId)?.textContent ?? '';
    this.#list = readPartList(new TextDecoder().decode(fromBase64(list)));
  }

  has(path: string): boolean {
    return this.#list.has(path);
  }

  /** A part that is read once, as text. */
  text(path: string): string {
    const part = this.#list.get(path);
    const block = part === undefined ? null : this.page.getElementById(part.id);
    return new TextDecoder().decode(fromBase64(block?.textContent ?? ''));
  }

  readonly file = (path: string): string => {
    const known = this.#addresses.get(path);
    if (known !== undefined) {
      return known;
    }
    const part = this.#list.get(path);
    const block = part === undefined ? null : this.page.getElementById(part.id);
    if (part === undefined || block === null) {
      // Fails like a file that a host does not have, without asking anybody.
      return 'blob:missing';
    }
    const address = this.#addressOf(part, block);
    this.#addresses.set(path, address);
    return address;
  };

  readonly arrived = (path: string): Promise<void> => {
    const part = this.#list.get(path);
    if (part === undefined || this.#addresses.has(path) || this.#isWhole(part)) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#isWhole(part)) {
          watch.disconnect();
          this.page.removeEventListener('readystatechange', look);
          resolve();
        }
      };
      const watch = new MutationObserver(look);
      watch.observe(this.page.body, { childList: true });
      this.page.addEventListener('readystatechange', look);
    });
  };

  #addressOf(part: Part, block: HTMLElement): string {
    try {
      const blob = new Blob([fromBase64(block.textContent ?? '')], { type: part.type });
      block.replaceChildren();
      return URL.createObjectURL(blob);
    } catch {
      return 'blob:missing';
    }
  }

  /** The parser is past it: something follows, or the page has ended. */
  #isWhole(part: Part): boolean {
    const block = this.page.getElementById(part.id);
    return this.page.readyState !== 'loading' || (block !== null && block.nextElementSibling !== null);
  }
}
