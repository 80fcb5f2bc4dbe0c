// The scene and the site in words: what one sees, what there is to open, and whose it is. This is
// the whole scene for people who do not see the picture.
import type { App } from '../component/app';
import type { Word } from '../language/words';
import { inLanguage, type Rank, type Scene } from '../tour/tour';
import { h, paragraphs, type Child } from './dom';
import { icon, type IconName } from './icons';
import { hotspotIcon } from '../stage/stage';
import { OfflinePanel } from './offline_panel';
import type { SheetContent } from './sheet';

const kRanks: Readonly<Record<Rank, Word>> = {
  'special-national': 'rankSpecialNational',
  national: 'rankNational',
  provincial: 'rankProvincial',
  inventoried: 'rankInventoried',
};

export function rankName(app: App): string | null {
  return app.tour.rank === null ? null : app.say(kRanks[app.tour.rank]);
}

export function aboutContent(app: App): SheetContent {
  return {
    name: 'about',
    shape: 'side',
    title: () => app.text(app.scene?.name ?? app.tour.name),
    body: () => [
      ...(app.scene === null ? [] : aboutScene(app, app.scene)),
      ...aboutSite(app),
      ...(app.keeper === null || app.kiosk ? [] : [new OfflinePanel(app, app.keeper).element]),
    ],
  };
}

function aboutScene(app: App, scene: Scene): readonly Node[] {
  const links = scene.links.map((link) => {
    const target = app.tour.scenes.find((item) => item.id === link.to);
    return choice('walk', target === undefined ? link.to : app.text(target.name), `about-link-${link.to}`, () => {
      app.sheet.close();
      void app.goTo(link.to);
    });
  });
  const spots = scene.hotspots.map((spot) =>
    choice(hotspotIcon(spot), app.text(spot.title), `about-spot-${spot.id}`, () => app.openHotspot(scene, spot)),
  );
  return [
    ...(scene.description === null ? [] : paragraphs(app.text(scene.description))),
    h('h3', {}, app.say('whatYouSee')),
    ...paragraphs(app.text(scene.alt)),
    ...group(app.say('waysOn'), links),
    ...group(app.say('pointsOfInterest'), spots),
  ];
}

function choice(glyph: IconName, name: string, key: string, act: () => void): HTMLElement {
  return h('li', {}, h('button', { class: 'choice', attrs: { type: 'button', 'data-key': key }, on: { click: act } }, icon(glyph), h('span', {}, name)));
}

function group(title: string, items: readonly HTMLElement[]): readonly Node[] {
  return items.length === 0 ? [] : [h('h3', {}, title), h('ul', { class: 'choices', attrs: { role: 'list' } }, ...items)];
}

function aboutSite(app: App): readonly Node[] {
  const { tour } = app;
  const facts: readonly (readonly [Word, Child])[] = [
    ['rank', rankName(app)],
    ['address', tour.address === null ? null : app.text(tour.address)],
    ['rights', rightsLine(app)],
    ['rightsStatement', statement(app)],
  ];
  const rows = facts.filter(([, value]) => value !== null && value !== '' && value !== false);
  const described = tour.description === null ? [] : paragraphs(app.text(tour.description));
  if (rows.length === 0 && described.length === 0) {
    return [];
  }
  return [
    h('h3', {}, app.scene === null ? app.say('theSite') : app.text(tour.name)),
    ...described,
    h('dl', { class: 'facts' }, ...rows.flatMap(([word, value]) => [h('dt', {}, app.say(word)), h('dd', {}, value)])),
    h('p', { class: 'made-by' }, tour.madeBy),
  ];
}

function rightsLine(app: App): string {
  const { holder, credit } = app.tour.rights;
  const thanks = credit === null ? '' : inLanguage(credit, app.language);
  return [holder, thanks].filter((part) => part !== '').join(' · ');
}

/** A kiosk leads nowhere outside: there the address is words, not a link. */
function statement(app: App): Child {
  const { statement: address } = app.tour.rights;
  if (address === '' || app.kiosk) {
    return address;
  }
  return h('a', { attrs: { href: address, target: '_blank', rel: 'noopener noreferrer license' } }, address.replace(/^https?:\/\//, ''));
}
