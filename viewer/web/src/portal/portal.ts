// A portal as its page knows it, after reading (read_portal.ts). pipeline/portal/portal_index.h
// writes the files.
import type { Text } from '../tour/tour';

export const kRanks = ['special-national', 'national', 'provincial', 'inventoried'] as const;
export const kTypes = ['history', 'architecture-art', 'archaeology', 'scenic', 'mixed'] as const;
export type Rank = (typeof kRanks)[number];
export type RelicType = (typeof kTypes)[number];

export interface Coordinates {
  readonly lat: number;
  readonly lon: number;
}

export interface Site {
  readonly id: string;
  readonly name: Text;
  readonly summary: Text;
  readonly address: Text;
  readonly type: RelicType | null;
  readonly rank: Rank | null;
  readonly location: Coordinates | null;
  /** Of the tour, relative to portal.json, ends in a slash. */
  readonly href: string;
  readonly picture: string | null;
  readonly scenes: number;
  readonly objects: number;
}

export interface Portal {
  readonly name: Text;
  /** The PMTiles file of the map; null: there is none. */
  readonly map: string | null;
  readonly sites: readonly Site[];
}

export const kKinds = ['site', 'scene', 'hotspot', 'object', 'stop'] as const;
export type Kind = (typeof kKinds)[number];

/** One text that can be found, and what it leads to. */
export interface Entry {
  readonly site: string;
  readonly kind: Kind;
  readonly title: Text;
  readonly body: Text;
  readonly scene: string | null;
  readonly hotspot: string | null;
  readonly object: string | null;
}
