// The coordinator: holds where the visitor is, and lets the parts know. Parts ask it through App; it
// alone talks to the stage and the page.
import { keepHeading, wrapYaw, type View } from '../geometry/angles';
import { say, type Word } from '../language/words';
import type { Keeper } from '../offline/keeper';
import type { Addresses } from '../stage/address';
import { prefersReducedMotion } from '../stage/stage';
import { formatPlace, parsePlace, type Place } from '../tour/deep_link';
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
import { AddressBar } from './address_bar';
import { Announcer } from './announcer';
import type { App } from './app';
import { chromeState } from './chrome_state';
import { sendEvent } from './events';
import { Headset } from './headset';
import { IdleWatch } from './idle_watch';
import { ObjectsPage } from './objects_page';
import { findSpot, leadsToObject, Opened } from './opened';
import type { TourOptions } from './options';
import { sceneHeading, StageHost } from './stage_host';
import { stageLabels } from './stage_labels';

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
  readonly #announcer: Announcer;
  readonly #objectsPage = new ObjectsPage(this);
  readonly #opened: Opened;
  readonly #headset = new Headset(this, (scene) => this.#announcer.arrived(scene));
  readonly #address: AddressBar;
  readonly #search: SearchIndex;
  readonly #ends = new AbortController();
  #idle: IdleWatch | null = null;
  #rotating = false;
  #viewSent = 0;

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
    this.#announcer = new Announcer(this, page);
    this.#address = new AddressBar(
      {
        enabled: options.deepLinks && !options.kiosk,
        place: () => this.#placeInAddress(),
        follow: (hash) => void this.follow(hash),
      },
      this.#ends.signal,
    );
    this.#opened = new Opened(this, () => this.#address.write('replace'));
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
      ...(this.#host === null ? [this.#objectsPage.element] : [this.#announcer.altText, this.#host.element]),
      this.#intro.element,
      this.#chrome.tools,
      h('div', { class: 'lower' }, this.#plan.element, this.#guide.element),
      this.#chrome.dock,
      this.#announcer.toasts,
      this.#announcer.live,
      this.sheet.element,
    );
    this.element.classList.toggle('kiosk', this.kiosk);
    this.#listen();
  }

  async start(): Promise<void> {
    sendEvent(this.page, 'disan-ready', { id: this.tour.id, scenes: this.tour.scenes.length, objects: this.tour.objects.length });
    const asked = this.options.deepLinks ? parsePlace(location.hash) : parsePlace('');
    this.language = asked.language ?? this.language;
    this.#renderAll();
    const named = asked.scene ?? this.options.scene;
    const scene = this.#find(named) ?? this.#find(this.tour.start) ?? this.tour.scenes[0] ?? null;
    const object = asked.object ?? this.options.object;
    if (scene !== null) {
      const direct = named !== null || object !== null || asked.hotspot !== null;
      this.#intro.toggle(this.options.intro && !direct);
      await this.goTo(scene.id, asked.view ?? scene.initialView);
      this.#openAsked(asked, scene);
      this.#setRotating((this.options.autorotate || this.#intro.isOpen) && !prefersReducedMotion());
    } else {
      this.#objectsPage.show(object);
    }
    void this.#headset.look().then((there) => there && this.#renderChrome());
    if (this.kiosk) {
      this.#idle = new IdleWatch(this.element, {
        idleMs: this.options.idleSeconds * 1000,
        isBusy: () => this.#guide.isPlaying || this.sheet.isPlaying,
        onIdle: () => void this.#returnToStart(),
      });
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
    const scene = this.#find(sceneId);
    if (scene === null || this.#host === null) {
      return;
    }
    const kept = this.scene === null ? null : keepHeading(this.scene.northDeg, scene.northDeg, this.#host.view());
    const target = view ?? kept ?? scene.initialView;
    if (this.scene?.id === scene.id) {
      this.#host.look(target);
      return;
    }
    this.#announcer.going(scene);
    this.#setRotating(false);
    try {
      if (!(await this.#host.show(scene, target))) {
        return;
      }
      this.#arrive(scene);
    } catch {
      this.#announcer.sceneFailed(scene);
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
    this.#opened.openHotspot(spot);
  }

  openObject(objectId: string): void {
    if (this.tour.objects.every((object) => object.id !== objectId)) {
      return;
    }
    this.#pauseWhatMoves();
    sendEvent(this.page, 'disan-object', { object: objectId });
    this.#opened.openObject(objectId);
  }

  setLanguage(language: Language): void {
    if (language === this.language) {
      return;
    }
    this.language = language;
    this.#renderAll();
    this.#address.write('replace');
    sendEvent(this.page, 'disan-language', { language });
  }

  tell(message: string, tone: 'plain' | 'warning' = 'plain'): void {
    this.#announcer.tell(message, tone);
  }

  here(): string {
    const page = new URL(location.href);
    page.searchParams.delete('kiosk');
    page.searchParams.delete('idle');
    page.hash = formatPlace(this.#place(this.language));
    return page.href;
  }

  /** What the page asks for through the element's method. */
  async follow(hash: string): Promise<void> {
    const place = parsePlace(hash);
    if (place.language !== null) {
      this.setLanguage(place.language);
    }
    const scene = this.#find(place.scene) ?? this.scene;
    if (scene !== null) {
      this.#leaveIntro();
      if (this.sheet.openName !== null && place.object === null && place.hotspot === null) {
        this.sheet.close();
      }
      await this.goTo(scene.id, place.view ?? undefined);
      this.#openAsked(place, scene);
    } else if (place.object !== null) {
      this.openObject(place.object);
    }
  }

  #makeHost(): StageHost {
    return new StageHost(
      this.tour.scenes,
      this.addresses,
      stageLabels(this),
      {
        onView: (view, hfovDeg) => this.#viewChanged(view, hfovDeg),
        onLink: (link) => {
          this.#leaveIntro();
          this.#guide.pause();
          void this.goTo(link.to);
        },
        onHotspot: (scene, spot) => this.openHotspot(scene, spot),
        onPictureMissing: () => this.#announcer.pictureMissing(),
        onTouch: () => this.#touched(),
      },
    );
  }

  #chromeActions(): ConstructorParameters<typeof Chrome>[0] {
    return {
      language: () => this.setLanguage(this.language === 'vi' ? 'en' : 'vi'),
      share: () => (this.#pauseWhatMoves(), this.sheet.open(shareContent(this))),
      fullScreen: () => void this.#toggleFullScreen(),
      gallery: () => (this.#pauseWhatMoves(), this.sheet.open(galleryContent(this))),
      plan: () => (this.#leaveIntro(), this.#plan.toggle(!this.#plan.isOpen)),
      guide: () => (this.#leaveIntro(), this.#guide.act(this.#guide.isOn ? 'close' : 'start')),
      search: () => (this.#pauseWhatMoves(), this.sheet.open(searchContent(this, this.#search))),
      about: () => (this.#pauseWhatMoves(), this.sheet.open(aboutContent(this))),
      zoom: (levels) => this.#host?.zoomBy(levels),
      rotate: () => this.#setRotating(!this.#rotating),
      north: () => this.#lookNorth(),
      headset: () => this.#enterHeadset(),
    };
  }

  #listen(): void {
    const { signal } = this.#ends;
    document.addEventListener('fullscreenchange', () => this.#renderChrome(), { signal });
    if (this.kiosk) {
      this.element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    }
  }

  #find(id: string | null): Scene | null {
    return id === null ? null : (this.tour.scenes.find((scene) => scene.id === id) ?? null);
  }

  #arrive(scene: Scene): void {
    const moved = this.scene !== null;
    this.scene = scene;
    this.#renderScene();
    this.#announcer.arrived(scene);
    this.#address.write(moved ? 'push' : 'replace');
    sendEvent(this.page, 'disan-scene', { scene: scene.id });
    if (this.#host?.isFlat === true && !moved) {
      this.tell(this.say('noWebGl'), 'warning');
    }
  }

  #openAsked(place: Place, scene: Scene): void {
    const spot = findSpot(scene, place.hotspot);
    if (place.object !== null) {
      this.openObject(place.object);
    } else if (this.options.object !== null && this.#opened.object === null && place.scene === null) {
      this.openObject(this.options.object);
    } else if (spot !== null) {
      this.openHotspot(scene, spot);
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
      this.#announcer.describe(scene);
      setAttribute(this.#host.element, 'aria-label', this.say('stage', { name: this.text(scene.name) }));
      setAttribute(this.#host.element, 'aria-describedby', 'scene-alt');
      this.#viewChanged(this.#host.view(), 0);
    } else if (this.#host !== null) {
      setAttribute(this.#host.element, 'aria-label', this.say('loadingTour'));
    }
  }

  #renderChrome(): void {
    const state = chromeState(this, {
      plan: this.#plan,
      guide: this.#guide,
      sphere: this.#host !== null,
      headset: this.#headset.isThere,
      rotating: this.#rotating,
      portal: this.options.portal,
    });
    this.#chrome.render(state, (word, fields) => this.say(word, fields));
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
    const now = performance.now();
    if (now - this.#viewSent > 100) {
      this.#viewSent = now;
      sendEvent(this.page, 'disan-view', { scene: scene.id, yawDeg: wrapYaw(view.yawDeg), pitchDeg: view.pitchDeg });
    }
    if (!this.#rotating) {
      this.#address.writeSoon();
    }
  }

  #place(language: Language | null): Place {
    const view = this.#host === null || this.scene === null ? null : this.#host.view();
    return { scene: this.scene?.id ?? null, view, hotspot: this.#opened.spot, object: this.#opened.object, language };
  }

  /** The language is left out where it is the page's own. */
  #placeInAddress(): Place | null {
    const nothing = this.scene === null && this.#host !== null;
    return nothing ? null : this.#place(this.language === this.options.language ? null : this.language);
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

  #enterHeadset(): void {
    const { scene } = this;
    if (scene !== null && this.#host !== null) {
      this.#leaveIntro();
      this.#pauseWhatMoves();
      void this.#headset.enter(scene, this.#host.view());
    }
  }

  async #toggleFullScreen(): Promise<void> {
    try {
      await (document.fullscreenElement === null ? this.page.requestFullscreen() : document.exitFullscreen());
    } catch {
      // The page that embeds the tour does not allow it; the button then does nothing.
    }
  }

  async #returnToStart(): Promise<void> {
    this.sheet.close();
    this.#guide.act('close');
    this.#plan.toggle(false);
    this.setLanguage(this.options.language);
    const first = this.#find(this.options.scene) ?? this.#find(this.tour.start) ?? this.tour.scenes[0] ?? null;
    if (first === null) {
      return;
    }
    await this.goTo(first.id, first.initialView);
    this.#intro.toggle(this.options.intro);
    this.#setRotating(!prefersReducedMotion());
  }
}
