// What a reviewer says: name, words, place, and one of three verdicts. Its fields stay as they are
// while the page around them changes.
import type { Language } from '../tour/tour';
import { h } from '../ui/dom';
import { icon, type IconName } from '../ui/icons';
import type { Pin, Verdict } from './review';
import { sayReview, type ReviewWord } from './words';

const kNameKept = 'disan-reviewer';

export interface FormEvents {
  readonly onSay: (verdict: Verdict) => void;
  readonly onPinMiddle: () => void;
  readonly onUnpin: () => void;
}

export class RemarkForm {
  readonly #name = h('input', { attrs: { id: 'reviewer', type: 'text', autocomplete: 'name', maxlength: 60, required: true } });
  readonly #nameLabel = h('label', { attrs: { for: 'reviewer' } });
  readonly #text = h('textarea', { attrs: { id: 'remark', rows: 3, maxlength: 2000, 'aria-describedby': 'remark-hint' } });
  readonly #textLabel = h('label', { attrs: { for: 'remark' } });
  readonly #hint = h('p', { class: 'hint', attrs: { id: 'remark-hint' } });
  readonly #place = h('p', { class: 'pin-place' });
  readonly #pinHere: HTMLButtonElement;
  readonly #unpin: HTMLButtonElement;
  readonly #verdicts: ReadonlyMap<Verdict, HTMLButtonElement>;
  readonly #message = h('p', { class: 'message', attrs: { role: 'status' } });
  readonly element: HTMLFormElement;
  #language: Language = 'vi';

  constructor(events: FormEvents) {
    const button = (kind: string, key: string, glyph: IconName | null, act: () => void): HTMLButtonElement =>
      h('button', { class: kind, attrs: { type: 'button', 'data-key': key }, on: { click: act } }, glyph !== null && icon(glyph), h('span', {}));
    this.#pinHere = button('text-button', 'pin-here', 'plus', events.onPinMiddle);
    this.#unpin = button('text-button', 'unpin', 'close', events.onUnpin);
    this.#verdicts = new Map([
      ['approved', button('main-button', 'approve', 'check', () => events.onSay('approved'))],
      ['sent-back', button('text-button send-back', 'send-back', 'warning', () => events.onSay('sent-back'))],
      ['remark', button('text-button', 'remark-only', 'text', () => events.onSay('remark'))],
    ]);
    this.element = h(
      'form',
      { class: 'remark-form', on: { submit: (event) => event.preventDefault() } },
      h('div', { class: 'field' }, this.#nameLabel, this.#name),
      h('div', { class: 'field' }, this.#textLabel, this.#text, this.#hint),
      h('div', { class: 'button-row' }, this.#place, this.#pinHere, this.#unpin),
      h('div', { class: 'button-row verdicts' }, ...this.#verdicts.values()),
      this.#message,
    );
    this.#name.value = keptName();
  }

  get reviewer(): string {
    return this.#name.value.trim();
  }

  get text(): string {
    return this.#text.value.trim();
  }

  render(language: Language, at: Pin | null): void {
    this.#language = language;
    this.#nameLabel.textContent = sayReview(language, 'reviewer');
    this.#textLabel.textContent = sayReview(language, 'remark');
    this.#hint.textContent = sayReview(language, 'remarkHint');
    this.#place.textContent = at === null ? '' : sayReview(language, 'pinned', { place: placeWords(at, language) });
    this.#place.hidden = at === null;
    this.#unpin.hidden = at === null;
    label(this.#pinHere, sayReview(language, 'pinHere'));
    label(this.#unpin, sayReview(language, 'unpin'));
    const words: Readonly<Record<Verdict, ReviewWord>> = { approved: 'approve', 'sent-back': 'sendBack', remark: 'saveRemark' };
    this.#verdicts.forEach((one, verdict) => label(one, sayReview(language, words[verdict])));
  }

  /** What is missing for the verdict is said and given the focus; true when nothing is. */
  check(verdict: Verdict): boolean {
    if (this.reviewer === '') {
      this.say(sayReview(this.#language, 'needName'), true);
      this.#name.focus();
      return false;
    }
    if (this.text === '' && verdict !== 'approved') {
      this.say(sayReview(this.#language, 'needText'), true);
      this.#text.focus();
      return false;
    }
    keepName(this.reviewer);
    return true;
  }

  setBusy(busy: boolean): void {
    this.#verdicts.forEach((one) => (one.disabled = busy));
  }

  say(words: string, trouble = false): void {
    this.#message.textContent = words;
    this.#message.classList.toggle('trouble', trouble);
  }

  clear(): void {
    this.#text.value = '';
  }
}

function label(button: HTMLButtonElement, words: string): void {
  const span = button.querySelector('span');
  if (span !== null) {
    span.textContent = words;
  }
}

export function placeWords(at: Pin, language: Language): string {
  const number = (value: number, digits: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return 'view' in at ? `${number(at.view.yawDeg, 1)}°, ${number(at.view.pitchDeg, 1)}°` : `${at.point.map((metre) => number(metre, 3)).join('; ')} m`;
}

// A browser that keeps nothing (private window) is no reason to stop.
function keptName(): string {
  try {
    return localStorage.getItem(kNameKept) ?? '';
  } catch {
    return '';
  }
}

function keepName(name: string): void {
  try {
    localStorage.setItem(kNameKept, name);
  } catch {
    // The name is asked for again next time.
  }
}
