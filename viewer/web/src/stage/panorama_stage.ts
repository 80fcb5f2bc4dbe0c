// The sphere: Photo Sphere Viewer with its tiles adapter, virtual-tour and markers plugins. Loaded
// when a scene is opened, so that the page stands before WebGL does.
//
// The plugins get elements, never text: their tooltips, captions and lists are written as HTML, and
// texts of a site are not. Their gallery, plan and compass are not used for the same reason, and
// because they are not buttons that a keyboard or a screen reader finds.
import { Cache, Viewer, events as viewerEvents } from '@photo-sphere-viewer/core';
import { EquirectangularTilesAdapter } from '@photo-sphere-viewer/equirectangular-tiles-adapter';
import { MarkersPlugin } from '@photo-sphere-viewer/markers-plugin';
import { VirtualTourPlugin, type VirtualTourNode } from '@photo-sphere-viewer/virtual-tour-plugin';

import { toDegrees, toRadians, wrapYaw, type View } from '../geometry/angles';
import type { Scene } from '../tour/tour';
import { tileAddress, type Addresses } from './address';
import { hotspotSign, linkSign, type Sign } from './signs';
import { prefersReducedMotion, type Stage, type StageEvents, type StageLabels } from './stage';
import { choosingLevels, type Look } from './tile_level';

const kFadeMs = 700;
const kTurnDegPerSecond = 2.5;
const kLinkSizePx = 72;

interface SphereConfig {
  baseUrl?: string;
  levels: { width: number; cols: number; rows: number }[];
  tileUrl: (col: number, row: number, level: number) => string | null;
}

interface Prepared {
  readonly node: VirtualTourNode;
  readonly signs: readonly Sign[];
}

export class PanoramaStage implements Stage {
  readonly #viewer: Viewer;
  readonly #tour: VirtualTourPlugin;
  readonly #prepared = new Map<string, Prepared>();
  readonly #scenes = new Map<string, Scene>();
  #rotating = false;
  #frame = 0;
  #lastTick = 0;

