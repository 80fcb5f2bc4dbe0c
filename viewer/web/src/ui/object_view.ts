// One object: its model, and beside it all that is known of it. The still picture and the text are
// there whatever happens to the model.
import type { App } from '../component/app';
import { viewerBase } from '../component/viewer_base';
import { useOwnDecoders } from '../model/decoders';
import type { ModelView } from '../model/model_view';
import { hasWebGl } from '../stage/stage';
import { chooseModel, finerModel, type DeviceFacts } from '../tour/model_tier';
import type { HeritageObject, Inscription, Model } from '../tour/tour';
import { h, paragraphs, rebuild, type Child } from './dom';
import { icon } from './icons';
import { figure } from './hotspot';
import { megabytes } from './megabytes';
import { Turntable } from './turntable';

type ModelState = 'none' | 'loading' | 'shown' | 'failed';

export class ObjectView {
  readonly element = h('div', { class: 'object' });
  readonly #picture = h('div', { class: 'object-picture' });
  readonly #poster = h('img', { class: 'object-poster', attrs: { alt: '' } });
  readonly #status = h('div', { class: 'object-status', attrs: { role: 'status' } });
  readonly #words = h('div', { class: 'object-words' });
  #state: ModelState = 'none';
  #percent = 0;
  #shown: Model | null = null;
  #view: ModelView | null = null;
  #turntable: Turntable | null = null;
  #closed = false;

