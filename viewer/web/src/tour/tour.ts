// A tour as the viewer knows it, after reading (read_tour.ts). Field by field what
// schema/tour.schema.json says; names in the house style of TypeScript.
import type { View } from '../geometry/angles';

export type Language = 'vi' | 'en';

export interface Text {
  readonly vi: string;
  readonly en: string;
}

export interface Picture {
  readonly src: string;
  readonly alt: Text | null;
}

export interface Sound {
  readonly src: string;
  readonly transcript: Text | null;
}

export interface Film {
  readonly src: string;
  readonly poster: string | null;
  readonly captions: Readonly<Partial<Record<Language, string>>>;
  readonly transcript: Text | null;
}

export interface TileLevel {
  readonly width: number;
  readonly height: number;
  readonly cols: number;
  readonly rows: number;
}

export interface Panorama {
  readonly width: number;
  readonly height: number;
  readonly preview: string;
  readonly fallback: string;
  readonly tiles: { readonly url: string; readonly levels: readonly TileLevel[] } | null;
}

export interface Link extends View {
  readonly to: string;
}

export interface Hotspot extends View {
  readonly id: string;
  readonly title: Text;
  readonly text: Text | null;
  readonly image: Picture | null;
  readonly audio: Sound | null;
  readonly video: Film | null;
  readonly object: string | null;
}

export interface Scene {
  readonly id: string;
  /** Of the short address q/CODE/; null: it has none. */
  readonly code: string | null;
  readonly name: Text;
  readonly description: Text | null;
  readonly alt: Text;
  readonly northDeg: number | null;
  readonly panorama: Panorama;
  readonly thumbnail: string;
  readonly initialView: View;
  readonly plan: readonly [number, number] | null;
  readonly links: readonly Link[];
  readonly hotspots: readonly Hotspot[];
}

export type TierName = 'low' | 'medium' | 'high';

export interface Model {
  readonly tier: TierName;
  readonly src: string;
  readonly bytes: number;
  readonly triangles: number;
}

export interface Inscription {
  readonly original: string;
  readonly transcription: string;
  readonly translation: Text | null;
}

export type Vector = readonly [number, number, number];

export interface Annotation {
  readonly id: string;
  readonly title: Text;
  readonly text: Text | null;
  readonly position: Vector;
  readonly normal: Vector | null;
}

/** Where a model is first seen from when nothing says where its poster was taken: past its front, so that it has depth. */
export const kPosterDeg = 28;

export interface HeritageObject {
  readonly id: string;
  readonly code: string | null;
  readonly name: Text;
  readonly description: Text | null;
  readonly alt: Text;
  readonly poster: string | null;
  /** From the model's +z towards its +x. */
  readonly posterDeg: number;
  /** Stills all round, each further towards the object's left hand side. */
  readonly turntable: readonly Picture[];
  readonly models: readonly Model[];
  readonly usdz: string | null;
  readonly dimensionsMm: { readonly width: number | null; readonly height: number | null; readonly depth: number | null };
  readonly inscriptions: readonly Inscription[];
  readonly annotations: readonly Annotation[];
  readonly photos: readonly Picture[];
}

export interface Plan {
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly alt: Text | null;
  readonly northDeg: number;
}

export interface Stop extends View {
  readonly scene: string;
  readonly text: Text;
  readonly audio: Sound | null;
}

export type Rank = 'special-national' | 'national' | 'provincial' | 'inventoried';

export interface Tour {
  readonly id: string;
  readonly code: string | null;
  readonly name: Text;
  readonly description: Text | null;
  readonly rank: Rank | null;
  readonly address: Text | null;
  readonly location: { readonly lat: number; readonly lon: number } | null;
  readonly start: string | null;
  readonly scenes: readonly Scene[];
  readonly objects: readonly HeritageObject[];
  readonly plan: Plan | null;
  readonly stops: readonly Stop[];
  readonly rights: { readonly holder: string; readonly statement: string; readonly credit: Text | null };
  readonly madeBy: string;
}

/** The text in a language; the other language when it is empty, so that nothing is ever blank. */
export function inLanguage(text: Text, language: Language): string {
  return text[language] || text.vi || text.en;
}

/** The language that inLanguage() will really answer in, for the lang attribute. */
export function languageOf(text: Text, language: Language): Language {
  return text[language] ? language : text.vi ? 'vi' : 'en';
}
