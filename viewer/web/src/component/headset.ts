// The way into a headset: whether there is one, and the sphere in it.
import type { View } from '../geometry/angles';
import type { Addresses } from '../stage/address';
import type { Link, Scene } from '../tour/tour';

export interface HeadsetEvents {
  readonly name: (link: Link) => string;
  /** Another scene is seen in the headset. */
  readonly onScene: (scene: Scene) => void;
  /** It was taken off: here. */
  readonly onEnd: (scene: Scene, view: View) => void;
}

export class Headset {
  #available = false;

  constructor(
    private readonly scenes: readonly Scene[],
    private readonly addresses: Addresses,
    private readonly events: HeadsetEvents,
  ) {}

  get available(): boolean {
    return this.#available;
  }

  async look(): Promise<boolean> {
    try {
      this.#available = (await navigator.xr?.isSessionSupported('immersive-vr')) === true;
    } catch {
      // A page that embeds the tour may forbid it.
      this.#available = false;
    }
    return this.#available;
  }

  /** Throws when the browser or the device refuses. */
  async enter(scene: Scene, view: View): Promise<void> {
    const { VrStage } = await import('../stage/vr_stage');
    await new VrStage({ scenes: this.scenes, addresses: this.addresses, ...this.events }, scene).enter(view);
  }
}