  constructor(
    private readonly app: App,
    private readonly object: HeritageObject,
  ) {
    this.#picture.append(this.#poster, this.#status);
    this.element.append(this.#picture, this.#words);
    const poster = object.poster ?? object.photos[0]?.src ?? null;
    this.#poster.hidden = poster === null;
    this.#poster.addEventListener('error', () => (this.#poster.hidden = true));
    if (poster !== null) {
      this.#poster.src = app.addresses.file(poster);
    }
    this.render();
    void this.#openModel();
  }

  close(): void {
    this.#closed = true;
    this.#view?.element.remove();
    this.#view = null;
  }

  render(): void {
    const { app, object } = this;
    const alt = app.text(object.alt);
    this.#poster.alt = alt;
    this.#view?.say({
      alt: app.say('modelPicture', { alt }),
      ar: app.say('viewInSpace'),
      leaveAr: app.say('close'),
      text: (text) => app.text(text),
    });
    this.#turntable?.render();
    this.#renderStatus();
    rebuild(this.#words, [
      ...(object.description === null ? [] : paragraphs(app.text(object.description))),
      ...(object.description === null && object.models.length > 0 && alt !== app.text(object.name) ? paragraphs(alt) : []),
      this.#dimensions(),
      ...this.#inscriptions(),
      ...this.#annotations(),
      ...this.#photos(),
    ]);
  }

  async #openModel(): Promise<void> {
    const model = chooseModel(this.object.models, deviceFacts());
    if (model === null) {
      return;
    }
    if (!hasWebGl()) {
      this.#enter('failed');
      return;
    }
    this.#shown = model;
    this.#enter('loading');
    try {
      useOwnDecoders(viewerBase());
      const [{ ModelView }] = await Promise.all([import('../model/model_view'), this.app.addresses.arrived(model.src)]);
      if (this.#closed) {
        return;
      }
      this.#show(ModelView, model);
    } catch {
      this.#enter('failed');
    }
  }

  #show(View: typeof ModelView, model: Model): void {
    const { app, object } = this;
    this.#view = new View({
      src: app.addresses.file(model.src),
      iosSrc: object.usdz === null ? null : app.addresses.file(object.usdz),
      ar: !app.kiosk && matchMedia('(pointer: coarse)').matches,
      posterDeg: object.posterDeg,
      annotations: object.annotations,
      onProgress: (share) => {
        this.#percent = Math.floor(share * 100);
        this.#renderStatus();
      },
      onLoaded: () => this.#enter('shown'),
      onFailed: () => {
        this.#view?.element.remove();
        this.#view = null;
        this.#enter('failed');
      },
      onAnnotation: (index) => this.#openAnnotation(index),
    });
    this.#picture.insertBefore(this.#view.element, this.#status);
    this.render();
  }

  #enter(state: ModelState): void {
    this.#state = state;
    this.#picture.dataset['state'] = state;
    if (state === 'failed' && this.#turntable === null && this.object.turntable.length > 1) {
      this.#turntable = new Turntable(this.app, this.object.turntable, this.object.alt);
      this.#picture.insertBefore(this.#turntable.element, this.#status);
    }
    this.#renderStatus();
  }

  #renderStatus(): void {
    const { app } = this;
    const parts: Child[] = [];
    if (this.#state === 'loading') {
      parts.push(h('p', {}, app.say('modelLoading', { percent: this.#percent })));
    } else if (this.#state === 'failed') {
      parts.push(h('p', { class: 'missing' }, icon('warning'), app.say(hasWebGl() ? 'modelFailed' : 'modelNoWebGl')));
    } else if (this.#state === 'shown' && this.#shown !== null) {
      const finer = finerModel(this.object.models, this.#shown);
      parts.push(h('p', { class: 'object-help' }, app.say('modelHelp')));
      parts.push(finer !== null && this.#finerButton(finer));
    }
    rebuild(this.#status, parts);
  }

  #finerButton(finer: Model): HTMLButtonElement {
    const { app } = this;
    return h(
      'button',
      {
        class: 'text-button',
        attrs: { type: 'button', 'data-key': 'finer' },
        on: {
          click: () => {
            this.#shown = finer;
            this.#enter('loading');
            this.#view?.replace(app.addresses.file(finer.src));
          },
        },
      },
      app.say('modelFiner', { size: megabytes(finer.bytes, app.language) }),
    );
  }

  #openAnnotation(index: number): void {
    this.#view?.lookAt(index);
    const item = this.#words.querySelector<HTMLElement>(`[data-note="${index}"]`);
    item?.scrollIntoView({ block: 'nearest' });
    item?.focus({ preventScroll: true });
  }

  #dimensions(): Child {
    const { app } = this;
    const { width, height, depth } = this.object.dimensionsMm;
    const named = [
      [height, 'height'],
      [width, 'width'],
      [depth, 'depth'],
    ] as const;
    const parts = named.flatMap(([value, word]) =>
      value === null ? [] : [`${app.say(word)} ${new Intl.NumberFormat(app.language, { maximumFractionDigits: 1 }).format(value / 10)} cm`],
    );
    return parts.length > 0 && h('dl', { class: 'facts' }, h('dt', {}, app.say('dimensions')), h('dd', {}, parts.join(', ')));
  }

  #inscriptions(): readonly Node[] {
    const { app } = this;
    const item = (of: Inscription): HTMLElement =>
      h(
        'li',
        { class: 'inscription' },
        h('p', { class: 'han-nom', attrs: { lang: 'vi-Hani' } }, of.original),
        of.transcription !== '' && h('p', { class: 'reading', attrs: { lang: 'vi' } }, of.transcription),
        ...(of.translation === null ? [] : paragraphs(app.text(of.translation))),
      );
    return this.object.inscriptions.length === 0
      ? []
      : [h('h3', {}, app.say('inscriptions')), h('ul', { class: 'inscriptions', attrs: { role: 'list' } }, ...this.object.inscriptions.map(item))];
  }

  #annotations(): readonly Node[] {
    const { app } = this;
    const items = this.object.annotations.map((note, i) =>
      h(
        'li',
        { attrs: { 'data-note': i, tabindex: -1 } },
        h(
          'button',
          { class: 'choice', attrs: { type: 'button', 'data-key': `note-${note.id}` }, on: { click: () => this.#view?.lookAt(i) } },
          h('span', { class: 'card-number' }, String(i + 1)),
          h('span', {}, app.text(note.title)),
        ),
        ...(note.text === null ? [] : paragraphs(app.text(note.text))),
      ),
    );
    return items.length === 0 ? [] : [h('h3', {}, app.say('annotations')), h('ol', { class: 'choices', attrs: { role: 'list' } }, ...items)];
  }

  #photos(): readonly Node[] {
    const { app, object } = this;
    return object.photos.length === 0
      ? []
      : [h('h3', {}, app.say('photos')), h('div', { class: 'photos' }, ...object.photos.map((photo) => figure(app, photo, object.name, object.photos)))];
  }
}

interface NavigatorHints {
  readonly deviceMemory?: number;
  readonly connection?: { readonly saveData?: boolean };
}

function deviceFacts(): DeviceFacts {
  const hints = navigator as NavigatorHints;
  return {
    saveData: hints.connection?.saveData === true,
    memoryGb: hints.deviceMemory ?? null,
    shortSidePx: Math.min(screen.width, screen.height),
  };
}
