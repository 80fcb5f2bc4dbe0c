import { describe, expect, it } from 'vitest';

import { fromBase64, readPartList } from '../src/single/part_list';
import { hashSource, inlineScript, inlineStyle } from '../tools/inline_script.mjs';

describe('a page in one file', () => {
  it('finds its parts by path', () => {
    const parts = readPartList('[["tour.json","application/json",5],["a/b.jpg","image/jpeg",9]]');
    expect(parts.get('a/b.jpg')).toEqual({ id: 'part-1', type: 'image/jpeg', bytes: 9 });
    expect(parts.get('c')).toBeUndefined();
    for (const wrong of ['', '{}', '[1]', '[["a"]]', '[["a","b","c"]]', '[["a","b",1']) {
      expect(() => readPartList(wrong)).toThrow(SyntaxError);
    }
  });

  it('gives bytes back as they were', () => {
    const bytes = Uint8Array.from({ length: 700 }, (_, i) => (i * 37) & 255);
    for (const length of [0, 1, 2, 3, 699, 700]) {
      expect(fromBase64(Buffer.from(bytes.subarray(0, length)).toString('base64'))).toEqual(bytes.subarray(0, length));
    }
    expect(() => fromBase64('a*b')).toThrow();
  });

  it('holds scripts that cannot end their element and mean the same', () => {
    const code = 'globalThis.said = ["</script>", `<!--${1}-->`, /<script/.test("<SCRIPT"), "a\\r\\n"].join("|");\r\n';
    const inline = inlineScript(code);
    expect(inline).not.toMatch(/<\/script|<!--|<script|\r/i);
    (0, eval)(inline);
    const escaped = (globalThis as { said?: string }).said;
    (0, eval)(code);
    expect(escaped).toBe((globalThis as { said?: string }).said);
    expect(() => inlineStyle('a{}</style>')).toThrow();
    expect(hashSource('')).toBe("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  });
});
