// What a search found inside the tours: each entry leads to its place.
import { say } from '../language/words';
import { excerpt } from '../tour/search';
import { inLanguage } from '../tour/tour';
import { h, type Child } from '../ui/dom';
import { icon, type IconName } from '../ui/icons';
import type { Choice } from './choice';
import type { Hit } from './find';
import type { Kind } from './portal';
import { sayPortal } from './words';

export interface FoundActions {
  readonly address: (hit: Hit) => string;
  readonly more: () => void;
}

const kGlyphs: Readonly<Record<Kind, IconName>> = { site: 'about', scene: 'scenes', hotspot: 'about', object: 'object', stop: 'guide' };

export function foundList(hits: readonly Hit[], all: number, choice: Choice, actions: FoundActions): readonly Child[] {
  const { language } = choice;
  const rest = all - hits.length;
  return [
    h('h2', { class: 'group-title' }, sayPortal(language, 'foundIn', { count: all, query: choice.query.trim() })),
    h('ul', { class: 'search-results', attrs: { role: 'list' } }, ...hits.map((hit, i) => item(hit, i, choice, actions))),
    rest > 0 &&
      h('button', { class: 'text-button', attrs: { type: 'button', 'data-key': 'more' }, on: { click: actions.more } }, sayPortal(language, 'more', { count: rest })),
  ];
}

function item(hit: Hit, number: number, choice: Choice, actions: FoundActions): HTMLElement {
  const { language } = choice;
  const line = excerpt({ body: [hit.entry.body] }, choice.query, language);
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'result', attrs: { href: actions.address(hit), 'data-key': `hit-${number}` } },
      icon(kGlyphs[hit.entry.kind]),
      h(
        'span',
        { class: 'result-text' },
        h('span', { class: 'result-kind' }, `${kindName(hit.entry.kind, choice)} · ${inLanguage(hit.site.name, language)}`),
        h('span', { class: 'result-title' }, inLanguage(hit.entry.title, language)),
        line !== '' && h('span', { class: 'result-line' }, line),
      ),
    ),
  );
}

function kindName(kind: Kind, { language }: Choice): string {
  switch (kind) {
    case 'site':
      return sayPortal(language, 'kindSite');
    case 'stop':
      return sayPortal(language, 'kindStop');
    case 'scene':
      return say(language, 'kindScene');
    case 'hotspot':
      return say(language, 'kindHotspot');
    case 'object':
      return say(language, 'kindObject');
  }
}
