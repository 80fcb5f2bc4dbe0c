// One asset under review: the result beside its sources, figures, the form, and what was said.
import { inLanguage, type Language, type Tour } from '../tour/tour';
import { h, rebuild, type Child } from '../ui/dom';
import { fetchAbout, ReviewError, sendEntry } from './client';
import { stateBadge } from './asset_list';
import { figureNodes } from './figures';
import { entriesOf, historyNodes, marksOf, type Numbered } from './history';
import { ModelPanel } from './model_panel';
import type { Mark, PanelEvents, ResultPanel } from './panel';
import { bareScene, PanoramaPanel } from './panorama_panel';
import { PhotoPanel } from './photo_panel';
import { RemarkForm } from './remark_form';
import { folderOf, type About, type Asset, type Entry, type Pin, type State, type Verdict } from './review';
import { sayReview, type ReviewWord } from './words';

const kStateHelp: Readonly<Record<State, ReviewWord>> = {
  open: 'helpOpen',
  approved: 'helpApproved',
  'needs-second': 'helpNeedsSecond',
  'sent-back': 'helpSentBack',
  lapsed: 'helpLapsed',
};

export class WorkPlace {
  readonly #head = h('header', { class: 'work-head' });
  readonly #result = h('section', { class: 'result-panel' });
  readonly #resultTitle = h('h3', {});
  readonly #holder = h('div', { class: 'result-holder' });
  readonly #resultSays = h('p', { class: 'result-says', attrs: { role: 'status' } });
  readonly #photos = new PhotoPanel((view) => this.#lookAt({ view }));
  readonly #form: RemarkForm;
  readonly #figures = h('section', { class: 'figures-panel' });
  readonly #history = h('section', { class: 'history-panel' });
  readonly element: HTMLElement;
  #asset: Asset | null = null;
  #about: About | null = null;
  #log: readonly Entry[] = [];
  #panel: ResultPanel | null = null;
  #at: Pin | null = null;
  #language: Language = 'vi';
  #opening = new AbortController();

