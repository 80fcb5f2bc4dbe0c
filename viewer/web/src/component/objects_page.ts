// A tour without scenes: its one object fills the page, several stand side by side.
import { h } from '../ui/dom';
import { objectCards } from '../ui/gallery';
import { ObjectView } from '../ui/object_view';
import type { App } from './app';

export class ObjectsPage {
  readonly element = h('div', { class: 'objects-page', attrs: { hidden: true } });
  #view: ObjectView | null = null;

  constructor(private readonly app: App) {}

  show(asked: string | null): void {
    const { objects } = this.app.tour;
    this.element.hidden = false;
    const only = objects.length === 1 ? objects[0] : undefined;
    if (only !== undefined) {
      this.#view = new ObjectView(this.app, only);
      this.element.classList.add('objects-page-single');
    }
    this.render();
    if (only === undefined && asked !== null) {
      this.app.openObject(asked);
    }
  }

  render(): void {
    if (!this.element.hidden) {
      this.#view?.render();
      this.element.replaceChildren(...(this.#view === null ? objectCards(this.app) : [this.#view.element]));
    }
  }

  close(): void {
    this.#view?.close();
  }
}
