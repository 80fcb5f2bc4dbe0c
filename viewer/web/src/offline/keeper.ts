// Keeps a whole tour in the browser's cache, where the service worker finds it without network.
import type { Tour } from '../tour/tour';
import { keptCache, kWholeMark } from './cache_names';
import { filesOfTour } from './tour_files';

export type KeepState =
  | { readonly kind: 'unknown' | 'none' | 'kept' | 'full' | 'failed'; readonly bytes: number }
  | { readonly kind: 'keeping'; readonly bytes: number; readonly done: number; readonly count: number };

interface OfflineList {
  readonly version: string;
  readonly viewer: readonly string[];
  readonly bytes: number;
}

const kAtOnce = 4;

export class Keeper {
  #state: KeepState = { kind: 'unknown', bytes: 0 };
  #work: AbortController | null = null;
  onChange: () => void = () => undefined;

  /** `scope` is the folder of tour.json and of the service worker. */
  constructor(private readonly scope: URL) {}

  get state(): KeepState {
    return this.#state;
  }

  /** What is kept now, and how much there is to keep. */
  async look(): Promise<void> {
    if (this.#work !== null) {
      return;
    }
    const { bytes } = await this.#list();
    const whole = await (await caches.open(this.#name)).match(this.#address(kWholeMark));
    this.#enter({ kind: whole === undefined ? 'none' : 'kept', bytes });
  }

  async keep(tour: Tour): Promise<void> {
    const work = new AbortController();
    this.#work = work;
    try {
      const list = await this.#list();
      if (await this.#lacksRoom(list.bytes)) {
        this.#enter({ kind: 'full', bytes: list.bytes });
        return;
      }
      await this.#fetchAll([...filesOfTour(tour), ...list.viewer], list, work.signal);
      await (await caches.open(this.#name)).put(this.#address(kWholeMark), Response.json({ version: list.version }));
      this.#enter({ kind: 'kept', bytes: list.bytes });
    } catch {
      // What has come stays: the next attempt goes on from there.
      this.#enter({ kind: work.signal.aborted ? 'none' : 'failed', bytes: this.#state.bytes });
    } finally {
      this.#work = null;
    }
  }

  stop(): void {
    this.#work?.abort();
  }

  async forget(): Promise<void> {
    this.stop();
    await caches.delete(this.#name);
    this.#enter({ kind: 'none', bytes: this.#state.bytes });
  }

  get #name(): string {
    return keptCache(this.scope.href);
  }

  #address(path: string): string {
    return new URL(path.split('/').map(encodeURIComponent).join('/'), this.scope).href;
  }

  #enter(state: KeepState): void {
    this.#state = state;
    this.onChange();
  }

  async #list(): Promise<OfflineList> {
    const json: unknown = await (await fetch(this.#address('offline.json'))).json();
    return readOfflineList(json);
  }

  /** Asks the browser not to clear the cache by itself, and how much room it gives. */
  async #lacksRoom(bytes: number): Promise<boolean> {
    await navigator.storage.persist();
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
    return quota - usage < bytes;
  }

  async #fetchAll(files: readonly string[], list: OfflineList, signal: AbortSignal): Promise<void> {
    const cache = await caches.open(this.#name);
    const waiting = [...files];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        signal.throwIfAborted();
        const address = this.#address(path);
        if ((await cache.match(address)) === undefined) {
          // A file that the host lacks is one that the tour does without.
          const answer = await fetch(address, { signal });
          if (answer.ok) {
            await cache.put(address, answer);
          }
        }
        this.#enter({ kind: 'keeping', bytes: list.bytes, done: ++done, count: files.length });
      }
    };
    this.#enter({ kind: 'keeping', bytes: list.bytes, done, count: files.length });
    await Promise.all(Array.from({ length: kAtOnce }, work));
  }
}

/** offline.json as the page needs it; the worker reads the digests. */
export function readOfflineList(json: unknown): OfflineList {
  const { version, viewer, parts } = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  if (typeof version !== 'string' || !Array.isArray(viewer) || !Array.isArray(parts)) {
    throw new SyntaxError('offline.json');
  }
  const sizes = parts.map((part: unknown) => (Array.isArray(part) ? Number(part[2]) : 0));
  return {
    version,
    viewer: viewer.filter((path): path is string => typeof path === 'string'),
    bytes: sizes.reduce((sum, size) => sum + (Number.isFinite(size) ? size : 0), 0),
  };
}
