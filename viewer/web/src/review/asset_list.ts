// The list of what is to be reviewed, each with its state in words and not by colour alone.
import { inLanguage, type Language } from '../tour/tour';
import { h, rebuild } from '../ui/dom';
import { icon, type IconName } from '../ui/icons';
import type { Review, State } from './review';
import { sayReview, type ReviewWord } from './words';

const kStateWords: Readonly<Record<State, ReviewWord>> = {
  open: 'stateOpen',
  approved: 'stateApproved',
  'needs-second': 'stateNeedsSecond',
  'sent-back': 'stateSentBack',
  lapsed: 'stateLapsed',
};
const kStateIcons: Readonly<Record<State, IconName>> = {
  open: 'about',
  approved: 'check',
  'needs-second': 'guide',
  'sent-back': 'warning',
  lapsed: 'rotate',
};

export function stateBadge(state: State, language: Language): HTMLElement {
  return h('span', { class: `state state-${state}` }, icon(kStateIcons[state]), h('span', {}, sayReview(language, kStateWords[state])));
}

export class AssetList {
  readonly element = h('nav', { class: 'asset-list' });

  constructor(private readonly onChoose: (asset: string) => void) {}

  render(review: Review, chosen: string | null, language: Language): void {
    this.element.setAttribute('aria-label', sayReview(language, 'assets'));
    const done = review.assets.filter((one) => one.state === 'approved').length;
    const items = review.assets.map((one) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            class: 'asset',
            attrs: { type: 'button', 'data-key': one.asset, 'aria-current': one.asset === chosen ? 'true' : null },
            on: { click: () => this.onChoose(one.asset) },
          },
          icon(one.kind === 'scene' ? 'scenes' : 'object'),
          h('span', { class: 'asset-words' }, h('span', { class: 'asset-name' }, inLanguage(one.name, language) || one.id), stateBadge(one.state, language)),
        ),
      ),
    );
    rebuild(this.element, [
      h('h2', {}, sayReview(language, 'assets')),
      h('p', { class: 'progress' }, sayReview(language, 'progress', { done, all: review.assets.length })),
      h('ul', { attrs: { role: 'list' } }, ...items),
    ]);
  }
}
