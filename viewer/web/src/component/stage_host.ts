// Holds the stage and what stands in for it: the small picture before the sphere is there, a line
// that moves while something loads, and the keyboard.
import { clampPitch, headingOf, wrapYaw, type View } from '../geometry/angles';
import { hasWebGl, prefersReducedMotion, type Stage, type StageEvents, type StageLabels } from '../stage/stage';
import { StillStage } from '../stage/still_stage';
import type { Scene } from '../tour/tour';
import { h } from '../ui/dom';
import type { Addresses } from '../stage/address';

const kCurtainFovDeg = 95;
const kCurtainStaysMs = 1500;

export class StageHost {
  readonly #curtain = h('div', { class: 'curtain', attrs: { 'aria-hidden': 'true' } });
  readonly #loading = h('div', { class: 'loading-line', attrs: { hidden: true, 'aria-hidden': 'true' } });
  readonly #holder = h('div', { class: 'stage-holder' });
  readonly element = h('div', { class: 'stage', attrs: { tabindex: 0, role: 'application' } }, this.#curtain, this.#holder, this.#loading);
  #stage: Stage | null = null;
  #making: Promise<Stage> | null = null;
  #showing: AbortController | null = null;
  #target: View | null = null;
  #frame = 0;

  constructor(
    private readonly scenes: readonly Scene[],
    private readonly addresses: Addresses,
    private readonly labels: StageLabels,
    private readonly events: StageEvents,
  ) {
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  get isFlat(): boolean {
    return this.#stage instanceof StillStage;
  }

  /** False when another call overtook this one. Throws when the scene cannot be shown. */
  async show(scene: Scene, view: View): Promise<boolean> {
    this.#showing?.abort();
    const showing = new AbortController();
    this.#showing = showing;
    this.#stopGliding();
    if (this.#stage === null) {
      this.#drawCurtain(scene, view);
    }
    this.#loading.hidden = false;
    try {
      const [stage] = await Promise.all([this.#make(), this.addresses.arrived(scene.panorama.fallback)]);
      const shown = !showing.signal.aborted && (await stage.show(scene, view, showing.signal));
      if (shown && !this.#curtain.hidden) {
        // The sphere fades in before it: taken away at once it would leave a dark moment.
        window.setTimeout(() => (this.#curtain.hidden = true), kCurtainStaysMs);
      }
      return shown;
    } finally {
      if (this.#showing === showing) {
        this.#loading.hidden = true;
      }
    }
  }

  view(): View {
    return this.#stage?.view() ?? { yawDeg: 0, pitchDeg: 0 };
  }

  look(view: View, smooth = true): void {
    this.#stopGliding();
    this.#stage?.look(view, smooth);
  }

  zoomBy(levels: number): void {
    this.#stage?.zoomBy(levels);
  }

  setRotating(rotating: boolean): void {
    this.#stage?.setRotating(rotating);
  }

  relabel(): void {
    this.#stage?.relabel();
  }

  destroy(): void {
    this.#stopGliding();
    this.#showing?.abort();
    this.#stage?.destroy();
  }

  #make(): Promise<Stage> {
    this.#making ??= this.#makeStage();
    return this.#making;
  }

  async #makeStage(): Promise<Stage> {
    if (hasWebGl()) {
      const { PanoramaStage } = await import('../stage/panorama_stage');
      const stage = new PanoramaStage(this.#holder, this.addresses, this.labels, this.events);
      stage.know(this.scenes);
      this.#stage = stage;
    } else {
      this.#stage = new StillStage(this.#holder, this.addresses, this.labels, this.events);
    }
    return this.#stage;
  }

  /** The part of the small picture that the view will show, so that the sphere fades into its like. */
  #drawCurtain(scene: Scene, view: View): void {
    const { width, height } = this.element.getBoundingClientRect();
    const pictureWidth = Math.max((width * 360) / kCurtainFovDeg, height * 2.2);
    const left = width / 2 - ((wrapYaw(view.yawDeg) + 180) / 360) * pictureWidth;
    const top = height / 2 - ((90 - view.pitchDeg) / 180) * (pictureWidth / 2);
    this.#curtain.style.backgroundImage = `url("${this.addresses.file(scene.panorama.preview).replace(/["\\]/g, encodeURIComponent)}")`;
    this.#curtain.style.backgroundSize = `${pictureWidth}px ${pictureWidth / 2}px`;
    this.#curtain.style.backgroundPosition = `${left}px ${top}px`;
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const step = event.repeat ? 4 : 9;
    const turns: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const turn = turns[event.key];
    if (turn !== undefined) {
      this.events.onTouch();
      const from = this.#target ?? this.view();
      this.#target = { yawDeg: from.yawDeg + turn[0], pitchDeg: clampPitch(from.pitchDeg + turn[1]) };
      this.#glide();
    } else if (event.key === '+' || event.key === '=') {
      this.zoomBy(10);
    } else if (event.key === '-') {
      this.zoomBy(-10);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Held keys move the target; the view follows it, eased, one step a frame. */
  #glide(): void {
    if (prefersReducedMotion()) {
      this.#arrive();
    } else if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(this.#glideStep);
    }
  }

  readonly #glideStep = (): void => {
    this.#frame = 0;
    const target = this.#target;
    if (target === null) {
      return;
    }
    const now = this.view();
    const yaw = wrapYaw(target.yawDeg - now.yawDeg);
    const pitch = target.pitchDeg - now.pitchDeg;
    if (Math.hypot(yaw, pitch) < 0.15) {
      this.#arrive();
      return;
    }
    this.#stage?.look({ yawDeg: now.yawDeg + yaw * 0.22, pitchDeg: now.pitchDeg + pitch * 0.22 }, false);
    this.#frame = requestAnimationFrame(this.#glideStep);
  };

  #arrive(): void {
    if (this.#target !== null) {
      this.#stage?.look(this.#target, false);
    }
    this.#target = null;
  }

  #stopGliding(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#target = null;
  }
}

/** The compass heading of a view, or null where the scene has none. */
export function sceneHeading(scene: Scene, view: View): number | null {
  return scene.northDeg === null ? null : headingOf(scene.northDeg, view.yawDeg);
}
