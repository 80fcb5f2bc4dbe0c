// What a page in one file carries (pipeline/single writes it): a list of parts, and each part as
// base64 in a block of its own, <script type="text/plain" id="part-7">. Nothing that a site wrote
// stands in the markup itself.

export interface Part {
  readonly id: string;
  readonly type: string;
  readonly bytes: number;
}

/** Throws a SyntaxError when the list is not one of ours: the page was cut or edited. */
export function readPartList(text: string): ReadonlyMap<string, Part> {
  const json: unknown = JSON.parse(text);
  if (!Array.isArray(json)) {
    throw new SyntaxError('a list of parts');
  }
  return new Map(json.map((entry: unknown, i) => readPart(entry, i)));
}

function readPart(entry: unknown, i: number): readonly [string, Part] {
  const [path, type, bytes] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  if (typeof path !== 'string' || typeof type !== 'string' || typeof bytes !== 'number') {
    throw new SyntaxError(`part ${i}: path, type, bytes`);
  }
  return [path, { id: `part-${i}`, type, bytes }];
}

/** Throws when the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}
