// The way into a headset, where the browser has one.
import type { View } from '../geometry/angles';
import type { Scene } from '../tour/tour';
import type { App } from './app';
import { stageLabels } from './stage_labels';

export class Headset {
  #isThere = false;

  constructor(
    private readonly app: App,
    private readonly announce: (scene: Scene) => void,
  ) {}

  get isThere(): boolean {
    return this.#isThere;
  }

  /** True when there is one; a notice board never has. */
  async look(): Promise<boolean> {
    try {
      this.#isThere = !this.app.kiosk && (await navigator.xr?.isSessionSupported('immersive-vr')) === true;
    } catch {
      // A page that embeds the tour may forbid it.
      this.#isThere = false;
    }
    return this.#isThere;
  }

  async enter(scene: Scene, view: View): Promise<void> {
    const { app } = this;
    try {
      const { VrStage } = await import('../stage/vr_stage');
      const stage = new VrStage(
        {
          scenes: app.tour.scenes,
          addresses: app.addresses,
          name: (link) => stageLabels(app).link(link).name,
          onScene: (shown) => this.announce(shown),
          onEnd: (shown, last) => void app.goTo(shown.id, last),
        },
        scene,
      );
      await stage.enter(view);
    } catch {
      app.tell(app.say('headsetFailed'), 'warning');
    }
  }
}
