// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 20, the
// mask with the lowest penalty. Small enough to carry along, so that a kiosk needs no other host to
// hand a visitor the place they look at.

/** Modules row by row, true is dark; without the quiet zone. */
export type QrCode = readonly (readonly boolean[])[];

// Level M of each version from 1: error-correction codewords a block, then blocks (Table 9).
const kEccPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26] as const;
const kBlocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16] as const;
const kFormatM = 0;

/** null when the text is too long for version 20 (666 bytes). */
export function qrCode(text: string): QrCode | null {
  const bytes = new TextEncoder().encode(text);
  const version = kBlocks.findIndex((_, i) => bytes.length <= dataCodewords(i + 1) - (i + 1 < 10 ? 2 : 3)) + 1;
  if (version === 0) {
    return null;
  }
  const codewords = interleave(withPadding(bytes, version), version);
  const drawn = new Drawing(version);
  drawn.drawPatterns();
  drawn.drawCodewords(codewords);
  return drawn.bestMask();
}

function rawModules(version: number): number {
  const alignment = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const base = (16 * version + 128) * version + 64;
  const aligned = version === 1 ? 0 : (25 * alignment - 10) * alignment - 55;
  return base - aligned - (version >= 7 ? 36 : 0);
}

function dataCodewords(version: number): number {
  return Math.floor(rawModules(version) / 8) - (kEccPerBlock[version - 1] ?? 0) * (kBlocks[version - 1] ?? 0);
}

function withPadding(bytes: Uint8Array, version: number): Uint8Array {
  const capacity = dataCodewords(version);
  const bits: number[] = [];
  const push = (value: number, length: number): void => {
    for (let i = length - 1; i >= 0; --i) {
      bits.push((value >>> i) & 1);
    }
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, capacity * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity * 8; pad ^= 0xec ^ 0x11) {
    push(pad, 8);
  }
  const data = new Uint8Array(capacity);
  bits.forEach((bit, i) => (data[i >> 3] = (data[i >> 3] ?? 0) | (bit << (7 - (i & 7)))));
  return data;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; --i) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product & 0xff;
}

