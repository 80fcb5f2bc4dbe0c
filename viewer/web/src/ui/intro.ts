// The title of the exhibition: what a visitor sees first over the slowly turning picture.
import type { App } from '../component/app';
import { rankName } from './about';
import { h, rebuild } from './dom';
import { icon } from './icons';

export interface IntroActions {
  readonly toggled: (open: boolean) => void;
  readonly begin: () => void;
  readonly guide: (() => void) | null;
}

export class Intro {
  readonly element = h('section', { class: 'intro', attrs: { hidden: true, 'aria-labelledby': 'intro-title' } });

  constructor(
    private readonly app: App,
    private readonly actions: IntroActions,
  ) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(open: boolean): void {
    this.element.hidden = !open;
    this.actions.toggled(open);
    this.render();
  }

  render(): void {
    if (this.element.hidden) {
      return;
    }
    const { app, actions } = this;
    const { tour } = app;
    const counts = [
      tour.scenes.length > 0 && app.say('sceneCount', { count: tour.scenes.length }),
      tour.objects.length > 0 && app.say('objectCount', { count: tour.objects.length }),
    ].filter((part) => part !== false);
    const first = tour.description === null ? '' : (app.text(tour.description).split('\n')[0] ?? '');
    rebuild(this.element, [
      h('p', { class: 'eyebrow' }, [rankName(app), ...counts].filter((part) => part !== null).join(' · ')),
      h('h2', { class: 'intro-title', attrs: { id: 'intro-title' } }, app.text(tour.name)),
      tour.address !== null && h('p', { class: 'intro-address' }, app.text(tour.address)),
      first !== '' && h('p', { class: 'intro-text' }, first),
      h(
        'div',
        { class: 'button-row' },
        h('button', { class: 'main-button', attrs: { type: 'button', 'data-key': 'begin' }, on: { click: actions.begin } }, app.say('begin')),
        actions.guide !== null &&
          h(
            'button',
            { class: 'text-button', attrs: { type: 'button', 'data-key': 'begin-guide' }, on: { click: actions.guide } },
            icon('guide'),
            app.say('beginGuide'),
          ),
      ),
    ]);
  }
}
