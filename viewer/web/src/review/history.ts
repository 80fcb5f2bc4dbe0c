// The log of one asset, latest first: who said what of which version, and where.
import type { Language } from '../tour/tour';
import { h, paragraphs, type Child } from '../ui/dom';
import type { Mark } from './panel';
import type { Asset, Entry, Verdict } from './review';
import { sayReview, type ReviewWord } from './words';

const kVerdictWords: Readonly<Record<Verdict, ReviewWord>> = { approved: 'saidApproved', 'sent-back': 'saidSentBack', remark: 'saidRemark' };

export interface Numbered {
  readonly entry: Entry;
  /** Of its pin; null where the entry has no place. */
  readonly number: number | null;
}

export function entriesOf(log: readonly Entry[], asset: Asset): readonly Numbered[] {
  let pins = 0;
  return log.filter((entry) => entry.asset === asset.asset).map((entry) => ({ entry, number: entry.at === null ? null : ++pins }));
}

export function marksOf(entries: readonly Numbered[], language: Language): readonly Mark[] {
  return entries.flatMap(({ entry, number }) =>
    entry.at === null || number === null
      ? []
      : [{ number, name: sayReview(language, 'pinName', { number, reviewer: entry.reviewer, time: when(entry.time, language) }), at: entry.at }],
  );
}

export function when(time: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(time));
}

export function historyNodes(entries: readonly Numbered[], asset: Asset, language: Language, onLook: (number: number) => void): readonly Child[] {
  const item = ({ entry, number }: Numbered): HTMLElement =>
    h(
      'li',
      { class: `entry entry-${entry.verdict}`, attrs: { 'data-entry': number, tabindex: -1 } },
      h(
        'p',
        { class: 'entry-head' },
        h('strong', {}, entry.reviewer),
        ` ${sayReview(language, kVerdictWords[entry.verdict])} `,
        entry.sha256 !== asset.sha256 && h('em', {}, sayReview(language, 'earlierVersion')),
        h('time', { attrs: { datetime: entry.time } }, when(entry.time, language)),
      ),
      ...paragraphs(entry.text),
      number !== null &&
        h('button', { class: 'text-button', attrs: { type: 'button', 'data-key': `look-${number}` }, on: { click: () => onLook(number) } }, sayReview(language, 'lookAt', { number })),
    );
  return entries.length === 0 ? [h('p', {}, sayReview(language, 'noHistory'))] : [h('ol', { class: 'entries', attrs: { role: 'list' } }, ...[...entries].reverse().map(item))];
}
