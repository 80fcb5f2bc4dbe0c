// The coordinator: holds where the visitor is, and lets the parts know. Parts ask it through App; it
// alone talks to the stage and the page.
import { keepHeading, wrapYaw, type View } from '../geometry/angles';
import { say, type Word } from '../language/words';
import type { Keeper } from '../offline/keeper';
import type { Addresses } from '../stage/address';
import { prefersReducedMotion } from '../stage/stage';
import { SearchIndex } from '../tour/search';
import { inLanguage, type Hotspot, type Language, type Scene, type Text, type Tour } from '../tour/tour';
import { aboutContent } from '../ui/about';
import { Chrome } from '../ui/chrome';
import { h, setAttribute } from '../ui/dom';
import { galleryContent } from '../ui/gallery';
import { GuideBar } from '../ui/guide_bar';
import { Intro } from '../ui/intro';
import { PlanPanel } from '../ui/plan';
import { searchContent } from '../ui/search';
import { shareContent } from '../ui/share';
import { Sheet } from '../ui/sheet';
import { Toast } from '../ui/toast';
import type { App } from './app';
import { chromeState, toggleFullScreen } from './chrome_state';
import { sendEvent, ViewEvents } from './events';
import { Headset } from './headset';
import { IdleWatch } from './idle_watch';
import { ObjectsPage } from './objects_page';
import { leadsToObject } from './opened';
import type { TourOptions } from './options';
import { sceneHeading, StageHost } from './stage_host';
import { stageLabels } from './stage_labels';
import { Whereabouts } from './whereabouts';

export class TourApp implements App {
  readonly element = h('div', { class: 'tour' });
  readonly sheet: Sheet;
  readonly kiosk: boolean;
  language: Language;
  scene: Scene | null = null;

  readonly #host: StageHost | null;
  readonly #chrome: Chrome;
  readonly #plan: PlanPanel;
  readonly #guide: GuideBar;
  readonly #intro: Intro;
  readonly #toast = new Toast();
  readonly #live = h('p', { class: 'unseen', attrs: { role: 'status', 'aria-live': 'polite' } });
  readonly #altText = h('p', { class: 'unseen', attrs: { id: 'scene-alt' } });
  readonly #labels = stageLabels(this);
  readonly #viewEvents = new ViewEvents();
  readonly #objectsPage = new ObjectsPage(this);
  readonly #where: Whereabouts;
  readonly #headset: Headset;
  readonly #search: SearchIndex;
  readonly #ends = new AbortController();
  #idle: IdleWatch | null = null;
  #rotating = false;
  #warned: string | null = null;

