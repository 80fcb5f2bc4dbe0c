// All scenes and objects as pictures to choose from.
import type { App } from '../component/app';
import { h, type Child } from './dom';
import { icon } from './icons';
import type { SheetContent } from './sheet';

export function galleryContent(app: App): SheetContent {
  return {
    name: 'gallery',
    shape: 'wide',
    title: () => app.say(app.tour.objects.length > 0 ? 'galleryTitle' : 'scenes'),
    body: () => [...sceneCards(app), ...objectCards(app)],
  };
}

function sceneCards(app: App): readonly Node[] {
  const { scenes } = app.tour;
  if (scenes.length === 0) {
    return [];
  }
  const cards = scenes.map((scene, i) =>
    card({
      key: `scene-${scene.id}`,
      picture: app.addresses.file(scene.thumbnail),
      panoramic: true,
      number: String(i + 1),
      name: app.text(scene.name),
      current: scene.id === app.scene?.id,
      act: () => {
        app.sheet.close();
        void app.goTo(scene.id);
      },
    }),
  );
  const heading = app.tour.objects.length > 0 && h('h3', { class: 'group-title' }, app.say('sceneCount', { count: scenes.length }));
  return section(heading, cards);
}

export function objectCards(app: App): readonly Node[] {
  const { objects } = app.tour;
  if (objects.length === 0) {
    return [];
  }
  const cards = objects.map((object) =>
    card({
      key: `object-${object.id}`,
      picture: object.poster === null ? null : app.addresses.file(object.poster),
      panoramic: false,
      number: null,
      name: app.text(object.name),
      current: false,
      act: () => app.openObject(object.id),
    }),
  );
  return section(h('h3', { class: 'group-title' }, app.say('objectCount', { count: objects.length })), cards);
}

function section(heading: Child, cards: readonly HTMLElement[]): readonly Node[] {
  const list = h('ul', { class: 'cards', attrs: { role: 'list' } }, ...cards.map((item) => h('li', {}, item)));
  return heading instanceof Node ? [heading, list] : [list];
}

interface Card {
  readonly key: string;
  readonly picture: string | null;
  readonly panoramic: boolean;
  readonly number: string | null;
  readonly name: string;
  readonly current: boolean;
  readonly act: () => void;
}

function card(of: Card): HTMLButtonElement {
  const picture =
    of.picture === null
      ? h('span', { class: `card-picture card-empty${of.panoramic ? '' : ' card-whole'}` }, icon('object'))
      : h(
          'span',
          { class: `card-picture${of.panoramic ? ' card-panoramic' : ' card-whole'}` },
          h('img', { attrs: { src: of.picture, alt: '', loading: 'lazy', decoding: 'async' } }),
        );
  return h(
    'button',
    {
      class: 'card',
      attrs: { type: 'button', 'data-key': of.key, 'aria-current': of.current ? 'true' : null },
      on: { click: of.act },
    },
    picture,
    h('span', { class: 'card-name' }, of.number !== null && h('span', { class: 'card-number' }, of.number), h('span', {}, of.name)),
  );
}
