// What is open over the picture: a point of interest or an object, each in the one sheet.
import type { Hotspot, Scene } from '../tour/tour';
import { hotspotContent } from '../ui/hotspot';
import { ObjectView } from '../ui/object_view';
import type { App } from './app';

export class Opened {
  #spot: string | null = null;
  #object: string | null = null;

  constructor(
    private readonly app: App,
    private readonly changed: () => void,
  ) {}

  get spot(): string | null {
    return this.#spot;
  }

  get object(): string | null {
    return this.#object;
  }

  openHotspot(spot: Hotspot): void {
    this.app.sheet.open(
      hotspotContent(this.app, spot, () => {
        this.#spot = null;
        this.changed();
      }),
    );
    this.#spot = spot.id;
    this.changed();
  }

  openObject(id: string): void {
    const { app } = this;
    const object = app.tour.objects.find((item) => item.id === id);
    if (object === undefined) {
      return;
    }
    const view = new ObjectView(app, object);
    app.sheet.open({
      name: `object-${object.id}`,
      shape: 'wide',
      title: () => app.text(object.name),
      body: () => {
        view.render();
        return [view.element];
      },
      onClose: () => {
        view.close();
        this.#object = null;
        this.changed();
      },
    });
    this.#object = object.id;
    this.changed();
  }
}

/** A point that only leads to an object opens the object. */
export function leadsToObject(spot: Hotspot): string | null {
  const plain = spot.text === null && spot.image === null && spot.audio === null && spot.video === null;
  return plain ? spot.object : null;
}

export function findSpot(scene: Scene, id: string | null): Hotspot | null {
  return scene.hotspots.find((spot) => spot.id === id) ?? null;
}
