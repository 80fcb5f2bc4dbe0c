// Which level of a pyramid of tiles a screen needs. Photo Sphere Viewer asks for as many pixels over
// the whole width of the view as the screen has. A flat picture of a sphere is stretched towards its
// sides, so that by this rule the middle, where people look, gets twice what the screen can show: four
// times the bytes.

export interface Level {
  readonly width: number;
  readonly cols: number;
  readonly rows: number;
}

export interface Look {
  readonly verticalFovDeg: number;
  readonly heightPx: number;
  /** Pixels of the device in one of the page. */
  readonly pixelRatio: number;
}

/** Beyond this a sharper picture is not worth its bytes. */
const kMostPixelRatio = 1.5;
/** One pixel of the picture may cover this many of the screen, in the middle of the view. */
const kMostStretch = 1.2;

/** The coarsest level that is sharp in the middle of the view; `levels` go from coarse to fine. */
export function levelFor(levels: readonly Level[], look: Look): number {
  const pixelsPerRadian = look.heightPx / 2 / Math.tan((look.verticalFovDeg * Math.PI) / 360);
  const wanted = (2 * Math.PI * pixelsPerRadian * Math.min(look.pixelRatio, kMostPixelRatio)) / kMostStretch;
  for (let level = 0; level < levels.length; ++level) {
    if ((levels[level]?.width ?? 0) >= wanted) {
      return level;
    }
  }
  return levels.length - 1;
}

/** Levels for the tiles adapter, which searches them for the one to load: they answer with levelFor. */
export function choosingLevels(levels: readonly Level[], look: () => Look): Level[] {
  const choosing = levels.map(({ width, cols, rows }) => ({ width, cols, rows }));
  Object.defineProperty(choosing, 'findIndex', { value: () => levelFor(choosing, look()) });
  return choosing;
}