  constructor(
    readonly tour: Tour,
    readonly addresses: Addresses,
    private readonly options: TourOptions,
    private readonly page: HTMLElement,
    readonly keeper: Keeper | null = null,
  ) {
    this.language = options.language;
    this.kiosk = options.kiosk;
    this.#search = new SearchIndex(tour);
    this.sheet = new Sheet(this);
    this.#where = new Whereabouts(
      this,
      options,
      { view: () => this.#host?.view() ?? null, hasStage: () => this.#host !== null, leaving: () => this.#leaveIntro() },
      this.#ends.signal,
    );
    this.#headset = new Headset(tour.scenes, addresses, {
      name: (link) => this.#labels.link(link).name,
      onScene: (shown) => (this.#live.textContent = this.say('arrived', { name: this.text(shown.name) })),
      onEnd: (shown, view) => void this.goTo(shown.id, view),
    });
    this.#plan = new PlanPanel(this, (open) => {
      this.element.classList.toggle('with-plan', open);
      this.#renderScene();
    });
    this.#guide = new GuideBar(this, (open) => {
      this.element.classList.toggle('with-guide', open);
      this.#renderChrome();
    });
    this.#intro = new Intro(this, {
      toggled: (open) => this.element.classList.toggle('with-intro', open),
      begin: () => this.#leaveIntro(),
      guide: this.#guide.available ? () => (this.#leaveIntro(), this.#guide.act('start')) : null,
    });
    this.#chrome = new Chrome(this.#chromeActions());
    this.#host = tour.scenes.length === 0 ? null : this.#makeHost();
    this.element.append(
      this.#chrome.masthead,
      ...(this.#host === null ? [this.#objectsPage.element] : [this.#altText, this.#host.element]),
      this.#intro.element,
      this.#chrome.tools,
      this.#plan.element,
      this.#guide.element,
      this.#chrome.dock,
      this.#toast.element,
      this.#live,
      this.sheet.element,
    );
    this.element.classList.toggle('kiosk', this.kiosk);
    this.#listen();
  }

  async start(): Promise<void> {
    sendEvent(this.page, 'disan-ready', { id: this.tour.id, scenes: this.tour.scenes.length, objects: this.tour.objects.length });
    const asked = this.#where.asked();
    this.language = asked.language ?? this.language;
    this.#renderAll();
    const named = asked.scene ?? this.options.scene;
    const scene = this.#where.findOrStart(named);
    const object = asked.object ?? this.options.object;
    if (scene !== null) {
      const direct = named !== null || object !== null || asked.hotspot !== null;
      this.#intro.toggle(this.options.intro && !direct);
      await this.goTo(scene.id, asked.view ?? scene.initialView);
      this.#where.openAsked(asked, scene);
      this.#setRotating((this.options.autorotate || this.#intro.isOpen) && !prefersReducedMotion());
    } else {
      this.#objectsPage.show(object);
    }
    void this.#lookForHeadset();
    if (this.kiosk) {
      this.#idle = new IdleWatch(this.element, this.options.idleSeconds * 1000, () => void this.#returnToStart());
    }
  }

  stop(): void {
    this.#ends.abort();
    this.#idle?.stop();
    this.#guide.act('close');
    this.#objectsPage.close();
    this.sheet.close();
    this.#host?.destroy();
  }

  say(word: Word, fields: Readonly<Record<string, string | number>> = {}): string {
    return say(this.language, word, fields);
  }

  text(text: Text): string {
    return inLanguage(text, this.language);
  }

  async goTo(sceneId: string, view?: View): Promise<void> {
    const scene = this.#where.find(sceneId);
    if (scene === null || this.#host === null) {
      return;
    }
    const kept = this.scene === null ? null : keepHeading(this.scene.northDeg, scene.northDeg, this.#host.view());
    const target = view ?? kept ?? scene.initialView;
    if (this.scene?.id === scene.id) {
      this.#host.look(target);
      return;
    }
    this.#live.textContent = this.say('loading', { name: this.text(scene.name) });
    this.#setRotating(false);
    try {
      if (!(await this.#host.show(scene, target))) {
        return;
      }
      this.#arrive(scene);
    } catch {
      const message = this.say('sceneFailed', { name: this.text(scene.name) });
      this.tell(message, 'warning');
      sendEvent(this.page, 'disan-error', { kind: 'scene', message });
    }
  }

  openHotspot(scene: Scene, spot: Hotspot): void {
    this.#pauseWhatMoves();
    sendEvent(this.page, 'disan-hotspot', { scene: scene.id, hotspot: spot.id });
    const object = leadsToObject(spot);
    if (object !== null) {
      this.openObject(object);
      return;
    }
    this.#host?.look({ yawDeg: spot.yawDeg, pitchDeg: spot.pitchDeg });
    this.#where.openHotspot(spot);
  }

  openObject(objectId: string): void {
    if (this.tour.objects.every((object) => object.id !== objectId)) {
      return;
    }
    this.#pauseWhatMoves();
    sendEvent(this.page, 'disan-object', { object: objectId });
    this.#where.openObject(objectId);
  }

  setLanguage(language: Language): void {
    if (language === this.language) {
      return;
    }
    this.language = language;
    this.#renderAll();
    this.#where.write('replace');
    sendEvent(this.page, 'disan-language', { language });
  }

  tell(message: string, tone: 'plain' | 'warning' = 'plain'): void {
    this.#toast.show(message, tone);
  }

  here(): string {
    return this.#where.here();
  }

  /** What the page asks for through the element's method. */
  follow(hash: string): Promise<void> {
    return this.#where.follow(hash);
  }

  #makeHost(): StageHost {
    return new StageHost(
      this.tour.scenes,
      this.addresses,
      this.#labels,
      {
        onView: (view, hfovDeg) => this.#viewChanged(view, hfovDeg),
        onLink: (link) => {
          this.#leaveIntro();
          this.#guide.pause();
          void this.goTo(link.to);
        },
        onHotspot: (scene, spot) => this.openHotspot(scene, spot),
        onPictureMissing: () => this.#pictureMissing(),
        onTouch: () => this.#touched(),
      },
    );
  }

  #chromeActions(): ConstructorParameters<typeof Chrome>[0] {
    return {
      language: () => this.setLanguage(this.language === 'vi' ? 'en' : 'vi'),
      share: () => (this.#pauseWhatMoves(), this.sheet.open(shareContent(this))),
      fullScreen: () => void toggleFullScreen(this.page),
      gallery: () => (this.#pauseWhatMoves(), this.sheet.open(galleryContent(this))),
      plan: () => (this.#leaveIntro(), this.#plan.toggle(!this.#plan.isOpen)),
      guide: () => (this.#leaveIntro(), this.#guide.act(this.#guide.isOn ? 'close' : 'start')),
      search: () => (this.#pauseWhatMoves(), this.sheet.open(searchContent(this, this.#search))),
      about: () => (this.#pauseWhatMoves(), this.sheet.open(aboutContent(this))),
      zoom: (levels) => this.#host?.zoomBy(levels),
      rotate: () => this.#setRotating(!this.#rotating),
      north: () => this.#lookNorth(),
      headset: () => void this.#enterHeadset(),
    };
  }

  #listen(): void {
    const { signal } = this.#ends;
    document.addEventListener('fullscreenchange', () => this.#renderChrome(), { signal });
    if (this.kiosk) {
      this.element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    }
  }

  #arrive(scene: Scene): void {
    const moved = this.scene !== null;
    this.scene = scene;
    this.#warned = null;
    this.#renderScene();
    this.#live.textContent = this.say('arrived', { name: this.text(scene.name) });
    this.#where.write(moved ? 'push' : 'replace');
    sendEvent(this.page, 'disan-scene', { scene: scene.id });
    if (this.#host?.isFlat === true && !moved) {
      this.tell(this.say('noWebGl'), 'warning');
    }
  }

  #renderAll(): void {
    setAttribute(this.element, 'lang', this.language);
    this.#renderScene();
    this.#intro.render();
    this.#guide.render();
    this.#host?.relabel();
    this.sheet.render();
    this.#objectsPage.render();
  }

  #renderScene(): void {
    this.#renderChrome();
    this.#plan.render();
    const { scene } = this;
    if (this.#host !== null && scene !== null) {
      this.#altText.textContent = this.text(scene.alt);
      setAttribute(this.#host.element, 'aria-label', this.say('stage', { name: this.text(scene.name) }));
      setAttribute(this.#host.element, 'aria-describedby', 'scene-alt');
      this.#viewChanged(this.#host.view(), 0);
    } else if (this.#host !== null) {
      setAttribute(this.#host.element, 'aria-label', this.say('loadingTour'));
    }
  }

  #renderChrome(): void {
    const facts = {
      portal: this.options.portal,
      sphere: this.#host !== null,
      headset: this.#headset.available,
      plan: this.#plan,
      guide: this.#guide,
      rotating: this.#rotating,
    };
    this.#chrome.render(chromeState(this, facts), (word, fields) => this.say(word, fields));
  }

  #viewChanged(view: View, hfovDeg: number): void {
    const { scene } = this;
    if (scene === null) {
      return;
    }
    const heading = sceneHeading(scene, view);
    if (heading !== null) {
      this.#chrome.turnCompass(heading);
    }
    this.#plan.look(view, hfovDeg === 0 ? 70 : hfovDeg);
    this.#viewEvents.send(this.page, scene.id, view);
    if (!this.#rotating) {
      this.#where.writeSoon();
    }
  }

  #pictureMissing(): void {
    const key = this.scene?.id ?? '';
    if (this.#warned === key) {
      return;
    }
    this.#warned = key;
    const message = this.say('tilesMissing');
    this.tell(message, 'warning');
    sendEvent(this.page, 'disan-error', { kind: 'picture', message });
  }

  #touched(): void {
    this.#leaveIntro();
    this.#pauseWhatMoves();
  }

  #pauseWhatMoves(): void {
    this.#setRotating(false);
    this.#guide.pause();
  }

  #setRotating(rotating: boolean): void {
    if (rotating !== this.#rotating) {
      this.#rotating = rotating;
      this.#host?.setRotating(rotating);
      this.#renderChrome();
    }
  }

  #leaveIntro(): void {
    if (this.#intro.isOpen) {
      this.#intro.toggle(false);
      this.#setRotating(this.options.autorotate && !prefersReducedMotion());
      this.#host?.element.focus({ preventScroll: true });
    }
  }

  #lookNorth(): void {
    const north = this.scene?.northDeg ?? null;
    if (north !== null && this.#host !== null) {
      this.#pauseWhatMoves();
      this.#host.look({ yawDeg: wrapYaw(-north), pitchDeg: 0 });
    }
  }

  async #lookForHeadset(): Promise<void> {
    if (!this.kiosk && (await this.#headset.look())) {
      this.#renderChrome();
    }
  }

  async #enterHeadset(): Promise<void> {
    const { scene } = this;
    if (scene === null || this.#host === null) {
      return;
    }
    this.#leaveIntro();
    this.#pauseWhatMoves();
    try {
      await this.#headset.enter(scene, this.#host.view());
    } catch {
      this.tell(this.say('headsetFailed'), 'warning');
    }
  }

  async #returnToStart(): Promise<void> {
    this.sheet.close();
    this.#guide.act('close');
    this.#plan.toggle(false);
    this.setLanguage(this.options.language);
    const first = this.#where.findOrStart(this.options.scene);
    if (first === null) {
      return;
    }
    await this.goTo(first.id, first.initialView);
    this.#intro.toggle(this.options.intro);
    this.#setRotating(!prefersReducedMotion());
  }
}
