// Takes values out of JSON that arrived over the network, and remembers everything that is wrong
// with it, so that a web team sees all problems in one go.

export interface Problem {
  /** For example scenes[2].links[0].to */
  readonly place: string;
  readonly expected: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One object of the file and where it stands. Every getter answers a usable value, even a wrong one. */
export class JsonReader {
  readonly #value: JsonObject;

  constructor(
    value: unknown,
    readonly place: string,
    readonly problems: Problem[],
  ) {
    if (!isObject(value)) {
      this.problems.push({ place: place || '/', expected: 'an object' });
    }
    this.#value = isObject(value) ? value : {};
  }

  at(key: string): string {
    return this.place === '' ? key : `${this.place}.${key}`;
  }

  wrong(key: string, expected: string): void {
    this.problems.push({ place: this.at(key), expected });
  }

  has(key: string): boolean {
    return this.#value[key] !== undefined && this.#value[key] !== null;
  }

  raw(key: string): unknown {
    return this.#value[key];
  }

  string(key: string): string {
    const value = this.#value[key];
    if (typeof value !== 'string') {
      this.wrong(key, 'a string');
      return '';
    }
    return value;
  }

  stringOr<T>(key: string, missing: T): string | T {
    return this.has(key) ? this.string(key) : missing;
  }

  number(key: string, least = -Infinity, most = Infinity): number {
    const value = this.#value[key];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most) {
      this.wrong(key, Number.isFinite(least) ? `a number from ${least} to ${most}` : 'a number');
      return Number.isFinite(least) ? least : 0;
    }
    return value;
  }

  numberOr<T>(key: string, missing: T, least = -Infinity, most = Infinity): number | T {
    return this.has(key) ? this.number(key, least, most) : missing;
  }

  /** Fixed-length list of finite numbers, or null when it is missing. */
  numbers(key: string, length: number): readonly number[] | null {
    if (!this.has(key)) {
      return null;
    }
    const value = this.#value[key];
    if (!Array.isArray(value) || value.length !== length || !value.every((item) => Number.isFinite(item))) {
      this.wrong(key, `${length} numbers`);
      return null;
    }
    return value as readonly number[];
  }

  word<T extends string>(key: string, known: readonly T[]): T | null {
    const value = this.#value[key];
    const found = known.find((item) => item === value);
    if (found === undefined) {
      this.wrong(key, known.join(' | '));
    }
    return found ?? null;
  }

  object<T>(key: string, read: (reader: JsonReader) => T): T {
    return read(new JsonReader(this.#value[key], this.at(key), this.problems));
  }

  objectOr<T>(key: string, read: (reader: JsonReader) => T): T | null {
    return this.has(key) ? this.object(key, read) : null;
  }

  list<T>(key: string, read: (reader: JsonReader) => T): readonly T[] {
    const value = this.#value[key];
    if (!Array.isArray(value)) {
      this.wrong(key, 'a list');
      return [];
    }
    return value.map((item, i) => read(new JsonReader(item, `${this.at(key)}[${i}]`, this.problems)));
  }

  listOr<T>(key: string, read: (reader: JsonReader) => T): readonly T[] {
    return this.has(key) ? this.list(key, read) : [];
  }
}