  constructor(
    private readonly tour: Tour | null,
    private readonly onSaid: () => Promise<void>,
  ) {
    this.#form = new RemarkForm({
      onSay: (verdict) => void this.#say(verdict),
      onPinMiddle: () => this.#pin(this.#panel?.middle() ?? null),
      onUnpin: () => this.#pin(null),
    });
    this.#result.append(this.#resultTitle, this.#holder, this.#resultSays);
    const said = h('div', { class: 'said' }, this.#form.element, this.#history);
    this.element = h('section', { class: 'work' }, this.#head, h('div', { class: 'beside' }, this.#result, this.#photos.element), h('div', { class: 'below' }, said, this.#figures));
  }

  /** Another asset, or the same with other bytes, is opened anew; otherwise only the words change. */
  async show(asset: Asset, log: readonly Entry[], language: Language): Promise<void> {
    const before = this.#asset;
    this.#asset = asset;
    this.#log = log;
    this.#language = language;
    const same = before?.asset === asset.asset && before.sha256 === asset.sha256;
    if (!same) {
      if (before?.asset !== asset.asset) {
        this.#form.say('');
      }
      this.#at = null;
    }
    this.render(language);
    if (!same) {
      await this.#open(asset);
    }
  }

  render(language: Language): void {
    this.#language = language;
    const asset = this.#asset;
    if (asset === null) {
      return;
    }
    const operator = asset.operator || sayReview(language, 'unknownOperator');
    rebuild(this.#head, [
      h('h2', {}, inLanguage(asset.name, language) || asset.id),
      stateBadge(asset.state, language),
      h('p', { class: 'state-help' }, sayReview(language, kStateHelp[asset.state], { operator })),
      h('p', { class: 'operator' }, sayReview(language, 'capturedBy', { operator })),
    ]);
    this.#resultTitle.textContent = `${sayReview(language, 'result')}: ${sayReview(language, asset.kind)}`;
    // The model names itself; a name on its plain holder would be read by nobody.
    if (asset.kind === 'scene') {
      this.#panel?.element.setAttribute('aria-label', `${sayReview(language, 'scene')}: ${inLanguage(asset.name, language)}`);
    }
    this.#photos.render(language);
    this.#form.render(language, this.#at);
    this.#renderSaid(asset);
    const nodes: readonly Child[] = this.#about === null ? [] : figureNodes(this.#about, asset.kind, folderOf(asset), language);
    rebuild(this.#figures, [h('h3', {}, sayReview(language, 'figures')), ...nodes]);
  }

  close(): void {
    this.#opening.abort();
    this.#panel?.close();
    this.#panel = null;
  }

  #entries(asset: Asset): readonly Numbered[] {
    return entriesOf(this.#log, asset);
  }

  #renderSaid(asset: Asset): void {
    const entries = this.#entries(asset);
    rebuild(this.#history, [h('h3', {}, sayReview(this.#language, 'history')), ...historyNodes(entries, asset, this.#language, (number) => this.#lookAtMark(number))]);
    const fresh: readonly Mark[] = this.#at === null ? [] : [{ number: null, name: sayReview(this.#language, 'newPin'), at: this.#at }];
    this.#panel?.mark([...marksOf(entries, this.#language), ...fresh]);
  }

  async #open(asset: Asset): Promise<void> {
    this.close();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    this.#about = null;
    this.#resultSays.textContent = sayReview(this.#language, 'loading');
    this.#holder.replaceChildren();
    try {
      const about = await fetchAbout(asset, signal);
      const panel = this.#makePanel(asset, about);
      this.#about = about;
      this.#panel = panel;
      this.#holder.replaceChildren(panel.element);
      this.#photos.show(about, folderOf(asset));
      this.render(this.#language);
      await panel.open();
      if (!signal.aborted) {
        this.#resultSays.textContent = '';
        this.#renderSaid(asset);
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#resultSays.textContent = sayReview(this.#language, error instanceof ReviewError && error.status === 0 ? 'offline' : 'resultFailed');
      }
    }
  }

  #makePanel(asset: Asset, about: About): ResultPanel {
    const events: PanelEvents = { onPick: (at) => this.#pin(at), onMark: (number) => this.#lookAtMark(number) };
    if (asset.kind === 'scene') {
      const scene = this.tour?.scenes.find((one) => one.id === asset.id) ?? bareScene(asset.id, asset.name, about.panorama);
      return new PanoramaPanel(scene, events);
    }
    return new ModelPanel({
      src: this.#modelAddress(asset),
      alt: `${sayReview(this.#language, 'object')}: ${inLanguage(asset.name, this.#language)}`,
      onProgress: (percent) => {
        this.#resultSays.textContent = percent < 100 ? sayReview(this.#language, 'modelWait', { percent }) : '';
      },
      events,
    });
  }

  /** The finest tier that visitors will get; the master where the tour has none. */
  #modelAddress(asset: Asset): string {
    const models = this.tour?.objects.find((one) => one.id === asset.id)?.models ?? [];
    const finest = models.find((model) => model.tier === 'high') ?? models[0];
    return finest?.src.split('/').map(encodeURIComponent).join('/') ?? `${folderOf(asset)}/master.glb`;
  }

  #pin(at: Pin | null): void {
    this.#at = at;
    this.#form.render(this.#language, at);
    if (this.#asset !== null) {
      this.#renderSaid(this.#asset);
    }
  }

  #lookAt(at: Pin): void {
    this.#panel?.lookAt(at);
  }

  #lookAtMark(number: number): void {
    const found = this.#asset === null ? undefined : this.#entries(this.#asset).find((one) => one.number === number);
    if (found !== undefined && found.entry.at !== null) {
      this.#lookAt(found.entry.at);
      this.#history.querySelectorAll('.entry-current').forEach((one) => one.classList.remove('entry-current'));
      this.#history.querySelector(`[data-entry="${number}"]`)?.classList.add('entry-current');
    }
  }

  async #say(verdict: Verdict): Promise<void> {
    const asset = this.#asset;
    if (asset === null || !this.#form.check(verdict)) {
      return;
    }
    this.#form.setBusy(true);
    try {
      await sendEntry({ asset, verdict, reviewer: this.#form.reviewer, text: this.#form.text, at: this.#at });
      this.#form.clear();
      this.#pin(null);
      await this.onSaid();
      this.#form.say(sayReview(this.#language, 'saved'));
    } catch (error) {
      this.#form.say(this.#whyNot(error), true);
      if (error instanceof ReviewError && error.status === 409) {
        await this.onSaid();
      }
    } finally {
      this.#form.setBusy(false);
    }
  }

  #whyNot(error: unknown): string {
    if (!(error instanceof ReviewError)) {
      return sayReview(this.#language, 'notSaved');
    }
    if (error.why !== null) {
      return inLanguage(error.why, this.#language);
    }
    return sayReview(this.#language, error.status === 0 ? 'offline' : error.status === 403 ? 'noToken' : 'notSaved');
  }
}

