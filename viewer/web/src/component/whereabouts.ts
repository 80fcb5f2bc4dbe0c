// Where the visitor is and what is open there: into the page's address, and from an address back.
import type { View } from '../geometry/angles';
import { formatPlace, parsePlace, type Place } from '../tour/deep_link';
import type { Hotspot, Language, Scene } from '../tour/tour';
import { AddressBar } from './address_bar';
import type { App } from './app';
import { findSpot, Opened } from './opened';
import type { TourOptions } from './options';

export interface WhereaboutsHost {
  /** Null while nothing is shown. */
  readonly view: () => View | null;
  readonly hasStage: () => boolean;
  /** The visitor goes somewhere: the title leaves. */
  readonly leaving: () => void;
}

export class Whereabouts {
  readonly #opened: Opened;
  readonly #address: AddressBar;

  constructor(
    private readonly app: App,
    private readonly options: TourOptions,
    private readonly host: WhereaboutsHost,
    ends: AbortSignal,
  ) {
    this.#address = new AddressBar(
      { enabled: options.deepLinks && !options.kiosk, place: () => this.#placeInAddress(), follow: (hash) => void this.follow(hash) },
      ends,
    );
    this.#opened = new Opened(app, () => this.write('replace'));
  }

  /** What the page's address asks for at the start. */
  asked(): Place {
    return parsePlace(this.options.deepLinks ? location.hash : '');
  }

  write(how: 'push' | 'replace'): void {
    this.#address.write(how);
  }

  writeSoon(): void {
    this.#address.writeSoon();
  }

  here(): string {
    const page = new URL(location.href);
    page.searchParams.delete('kiosk');
    page.searchParams.delete('idle');
    page.hash = formatPlace(this.#place(this.app.language));
    return page.href;
  }

  find(id: string | null): Scene | null {
    return id === null ? null : (this.app.tour.scenes.find((scene) => scene.id === id) ?? null);
  }

  /** The scene of that name, else where the tour begins. */
  findOrStart(id: string | null): Scene | null {
    const { tour } = this.app;
    return this.find(id) ?? this.find(tour.start) ?? tour.scenes[0] ?? null;
  }

  async follow(hash: string): Promise<void> {
    const { app } = this;
    const place = parsePlace(hash);
    if (place.language !== null) {
      app.setLanguage(place.language);
    }
    const scene = this.find(place.scene) ?? app.scene;
    if (scene !== null) {
      this.host.leaving();
      if (app.sheet.openName !== null && place.object === null && place.hotspot === null) {
        app.sheet.close();
      }
      await app.goTo(scene.id, place.view ?? undefined);
      this.openAsked(place, scene);
    } else if (place.object !== null) {
      app.openObject(place.object);
    }
  }

  openAsked(place: Place, scene: Scene): void {
    const spot = findSpot(scene, place.hotspot);
    if (place.object !== null) {
      this.app.openObject(place.object);
    } else if (this.options.object !== null && this.#opened.object === null && place.scene === null) {
      this.app.openObject(this.options.object);
    } else if (spot !== null) {
      this.app.openHotspot(scene, spot);
    }
  }

  openHotspot(spot: Hotspot): void {
    this.#opened.openHotspot(spot);
  }

  openObject(id: string): void {
    this.#opened.openObject(id);
  }

  #place(language: Language | null): Place {
    const view = this.app.scene === null ? null : this.host.view();
    return { scene: this.app.scene?.id ?? null, view, hotspot: this.#opened.spot, object: this.#opened.object, language };
  }

  /** The language is left out where it is the page's own. */
  #placeInAddress(): Place | null {
    const nothing = this.app.scene === null && this.host.hasStage();
    return nothing ? null : this.#place(this.app.language === this.options.language ? null : this.app.language);
  }
}
