// Addresses of a tour's files, as the browser asks for them.
import type { Panorama } from '../tour/tour';

export interface Addresses {
  /** The absolute address of a path in tour.json. */
  readonly file: (path: string) => string;
  /**
   * Resolves when file(path) can answer. Files on a host always can; those inside a page that is
   * still being read may lie further down (single/parts.ts).
   */
  readonly arrived: (path: string) => Promise<void>;
}

/** Paths are relative to tour.json and written plainly; each part is encoded here. */
export function addressesBelow(tourJson: URL): Addresses {
  return {
    file: (path) => new URL(path.split('/').map(encodeURIComponent).join('/'), tourJson).href,
    arrived: () => Promise.resolve(),
  };
}

export function tileAddress(
  tiles: NonNullable<Panorama['tiles']>,
  addresses: Addresses,
  place: { readonly level: number; readonly col: number; readonly row: number },
): string {
  const path = tiles.url
    .replaceAll('{level}', String(place.level))
    .replaceAll('{col}', String(place.col))
    .replaceAll('{row}', String(place.row));
  return addresses.file(path);
}
