// The drawing of the site with its scenes as buttons, and where the visitor stands and looks.
import { conePath, planAngle } from '../geometry/plan_cone';
import { headingOf, type View } from '../geometry/angles';
import type { App } from '../component/app';
import type { Plan, Scene } from '../tour/tour';
import { h, rebuild, svg } from './dom';
import { icon } from './icons';

export class PlanPanel {
  readonly element = h('section', { class: 'plan-panel', attrs: { hidden: true } });
  readonly #cone = svg('path', { class: 'plan-cone' });
  readonly #marker = svg('svg', { class: 'plan-marker', attrs: { viewBox: '-50 -50 100 100', 'aria-hidden': 'true' } }, this.#cone);
  #fovDeg = 0;

  constructor(
    private readonly app: App,
    private readonly onToggle: (open: boolean) => void,
  ) {
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        this.toggle(false);
      }
    });
  }

  get available(): boolean {
    return this.app.tour.plan !== null && this.app.tour.scenes.some((scene) => scene.plan !== null);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  toggle(open: boolean): void {
    if (open === this.isOpen || !this.available) {
      return;
    }
    this.element.hidden = !open;
    if (open) {
      this.render();
    }
    this.onToggle(open);
  }

  render(): void {
    const { app } = this;
    const { plan } = app.tour;
    if (plan === null || this.element.hidden) {
      return;
    }
    this.element.setAttribute('aria-label', app.say('planTitle'));
    rebuild(this.element, [
      h(
        'div',
        { class: 'plan-head' },
        h('h2', {}, app.say('planTitle')),
        h(
          'button',
          {
            class: 'round-button',
            attrs: { type: 'button', 'data-key': 'plan-close', 'aria-label': app.say('close') },
            on: { click: () => this.toggle(false) },
          },
          icon('close'),
        ),
      ),
      this.#sheet(plan),
    ]);
  }

  /** Called for every frame in which the view changes: writes two attributes, allocates little. */
  look(view: View, hfovDeg: number): void {
    const { scene, tour } = this.app;
    if (!this.isOpen || scene === null || tour.plan === null || scene.northDeg === null) {
      return;
    }
    if (Math.abs(hfovDeg - this.#fovDeg) > 0.5) {
      this.#fovDeg = hfovDeg;
      this.#cone.setAttribute('d', conePath(46, hfovDeg / 2));
    }
    const angle = planAngle(headingOf(scene.northDeg, view.yawDeg), tour.plan.northDeg);
    this.#cone.setAttribute('transform', `rotate(${angle.toFixed(1)})`);
  }

  #sheet(plan: Plan): HTMLElement {
    const { app } = this;
    const alt = plan.alt === null ? app.say('planTitle') : app.text(plan.alt);
    const scenes = app.tour.scenes.filter((scene) => scene.plan !== null);
    const here = app.scene?.plan ?? null;
    if (here !== null) {
      this.#marker.style.left = `${here[0] * 100}%`;
      this.#marker.style.top = `${here[1] * 100}%`;
    }
    this.#cone.style.display = app.scene?.northDeg === null ? 'none' : '';
    return h(
      'div',
      { class: 'plan-sheet', style: { 'aspect-ratio': `${plan.width} / ${plan.height}` } },
      h('img', { attrs: { src: app.addresses.file(plan.src), alt, width: plan.width, height: plan.height } }),
      here !== null && this.#marker,
      h('ol', { class: 'plan-places', attrs: { role: 'list' } }, ...scenes.map((scene) => this.#place(scene))),
    );
  }

  #place(scene: Scene): HTMLElement {
    const { app } = this;
    const [x, y] = scene.plan ?? [0, 0];
    const current = scene.id === app.scene?.id;
    const name = app.text(scene.name);
    return h(
      'li',
      { style: { left: `${x * 100}%`, top: `${y * 100}%` } },
      h('button', {
        class: 'plan-place',
        attrs: {
          type: 'button',
          'data-key': `plan-${scene.id}`,
          'aria-label': current ? app.say('planYouAreHere', { name }) : name,
          'aria-current': current ? 'location' : null,
          title: name,
        },
        on: { click: () => void app.goTo(scene.id) },
      }),
    );
  }
}
