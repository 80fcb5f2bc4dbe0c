// The panorama under review, on the tour's own stage: the sphere, or the flat strip without WebGL.
import type { View } from '../geometry/angles';
import { addressesBelow } from '../stage/address';
import type { PanoramaStage } from '../stage/panorama_stage';
import { hasWebGl, type StageEvents, type StageLabels } from '../stage/stage';
import { StillStage } from '../stage/still_stage';
import type { Hotspot, Scene, Text } from '../tour/tour';
import { h } from '../ui/dom';
import type { Mark, PanelEvents, ResultPanel } from './panel';
import type { PanoramaFacts, Pin } from './review';

/**
 * A scene that the tour leaves out (nobody may see it yet, or only those who keep the place) still has
 * its pictures: the review finds them where they are kept.
 */
export function bareScene(id: string, name: Text, facts: PanoramaFacts | null): Scene {
  const folder = `review/scenes/${id}`;
  const preview = `${folder}/preview.jpg`;
  const levels = facts?.levels ?? [];
  return {
    id,
    code: null,
    name,
    description: null,
    alt: name,
    northDeg: null,
    panorama: {
      width: facts?.width ?? 4096,
      height: facts?.height ?? 2048,
      preview,
      fallback: `${folder}/fallback.jpg`,
      tiles: levels.length === 0 ? null : { url: `${folder}/tiles/{level}/{col}_{row}.jpg`, levels },
    },
    thumbnail: preview,
    initialView: { yawDeg: 0, pitchDeg: 0 },
    plan: null,
    links: [],
    hotspots: [],
  };
}

export class PanoramaPanel implements ResultPanel {
  readonly element = h('div', { class: 'stage', attrs: { tabindex: 0, role: 'application' } });
  readonly #showing = new AbortController();
  readonly #scene: Scene;
  #marks: readonly Mark[] = [];
  #sphere: PanoramaStage | null = null;
  #flat: StillStage | null = null;

  constructor(
    scene: Scene,
    private readonly events: PanelEvents,
  ) {
    this.#scene = { ...scene, links: [], hotspots: [] };
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  async open(): Promise<void> {
    const addresses = addressesBelow(new URL('tour.json', document.baseURI));
    const events: StageEvents = {
      onView: () => undefined,
      onLink: () => undefined,
      onHotspot: (_, spot) => {
        const mark = this.#marks.find((one) => idOf(one) === spot.id);
        if (mark !== undefined && mark.number !== null) {
          this.events.onMark(mark.number);
        }
      },
      onPictureMissing: () => undefined,
      onTouch: () => undefined,
      onPick: (view) => this.events.onPick({ view: rounded(view) }),
    };
    const labels: StageLabels = {
      link: () => ({ name: '', label: '' }),
      hotspot: (spot) => ({ name: spot.title.vi, label: spot.title.vi }),
    };
    if (hasWebGl()) {
      const { PanoramaStage } = await import('../stage/panorama_stage');
      if (this.#showing.signal.aborted) {
        return;
      }
      this.#sphere = new PanoramaStage(this.element, addresses, labels, events);
    } else {
      this.#flat = new StillStage(this.element, addresses, labels, events);
    }
    await this.#stage()?.show(this.#scene, this.#scene.initialView, this.#showing.signal);
    this.mark(this.#marks);
  }

  mark(marks: readonly Mark[]): void {
    this.#marks = marks;
    const scene = { ...this.#scene, hotspots: marks.flatMap(hotspotOf) };
    this.#sphere?.mark(scene);
    if (this.#flat !== null) {
      void this.#flat.show(scene, this.#flat.view(), this.#showing.signal);
    }
  }

  lookAt(at: Pin): void {
    if ('view' in at) {
      this.#stage()?.look(at.view, true);
    }
  }

  middle(): Pin | null {
    const stage = this.#stage();
    return stage === null ? null : { view: rounded(stage.view()) };
  }

  close(): void {
    this.#showing.abort();
    this.#stage()?.destroy();
    this.#sphere = null;
    this.#flat = null;
  }

  #stage(): PanoramaStage | StillStage | null {
    return this.#sphere ?? this.#flat;
  }

  #key(event: KeyboardEvent): void {
    const turns: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-9, 0], ArrowRight: [9, 0], ArrowUp: [0, 9], ArrowDown: [0, -9] };
    const turn = turns[event.key];
    const stage = this.#stage();
    if (stage === null || event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (turn !== undefined) {
      const view = stage.view();
      stage.look({ yawDeg: view.yawDeg + turn[0], pitchDeg: Math.max(-90, Math.min(90, view.pitchDeg + turn[1])) }, false);
    } else if (event.key === '+' || event.key === '=') {
      this.#sphere?.zoomBy(10);
    } else if (event.key === '-') {
      this.#sphere?.zoomBy(-10);
    } else {
      return;
    }
    event.preventDefault();
  }
}

const idOf = (mark: Mark): string => (mark.number === null ? 'moi' : `ghim-${mark.number}`);

function hotspotOf(mark: Mark): readonly Hotspot[] {
  const title = { vi: mark.name, en: mark.name };
  return 'view' in mark.at ? [{ id: idOf(mark), ...mark.at.view, title, text: null, image: null, audio: null, video: null, object: null }] : [];
}

/** A hundredth of a degree is a pixel of a panorama 36,000 wide. */
function rounded(view: View): View {
  return { yawDeg: Math.round(view.yawDeg * 100) / 100, pitchDeg: Math.round(view.pitchDeg * 100) / 100 };
}
