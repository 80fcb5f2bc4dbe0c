// Scripts and styles inside a page: nothing in them may end their element, and the page's
// Content-Security-Policy names each by its hash.
import { createHash } from 'node:crypto';

/** The same script, without what an HTML parser would take for its end or for a comment. */
export function inlineScript(code) {
  return code.replaceAll('\r\n', '\n').replace(/<(?=!--|\/script|script)/gi, '\\x3c');
}

export function inlineStyle(css) {
  if (/<\/style/i.test(css)) {
    throw new Error('</style in a style sheet');
  }
  return css.replaceAll('\r\n', '\n');
}

export function hashSource(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
