// What a point of interest tells: text, picture, sound, film, and the way to its object.
import type { App } from '../component/app';
import type { Film, Hotspot, Picture, Sound, Text } from '../tour/tour';
import { h, paragraphs } from './dom';
import { enlarge, type Enlargeable } from './enlarged';
import { icon } from './icons';
import type { SheetContent } from './sheet';

export function hotspotContent(app: App, spot: Hotspot, onClose: () => void): SheetContent {
  return {
    name: `hotspot-${spot.id}`,
    shape: 'side',
    title: () => app.text(spot.title),
    body: () => [
      ...(spot.image === null ? [] : [figure(app, spot.image, spot.title)]),
      ...(spot.video === null ? [] : film(app, spot.video)),
      ...(spot.audio === null ? [] : sound(app, spot.audio)),
      ...(spot.text === null ? [] : paragraphs(app.text(spot.text))),
      ...(spot.object === null ? [] : [objectButton(app, spot.object)]),
    ],
    onClose,
  };
}

/** Says so in place of `whole` when the medium cannot be loaded. */
function orMessage<T extends HTMLElement>(app: App, whole: T, medium: HTMLElement = whole): T {
  medium.addEventListener('error', () => {
    whole.replaceWith(h('p', { class: 'missing', attrs: { role: 'status' } }, icon('warning'), app.say('mediaFailed')));
  });
  return whole;
}

/** Enlarged by a click; from there a visitor goes on to the others `among` which it stands. */
export function figure(app: App, picture: Picture, title: Text, among: readonly Picture[] = [picture]): HTMLElement {
  const shown = (of: Picture): Enlargeable => ({ src: app.addresses.file(of.src), alt: app.text(of.alt ?? title) });
  const { src, alt } = shown(picture);
  const image = h('img', { attrs: { src, alt, loading: 'lazy' } });
  const button = h(
    'button',
    {
      class: 'figure-button',
      attrs: { type: 'button', 'aria-label': app.say('enlarge', { alt }), 'data-key': `enlarge-${picture.src}` },
      on: { click: () => enlarge(app, among.map(shown), among.indexOf(picture)) },
    },
    image,
  );
  return h('figure', { class: 'figure' }, orMessage(app, button, image), picture.alt !== null && h('figcaption', {}, alt));
}

export function sound(app: App, of: Sound): readonly Node[] {
  const player = h('audio', { attrs: { src: app.addresses.file(of.src), controls: true, preload: 'none' } });
  return [orMessage(app, player), ...transcript(app, of.transcript)];
}

function film(app: App, of: Film): readonly Node[] {
  const tracks = Object.entries(of.captions).map(([language, src]) =>
    h('track', {
      attrs: { kind: 'captions', srclang: language, label: language === 'vi' ? 'Tiếng Việt' : 'English', src: app.addresses.file(src), default: language === app.language },
    }),
  );
  const player = h(
    'video',
    {
      attrs: {
        src: app.addresses.file(of.src),
        poster: of.poster === null ? null : app.addresses.file(of.poster),
        controls: true,
        playsinline: true,
        preload: 'none',
      },
    },
    ...tracks,
  );
  return [orMessage(app, player), ...transcript(app, of.transcript)];
}

function transcript(app: App, text: Text | null): readonly Node[] {
  return text === null ? [] : [h('details', { class: 'transcript' }, h('summary', {}, app.say('transcript')), ...paragraphs(app.text(text)))];
}

function objectButton(app: App, id: string): HTMLElement {
  const object = app.tour.objects.find((item) => item.id === id);
  return h(
    'button',
    { class: 'main-button', attrs: { type: 'button' }, on: { click: () => app.openObject(id) } },
    icon('object'),
    object === undefined ? app.say('moreAbout') : `${app.say('moreAbout')}: ${app.text(object.name)}`,
  );
}