function divisor(degree: number): Uint8Array {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; ++i) {
    for (let j = 0; j < degree; ++j) {
      result[j] = multiply(result[j] ?? 0, root) ^ (result[j + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return result;
}

function remainder(data: Uint8Array, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(by.length);
  for (const byte of data) {
    const factor = byte ^ (result[0] ?? 0);
    result.copyWithin(0, 1);
    result[by.length - 1] = 0;
    by.forEach((coefficient, i) => (result[i] = (result[i] ?? 0) ^ multiply(coefficient, factor)));
  }
  return result;
}

/** Splits into blocks (short ones first), adds each one's correction, and weaves them together. */
function interleave(data: Uint8Array, version: number): Uint8Array {
  const blocks = kBlocks[version - 1] ?? 1;
  const ecc = kEccPerBlock[version - 1] ?? 0;
  const total = Math.floor(rawModules(version) / 8);
  const shortBlocks = blocks - (total % blocks);
  const shortData = Math.floor(total / blocks) - ecc;
  const by = divisor(ecc);
  const parts: { data: Uint8Array; ecc: Uint8Array }[] = [];
  for (let i = 0, at = 0; i < blocks; ++i) {
    const length = shortData + (i < shortBlocks ? 0 : 1);
    const slice = data.subarray(at, at + length);
    parts.push({ data: slice, ecc: remainder(slice, by) });
    at += length;
  }
  const out: number[] = [];
  const weave = (length: number, of: (part: { data: Uint8Array; ecc: Uint8Array }) => Uint8Array): void => {
    for (let i = 0; i < length; ++i) {
      for (const part of parts) {
        const byte = of(part)[i];
        if (byte !== undefined) {
          out.push(byte);
        }
      }
    }
  };
  weave(shortData + 1, (part) => part.data);
  weave(ecc, (part) => part.ecc);
  return Uint8Array.from(out);
}

const kMasks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Drawing {
  readonly #size: number;
  readonly #modules: boolean[][];
  readonly #fixed: boolean[][];

  constructor(private readonly version: number) {
    this.#size = version * 4 + 17;
    const blank = (): boolean[][] => Array.from({ length: this.#size }, () => new Array<boolean>(this.#size).fill(false));
    this.#modules = blank();
    this.#fixed = blank();
  }

  drawPatterns(): void {
    for (let i = 0; i < this.#size; ++i) {
      this.#fix(6, i, i % 2 === 0);
      this.#fix(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [this.#size - 4, 3], [3, this.#size - 4]] as const) {
      this.#finder(x, y);
    }
    const places = this.#alignmentPlaces();
    const last = places.length - 1;
    places.forEach((x, i) =>
      places.forEach((y, j) => {
        if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) {
          this.#alignment(x, y);
        }
      }),
    );
    this.#format(0);
    this.#versionInformation();
  }

  drawCodewords(codewords: Uint8Array): void {
    let i = 0;
    for (let right = this.#size - 1; right >= 1; right -= 2) {
      const column = right <= 6 ? right - 1 : right;
      for (let step = 0; step < this.#size; ++step) {
        for (let j = 0; j < 2; ++j) {
          const x = column - j;
          const upward = ((column + 1) & 2) === 0;
          const y = upward ? this.#size - 1 - step : step;
          if (this.#fixed[y]?.[x] === false && i < codewords.length * 8) {
            this.#set(x, y, (((codewords[i >> 3] ?? 0) >>> (7 - (i & 7))) & 1) !== 0);
            ++i;
          }
        }
      }
    }
  }

  bestMask(): QrCode {
    let best = 0;
    let least = Infinity;
    for (let mask = 0; mask < 8; ++mask) {
      this.#mask(mask);
      this.#format(mask);
      const score = penalty(this.#modules);
      if (score < least) {
        least = score;
        best = mask;
      }
      this.#mask(mask);
    }
    this.#mask(best);
    this.#format(best);
    return this.#modules;
  }

  #set(x: number, y: number, dark: boolean): void {
    const row = this.#modules[y];
    if (row !== undefined) {
      row[x] = dark;
    }
  }

  #fix(x: number, y: number, dark: boolean): void {
    const row = this.#fixed[y];
    if (row !== undefined && x >= 0 && x < this.#size) {
      row[x] = true;
      this.#set(x, y, dark);
    }
  }

  #finder(centreX: number, centreY: number): void {
    for (let dy = -4; dy <= 4; ++dy) {
      for (let dx = -4; dx <= 4; ++dx) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.#fix(centreX + dx, centreY + dy, ring !== 2 && ring !== 4);
      }
    }
  }

  #alignment(centreX: number, centreY: number): void {
    for (let dy = -2; dy <= 2; ++dy) {
      for (let dx = -2; dx <= 2; ++dx) {
        this.#fix(centreX + dx, centreY + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }

  #alignmentPlaces(): readonly number[] {
    if (this.version === 1) {
      return [];
    }
    const count = Math.floor(this.version / 7) + 2;
    const step = Math.ceil((this.version * 4 + 4) / (count * 2 - 2)) * 2;
    const places = [6];
    for (let at = this.#size - 7; places.length < count; at -= step) {
      places.splice(1, 0, at);
    }
    return places;
  }

  #format(mask: number): void {
    const data = (kFormatM << 3) | mask;
    let rest = data;
    for (let i = 0; i < 10; ++i) {
      rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    }
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (i: number): boolean => ((bits >>> i) & 1) !== 0;
    for (let i = 0; i <= 5; ++i) {
      this.#fix(8, i, bit(i));
    }
    this.#fix(8, 7, bit(6));
    this.#fix(8, 8, bit(7));
    this.#fix(7, 8, bit(8));
    for (let i = 9; i < 15; ++i) {
      this.#fix(14 - i, 8, bit(i));
    }
    for (let i = 0; i < 8; ++i) {
      this.#fix(this.#size - 1 - i, 8, bit(i));
    }
    for (let i = 8; i < 15; ++i) {
      this.#fix(8, this.#size - 15 + i, bit(i));
    }
    this.#fix(8, this.#size - 8, true);
  }

  #versionInformation(): void {
    if (this.version < 7) {
      return;
    }
    let rest = this.version;
    for (let i = 0; i < 12; ++i) {
      rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    }
    const bits = (this.version << 12) | rest;
    for (let i = 0; i < 18; ++i) {
      const dark = ((bits >>> i) & 1) !== 0;
      const a = this.#size - 11 + (i % 3);
      const b = Math.floor(i / 3);
      this.#fix(a, b, dark);
      this.#fix(b, a, dark);
    }
  }

  #mask(index: number): void {
    const inverts = kMasks[index];
    for (let y = 0; y < this.#size; ++y) {
      for (let x = 0; x < this.#size; ++x) {
        if (this.#fixed[y]?.[x] === false && inverts?.(x, y) === true) {
          this.#set(x, y, this.#modules[y]?.[x] === false);
        }
      }
    }
  }
}

/** Section 7.8.3: runs, blocks, look-alikes of the finder, and the balance of dark and light. */
function penalty(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  const at = (x: number, y: number): boolean => modules[y]?.[x] === true;
  let score = 0;
  let dark = 0;
  for (let y = 0; y < size; ++y) {
    score += linePenalty(size, (i) => at(i, y)) + linePenalty(size, (i) => at(y, i));
    for (let x = 0; x < size; ++x) {
      dark += at(x, y) ? 1 : 0;
      if (x + 1 < size && y + 1 < size && at(x, y) === at(x + 1, y) && at(x, y) === at(x, y + 1) && at(x, y) === at(x + 1, y + 1)) {
        score += 3;
      }
    }
  }
  return score + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10;
}

function linePenalty(size: number, at: (i: number) => boolean): number {
  let score = 0;
  let run = 1;
  let line = at(0) ? '1' : '0';
  for (let i = 1; i < size; ++i) {
    line += at(i) ? '1' : '0';
    run = at(i) === at(i - 1) ? run + 1 : 1;
    score += run === 5 ? 3 : run > 5 ? 1 : 0;
  }
  for (const likeness of ['10111010000', '00001011101']) {
    for (let i = line.indexOf(likeness); i >= 0; i = line.indexOf(likeness, i + 1)) {
      score += 40;
    }
  }
  return score;
}
