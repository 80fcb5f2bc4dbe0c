// The panorama in a headset: a sphere and the ways on, in a WebXR session of its own. Loaded when a
// visitor puts the headset on. A way is taken with a controller's trigger, or, without one, by
// looking at it for a moment.
import {
  CanvasTexture,
  Group,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Scene as Space,
  SphereGeometry,
  Sprite,
  SpriteMaterial,
  SRGBColorSpace,
  TextureLoader,
  Vector3,
  WebGLRenderer,
  type Object3D,
  type Texture,
} from 'three';

import { directionOf, Dwell, pointedAt, viewOf, type Direction } from '../geometry/vr';
import { keepHeading, toRadians, type View } from '../geometry/angles';
import type { Link, Scene } from '../tour/tour';
import type { Addresses } from './address';

export interface VrOptions {
  readonly scenes: readonly Scene[];
  readonly addresses: Addresses;
  readonly name: (link: Link) => string;
  readonly onScene: (scene: Scene) => void;
  readonly onEnd: (scene: Scene, view: View) => void;
}

interface Sign {
  readonly link: Link;
  readonly sprite: Sprite;
  readonly direction: Direction;
}

const kUp = new Vector3(0, 1, 0);
const kSphereM = 40;
const kSignM = 9;
const kSignWidthM = 2.6;
const kConeDeg = 7;
const kDwellMs = 1600;

export class VrStage {
  readonly #renderer = new WebGLRenderer({ antialias: true });
  readonly #space = new Space();
  readonly #camera = new PerspectiveCamera(80, 1, 0.05, 200);
  readonly #world = new Group();
  readonly #sphere = new Mesh(new SphereGeometry(kSphereM, 96, 48).scale(-1, 1, 1), new MeshBasicMaterial());
  readonly #dwell = new Dwell(kDwellMs);
  readonly #ahead = new Vector3();
  #signs: readonly Sign[] = [];
  #scene: Scene;
  #turnDeg = 0;
  #view: View = { yawDeg: 0, pitchDeg: 0 };
  #moving = false;

  constructor(
    private readonly options: VrOptions,
    first: Scene,
  ) {
    this.#scene = first;
    // The picture's centre lies ahead.
    this.#sphere.rotation.y = -Math.PI / 2;
    this.#world.add(this.#sphere);
    this.#space.add(this.#world);
  }

  /** From a visitor's click: browsers give headsets to nobody else. */
  async enter(view: View): Promise<void> {
    const session = await navigator.xr?.requestSession('immersive-vr', { optionalFeatures: ['local-floor'] });
    if (session === undefined) {
      throw new Error('no headset');
    }
    session.addEventListener('end', () => this.#end());
    this.#renderer.xr.enabled = true;
    this.#renderer.xr.setReferenceSpaceType('local');
    await this.#renderer.xr.setSession(session);
    for (const hand of [0, 1]) {
      const controller = this.#renderer.xr.getController(hand);
      controller.addEventListener('select', () => void this.#take(pointedAt(this.#rayOf(controller), this.#directions(), kConeDeg)));
      this.#space.add(controller);
    }
    await this.#show(this.#scene, view);
    this.#renderer.setAnimationLoop((now) => this.#draw(now));
  }

  async #show(scene: Scene, view: View): Promise<void> {
    const { addresses } = this.options;
    await addresses.arrived(scene.panorama.fallback);
    const picture = await new TextureLoader().loadAsync(addresses.file(scene.panorama.fallback));
    picture.colorSpace = SRGBColorSpace;
    const { material } = this.#sphere;
    material.map?.dispose();
    material.map = picture;
    material.needsUpdate = true;
    this.#scene = scene;
    this.#turnDeg = view.yawDeg;
    this.#world.rotation.y = toRadians(view.yawDeg);
    this.#dropSigns();
    this.#signs = scene.links.map((link) => this.#sign(link));
    this.#signs.forEach((sign) => this.#world.add(sign.sprite));
    this.#dwell.reset();
  }

  #sign(link: Link): Sign {
    const direction = directionOf(link);
    const map = signTexture(this.options.name(link));
    const sprite = new Sprite(new SpriteMaterial({ map, depthTest: false }));
    sprite.position.set(...direction).multiplyScalar(kSignM);
    sprite.scale.set(kSignWidthM, kSignWidthM / 4, 1);
    return { link, sprite, direction };
  }

  #dropSigns(): void {
    for (const { sprite } of this.#signs) {
      this.#world.remove(sprite);
      sprite.material.map?.dispose();
      sprite.material.dispose();
    }
    this.#signs = [];
  }

  #directions(): readonly Direction[] {
    return this.#signs.map((sign) => sign.direction);
  }

  /** Where something points, in the space of the panorama. */
  #rayOf(what: Object3D): Direction {
    this.#ahead.set(0, 0, -1).transformDirection(what.matrixWorld);
    this.#ahead.applyAxisAngle(kUp, -toRadians(this.#turnDeg));
    return [this.#ahead.x, this.#ahead.y, this.#ahead.z];
  }

  #draw(now: number): void {
    const { xr } = this.#renderer;
    const pointing = [...(xr.getSession()?.inputSources ?? [])].some((source) => source.targetRayMode === 'tracked-pointer');
    const ray = this.#rayOf(xr.getCamera());
    this.#view = viewOf(ray);
    const seen = pointedAt(ray, this.#directions(), kConeDeg);
    const share = this.#dwell.look(seen, now);
    this.#signs.forEach(({ sprite }, i) => {
      const grown = i === seen ? 1 + 0.25 * share : 1;
      sprite.scale.set(kSignWidthM * grown, (kSignWidthM / 4) * grown, 1);
    });
    if (share === 1 && !pointing) {
      void this.#take(seen);
    }
    this.#renderer.render(this.#space, this.#camera);
  }

  async #take(number: number): Promise<void> {
    const link = this.#signs[number]?.link;
    const target = this.options.scenes.find((scene) => scene.id === link?.to);
    if (target === undefined || this.#moving) {
      return;
    }
    this.#moving = true;
    try {
      const here = { yawDeg: this.#turnDeg, pitchDeg: 0 };
      await this.#show(target, keepHeading(this.#scene.northDeg, target.northDeg, here) ?? target.initialView);
      this.options.onScene(target);
    } catch {
      // The picture does not come: one stays where one is.
      this.#dwell.reset();
    } finally {
      this.#moving = false;
    }
  }

  #end(): void {
    this.#renderer.setAnimationLoop(null);
    this.#dropSigns();
    this.#sphere.geometry.dispose();
    this.#sphere.material.map?.dispose();
    this.#sphere.material.dispose();
    this.#renderer.dispose();
    this.options.onEnd(this.#scene, this.#view);
  }
}

/** A name as a picture: drawn, never parsed. */
function signTexture(name: string): Texture {
  const canvas = document.createElement('canvas');
  canvas.width = 1024;
  canvas.height = 256;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = 'rgba(21, 15, 11, 0.82)';
    pen.beginPath();
    pen.roundRect(8, 8, 1008, 240, 120);
    pen.fill();
    pen.lineWidth = 6;
    pen.strokeStyle = '#e3b75f';
    pen.stroke();
    pen.fillStyle = '#f7f0e4';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.font = '600 84px "Noto Sans", system-ui, sans-serif';
    pen.fillText(name, 512, 132, 920);
  }
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
