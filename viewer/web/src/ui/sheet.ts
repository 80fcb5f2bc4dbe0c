// The one dialog of the page. A native <dialog>: the browser keeps the focus inside, closes it on
// Escape, makes the rest inert and gives the focus back.
import type { Word } from '../language/words';
import type { Language } from '../tour/tour';
import { h, rebuild, setAttribute } from './dom';
import { icon } from './icons';

export interface SheetContent {
  /** Also the name by which it is closed or replaced: "gallery", "object-bia-1". */
  readonly name: string;
  readonly shape: 'side' | 'wide' | 'small';
  readonly title: () => string;
  /** The language of the title when it is a text of the site. */
  readonly body: () => readonly Node[];
  readonly onClose?: () => void;
}

export interface SheetHost {
  readonly language: Language;
  say(word: Word, fields?: Readonly<Record<string, string | number>>): string;
  setLanguage(language: Language): void;
}

export class Sheet {
  readonly element = h('dialog', { class: 'sheet', attrs: { 'aria-labelledby': 'sheet-title' } });
  readonly #head = h('div', { class: 'sheet-head' });
  readonly #body = h('div', { class: 'sheet-body' });
  #content: SheetContent | null = null;

  constructor(private readonly host: SheetHost) {
    this.element.append(this.#head, this.#body);
    // The browser tells of the end when it finds the time: by then another panel may stand here.
    this.element.addEventListener('close', () => {
      if (!this.element.open) {
        this.#closed();
      }
    });
    this.element.addEventListener('click', (event) => {
      // A click on the dialog itself is one on its backdrop: its children fill it.
      if (event.target === this.element) {
        this.close();
      }
    });
  }

  get openName(): string | null {
    return this.#content?.name ?? null;
  }

  /** A sound or film that stands in it is running. */
  get isPlaying(): boolean {
    return [...this.#body.querySelectorAll<HTMLMediaElement>('audio, video')].some((media) => !media.paused && !media.ended);
  }

  open(content: SheetContent): void {
    this.#content?.onClose?.();
    this.#content = content;
    setAttribute(this.element, 'data-shape', content.shape);
    setAttribute(this.element, 'data-name', content.name);
    this.render();
    if (!this.element.open) {
      this.element.showModal();
    }
    this.#body.scrollTop = 0;
    const first = this.#body.querySelector<HTMLElement>('[autofocus]') ?? this.#head.querySelector<HTMLElement>('h2');
    first?.focus({ preventScroll: true });
  }

  close(): void {
    if (this.element.open) {
      this.element.close();
      this.#closed();
    }
  }

  /** Over the content, until it is closed or the content changes. */
  lay(dialog: HTMLDialogElement): void {
    this.#body.append(dialog);
    dialog.showModal();
  }

  render(): void {
    const content = this.#content;
    if (content === null) {
      return;
    }
    const { host } = this;
    const other: Language = host.language === 'vi' ? 'en' : 'vi';
    rebuild(this.#head, [
      h('h2', { attrs: { id: 'sheet-title', tabindex: -1 } }, content.title()),
      h(
        'button',
        {
          class: 'text-button',
          attrs: { type: 'button', 'data-key': 'sheet-language', lang: other, 'aria-label': host.say('otherLanguage') },
          on: { click: () => host.setLanguage(other) },
        },
        host.say('otherLanguageShort'),
      ),
      h(
        'button',
        {
          class: 'round-button',
          attrs: { type: 'button', 'data-key': 'sheet-close', 'aria-label': host.say('close') },
          on: { click: () => this.close() },
        },
        icon('close'),
      ),
    ]);
    rebuild(this.#body, content.body());
  }

  #closed(): void {
    const content = this.#content;
    this.#content = null;
    // Media stop with the sheet.
    this.#body.replaceChildren();
    content?.onClose?.();
  }
}