  constructor(
    container: HTMLElement,
    private readonly addresses: Addresses,
    private readonly labels: StageLabels,
    private readonly events: StageEvents,
  ) {
    this.#viewer = new Viewer({
      container,
      adapter: EquirectangularTilesAdapter.withConfig({ showErrorTile: false, baseBlur: false, resolution: 64 }),
      plugins: [
        [MarkersPlugin, {}],
        VirtualTourPlugin.withConfig({
          dataMode: 'server',
          positionMode: 'manual',
          renderMode: '2d',
          getNode: (id) => this.#prepare(id).node,
          preload: true,
          linksOnCompass: false,
          showLinkTooltip: false,
        }),
      ],
      navbar: false,
      keyboard: false,
      mousewheelCtrlKey: false,
      minFov: 28,
      maxFov: 95,
      defaultZoomLvl: container.clientWidth < container.clientHeight ? 22 : 30,
      canvasBackground: 'transparent',
      rendererParameters: { alpha: true, antialias: true, powerPreference: 'low-power' },
    });
    this.#tour = this.#viewer.getPlugin<VirtualTourPlugin>(VirtualTourPlugin);
    this.#watchPictures();
    const changed = (): void => this.#tellView();
    this.#viewer.addEventListener(viewerEvents.PositionUpdatedEvent.type, changed);
    this.#viewer.addEventListener(viewerEvents.ZoomUpdatedEvent.type, changed);
    this.#viewer.addEventListener(viewerEvents.SizeUpdatedEvent.type, changed);
    this.#viewer.addEventListener(viewerEvents.ClickEvent.type, ({ data }) =>
      this.events.onPick?.({ yawDeg: wrapYaw(toDegrees(data.yaw)), pitchDeg: toDegrees(data.pitch) }),
    );
    for (const type of ['pointerdown', 'wheel', 'touchstart'] as const) {
      container.addEventListener(type, () => this.events.onTouch(), { passive: true });
    }
  }

  /** Scenes become known before they are shown: links are prepared from them. */
  know(scenes: readonly Scene[]): void {
    for (const scene of scenes) {
      this.#scenes.set(scene.id, scene);
    }
  }

  async show(scene: Scene, view: View, signal: AbortSignal): Promise<boolean> {
    this.#scenes.set(scene.id, scene);
    const still = prefersReducedMotion();
    const options = {
      rotateTo: { yaw: toRadians(view.yawDeg), pitch: toRadians(view.pitchDeg) },
      effect: still ? ('none' as const) : ('fade' as const),
      rotation: false,
      speed: kFadeMs,
      showLoader: false,
    };
    try {
      const shown = await this.#tour.setCurrentNode(scene.id, options);
      if (shown) {
        this.#forgetFarFrom(scene);
      }
      return shown && !signal.aborted;
    } catch (error) {
      this.#viewer.hideError();
      if (!this.#dropPreview(scene.id)) {
        throw error;
      }
      // The small picture is missing; the tiles may well be there.
      this.events.onPictureMissing();
      return (await this.#tour.setCurrentNode(scene.id, { ...options, effect: 'none' })) && !signal.aborted;
    }
  }

  /** Other hotspots on the scene that is shown; the picture stays as it is. */
  mark(scene: Scene): void {
    const signs = scene.hotspots.map((spot) => ({ spot, sign: hotspotSign(scene, spot, this.labels, this.events) }));
    this.#viewer
      .getPlugin<MarkersPlugin>(MarkersPlugin)
      .setMarkers(signs.map(({ spot, sign }) => ({ id: spot.id, element: sign.element, position: radians(spot), anchor: 'center center' })));
  }

  view(): View {
    const position = this.#viewer.getPosition();
    return { yawDeg: wrapYaw(toDegrees(position.yaw)), pitchDeg: toDegrees(position.pitch) };
  }

  look(view: View, smooth: boolean): void {
    const position = { yaw: toRadians(view.yawDeg), pitch: toRadians(view.pitchDeg) };
    if (smooth && !prefersReducedMotion()) {
      void this.#viewer.animate({ ...position, speed: '12rpm' });
    } else {
      void this.#viewer.stopAnimation();
      this.#viewer.rotate(position);
    }
  }

  zoomBy(levels: number): void {
    this.#viewer.zoom(Math.min(100, Math.max(0, this.#viewer.getZoomLevel() + levels)));
  }

  setRotating(rotating: boolean): void {
    if (rotating === this.#rotating) {
      return;
    }
    this.#rotating = rotating;
    cancelAnimationFrame(this.#frame);
    if (rotating) {
      this.#lastTick = performance.now();
      this.#frame = requestAnimationFrame(this.#turn);
    }
  }

  relabel(): void {
    for (const prepared of this.#prepared.values()) {
      prepared.signs.forEach((sign) => sign.relabel());
    }
  }

  destroy(): void {
    this.setRotating(false);
    this.#viewer.destroy();
  }

  readonly #turn = (now: number): void => {
    const seconds = Math.min(0.1, (now - this.#lastTick) / 1000);
    this.#lastTick = now;
    const position = this.#viewer.getPosition();
    position.yaw += toRadians(kTurnDegPerSecond * seconds);
    this.#viewer.rotate(position);
    this.#frame = requestAnimationFrame(this.#turn);
  };

  #tellView(): void {
    const aspect = this.#viewer.dataHelper.vFovToHFov(this.#viewer.dataHelper.zoomLevelToFov(this.#viewer.getZoomLevel()));
    this.events.onView(this.view(), aspect);
  }

  /** Signs of scenes that are neither here nor next door: a tour of hundreds must not gather them all. */
  #forgetFarFrom(scene: Scene): void {
    const near = new Set([scene.id, ...scene.links.map((link) => link.to)]);
    // The plugin keeps every node it was ever given, and has no public way to let one go.
    const { nodes } = (this.#tour as unknown as { readonly datasource: { readonly nodes: Record<string, unknown> } }).datasource;
    for (const id of [...this.#prepared.keys()].filter((known) => !near.has(known))) {
      this.#prepared.delete(id);
      delete nodes[id];
    }
    // Once a minute by itself; whoever walks fast would gather hundreds of pictures until then.
    Cache.purge();
  }

  #prepare(id: string): Prepared {
    const known = this.#prepared.get(id);
    if (known !== undefined) {
      return known;
    }
    const scene = this.#scenes.get(id);
    if (scene === undefined) {
      throw new Error(`unknown scene ${id}`);
    }
    const links = scene.links.map((link) => ({ link, sign: linkSign(link, this.labels, this.events) }));
    const hotspots = scene.hotspots.map((spot) => ({ spot, sign: hotspotSign(scene, spot, this.labels, this.events) }));
    const node: VirtualTourNode = {
      id,
      panorama: this.#sphere(scene),
      links: links.map(({ link, sign }) => ({
        nodeId: link.to,
        position: radians(link),
        arrowStyle: { element: sign.element, size: { width: kLinkSizePx, height: kLinkSizePx } },
      })),
      markers: hotspots.map(({ spot, sign }) => ({
        id: spot.id,
        element: sign.element,
        position: radians(spot),
        anchor: 'center center',
      })),
    };
    const prepared = { node, signs: [...links, ...hotspots].map((item) => item.sign) };
    this.#prepared.set(id, prepared);
    return prepared;
  }

  #sphere(scene: Scene): SphereConfig {
    const { preview, fallback, tiles, width } = scene.panorama;
    const base = preview === fallback ? {} : { baseUrl: this.addresses.file(preview) };
    if (tiles === null) {
      const whole = this.addresses.file(fallback);
      return { ...base, levels: [{ width, cols: 1, rows: 1 }], tileUrl: () => whole };
    }
    return {
      ...base,
      levels: choosingLevels(tiles.levels, this.#lookOf),
      tileUrl: (col, row, level) => tileAddress(tiles, this.addresses, { level, col, row }),
    };
  }

  readonly #lookOf = (): Look => ({
    verticalFovDeg: this.#viewer.dataHelper.zoomLevelToFov(this.#viewer.getZoomLevel()),
    heightPx: this.#viewer.getSize().height,
    pixelRatio: devicePixelRatio,
  });

  #dropPreview(id: string): boolean {
    const panorama = this.#prepared.get(id)?.node.panorama as SphereConfig | undefined;
    if (panorama?.baseUrl === undefined) {
      return false;
    }
    delete panorama.baseUrl;
    return true;
  }

  /** The adapter is silent about tiles that do not come; visitors are told once a scene. */
  #watchPictures(): void {
    const loader = this.#viewer.textureLoader;
    const load = loader.loadImage.bind(loader);
    loader.loadImage = async (...request: Parameters<typeof load>) => {
      try {
        return await load(...request);
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          this.events.onPictureMissing();
        }
        throw error;
      }
    };
  }
}

function radians(view: View): { yaw: number; pitch: number } {
  return { yaw: toRadians(view.yawDeg), pitch: toRadians(view.pitchDeg) };
}
