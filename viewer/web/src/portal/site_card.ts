// One site in the list: the whole card is the link to its tour.
import { inLanguage, languageOf, type Language } from '../tour/tour';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';
import { kRankWords } from './filter_groups';
import { addressOf } from './find';
import type { Site } from './portal';
import { sayPortal } from './words';

export function siteCard(site: Site, language: Language, file: (path: string) => string, pointed: (id: string | null) => void): HTMLElement {
  const picture =
    site.picture === null
      ? h('span', { class: 'card-picture card-empty' }, icon('scenes'))
      : h(
          'span',
          { class: `card-picture${site.scenes > 0 ? ' card-panoramic' : ''}` },
          h('img', { attrs: { src: file(site.picture), alt: '', loading: 'lazy', decoding: 'async', width: 1024, height: 512 } }),
        );
  const on = { mouseenter: () => pointed(site.id), mouseleave: () => pointed(null), focus: () => pointed(site.id), blur: () => pointed(null) };
  const address = inLanguage(site.address, language);
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'card site-card', attrs: { href: file(addressOf(site, language)), 'data-key': `site-${site.id}`, 'data-site': site.id }, on },
      picture,
      h(
        'span',
        { class: 'site-card-text' },
        site.rank !== null && h('span', { class: 'eyebrow' }, sayPortal(language, kRankWords[site.rank])),
        h('h3', { class: 'site-card-name', attrs: { lang: languageOf(site.name, language) } }, inLanguage(site.name, language)),
        address !== '' && h('span', { class: 'site-card-address', attrs: { lang: languageOf(site.address, language) } }, address),
        h('span', { class: 'site-card-counts' }, counts(site, language)),
      ),
    ),
  );
}

/** What a screen reader says of a point on the map. */
export function siteLabel(site: Site, language: Language): string {
  const rank = site.rank === null ? null : sayPortal(language, kRankWords[site.rank]);
  return [inLanguage(site.name, language), rank, counts(site, language)].filter((part) => part !== null && part !== '').join(', ');
}

function counts(site: Site, language: Language): string {
  return [
    site.scenes > 0 ? sayPortal(language, 'sceneCount', { count: site.scenes }) : '',
    site.objects > 0 ? sayPortal(language, 'objectCount', { count: site.objects }) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
