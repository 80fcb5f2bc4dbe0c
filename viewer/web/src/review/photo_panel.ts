// The source photos: one large, the others as a strip. A click on the large one asks the panorama to
// look at the same place, when it is known where the photo lies.
import type { View } from '../geometry/angles';
import type { Language } from '../tour/tour';
import { inLanguage } from '../tour/tour';
import { h, rebuild } from '../ui/dom';
import { icon } from '../ui/icons';
import { directionInPanorama } from './photo_direction';
import type { About, SourcePhoto } from './review';
import { sayReview } from './words';

export class PhotoPanel {
  readonly element = h('section', { class: 'photos-panel' });
  readonly #title = h('h3', {});
  readonly #large = h('img', { attrs: { alt: '' } });
  readonly #frame = h('button', { class: 'photo-frame', attrs: { type: 'button', 'data-key': 'photo' } }, this.#large);
  readonly #status = h('p', { class: 'photo-status', attrs: { role: 'status' } });
  readonly #bar = h('div', { class: 'photo-bar' });
  readonly #strip = h('ul', { class: 'photo-strip', attrs: { role: 'list' } });
  #about: About | null = null;
  #folder = '';
  #at = 0;
  #language: Language = 'vi';

  constructor(private readonly onLook: (view: View) => void) {
    this.element.append(this.#title, this.#frame, this.#bar, this.#status, this.#strip);
    this.#frame.addEventListener('click', (event) => this.#click(event));
    this.#large.addEventListener('error', () => this.#say('photoFailed'));
  }

  show(about: About, folder: string): void {
    this.#about = about;
    this.#folder = folder;
    this.#at = 0;
    this.render(this.#language);
  }

  render(language: Language): void {
    this.#language = language;
    const photos = this.#about?.photos ?? [];
    this.#title.textContent = sayReview(language, 'sources', { count: photos.length });
    const photo = photos[this.#at];
    this.#frame.hidden = photo === undefined;
    this.#bar.hidden = photo === undefined;
    if (photo === undefined) {
      this.#status.textContent = sayReview(language, 'noSources');
      this.#strip.replaceChildren();
      return;
    }
    const name = sayReview(language, 'photoOf', { number: this.#at + 1, count: photos.length, name: photo.name });
    const src = `${this.#folder}/photos/${this.#at + 1}.large.jpg`;
    this.#status.textContent = photoWords(photo, language);
    if (this.#large.getAttribute('src') !== src) {
      this.#large.src = src;
    }
    this.#large.alt = name;
    this.#frame.disabled = photo.pose === null;
    this.#frame.setAttribute('aria-label', photo.pose === null ? name : `${name}. ${sayReview(language, 'showInPanorama')}`);
    rebuild(this.#bar, [this.#step(-1, 'previous', 'previousPhoto'), h('span', {}, name), this.#step(1, 'next', 'nextPhoto')]);
    rebuild(this.#strip, photos.map((one, i) => h('li', {}, this.#thumb(one, i))));
  }

  #step(by: number, glyph: 'previous' | 'next', word: 'previousPhoto' | 'nextPhoto'): HTMLElement {
    const count = this.#about?.photos.length ?? 1;
    const click = (): void => this.#go((this.#at + by + count) % count);
    return h('button', { class: 'round-button', attrs: { type: 'button', 'data-key': glyph, 'aria-label': sayReview(this.#language, word) }, on: { click } }, icon(glyph));
  }

  #thumb(photo: SourcePhoto, i: number): HTMLElement {
    const attrs = {
      type: 'button',
      'data-key': `thumb-${i}`,
      'aria-pressed': i === this.#at ? 'true' : 'false',
      'aria-label': sayReview(this.#language, 'photoOf', { number: i + 1, count: this.#about?.photos.length ?? 0, name: photo.name }),
      title: photo.name,
    };
    const picture = h('img', { attrs: { alt: '', loading: 'lazy', decoding: 'async', src: `${this.#folder}/photos/${i + 1}.jpg` } });
    return h('button', { class: photo.status === 'rejected' ? 'thumb thumb-rejected' : 'thumb', attrs, on: { click: () => this.#go(i) } }, picture);
  }

  #go(index: number): void {
    this.#at = index;
    this.render(this.#language);
    this.#look(0.5, 0.5);
  }

  #click(event: MouseEvent): void {
    const place = this.#large.getBoundingClientRect();
    // A press of the space bar has no place: the photo's middle.
    const byKey = event.detail === 0 || place.width === 0 || place.height === 0;
    this.#look(byKey ? 0.5 : (event.clientX - place.left) / place.width, byKey ? 0.5 : (event.clientY - place.top) / place.height);
  }

  #look(x: number, y: number): void {
    const photo = this.#about?.photos[this.#at];
    if (photo?.pose !== undefined && photo.pose !== null && photo.height > 0) {
      this.onLook(directionInPanorama(photo.pose, photo.width / photo.height, x, y));
    }
  }

  #say(word: 'photoFailed'): void {
    this.#status.textContent = sayReview(this.#language, word, { name: this.#about?.photos[this.#at]?.name ?? '' });
  }
}

function photoWords(photo: SourcePhoto, language: Language): string {
  if (photo.status === 'rejected') {
    return sayReview(language, 'photoRejected', { reason: photo.reason === null ? '' : inLanguage(photo.reason, language) });
  }
  const placed = photo.status === 'placed-by-prior' ? [sayReview(language, 'photoPrior')] : [];
  return [...placed, ...(photo.pose === null ? [] : [sayReview(language, 'clickPhoto')])].join('. ');
}
