// A tour of one file: `disan view FILE` and pages that show one panorama or one model.
import { kPosterDeg, type Text, type Tour } from './tour';

function named(name: string): Text {
  return { vi: name, en: name };
}

function emptyTour(name: string): Tour {
  return {
    id: 'file',
    code: null,
    name: named(name),
    description: null,
    rank: null,
    address: null,
    location: null,
    start: null,
    scenes: [],
    objects: [],
    plan: null,
    stops: [],
    rights: { holder: '', statement: '', credit: null },
    madeBy: '',
  };
}

/** The whole sphere from one equirectangular picture, however large. */
export function tourOfPanorama(src: string, name: string): Tour {
  return {
    ...emptyTour(name),
    start: 'file',
    scenes: [
      {
        id: 'file',
        code: null,
        name: named(name),
        description: null,
        alt: named(name),
        northDeg: null,
        panorama: { width: 4096, height: 2048, preview: src, fallback: src, tiles: null },
        thumbnail: src,
        initialView: { yawDeg: 0, pitchDeg: 0 },
        plan: null,
        links: [],
        hotspots: [],
      },
    ],
  };
}

export function tourOfModel(src: string, name: string): Tour {
  return {
    ...emptyTour(name),
    objects: [
      {
        id: 'file',
        code: null,
        name: named(name),
        description: null,
        alt: named(name),
        poster: null,
        posterDeg: kPosterDeg,
        turntable: [],
        models: [{ tier: 'high', src, bytes: 0, triangles: 0 }],
        usdz: null,
        dimensionsMm: { width: null, height: null, depth: null },
        inscriptions: [],
        annotations: [],
        photos: [],
      },
    ],
  };
}
