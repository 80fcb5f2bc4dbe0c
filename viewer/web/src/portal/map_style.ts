// How the base map looks: the lacquer panel's colours, and nothing that would have to be fetched from
// elsewhere (no glyphs, no sprites). Knows the layers of the two usual vector schemas, Protomaps and
// OpenMapTiles. Pure.
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export const kSource = 'base';

/** Tile types of a PMTiles header: 1 is vector, the others are pictures. */
export function styleFor(address: string, tileType: number, layers: readonly string[]): StyleSpecification {
  const background: LayerSpecification = { id: 'ground', type: 'background', paint: { 'background-color': '#241a13' } };
  if (tileType !== 1) {
    return {
      version: 8,
      sources: { [kSource]: { type: 'raster', url: address, tileSize: 256 } },
      layers: [background, { id: 'picture', type: 'raster', source: kSource, paint: { 'raster-saturation': -0.35, 'raster-brightness-max': 0.8 } }],
    };
  }
  const known = kLook.filter(([name]) => layers.includes(name)).map(([name, look]) => layer(name, look));
  const shown = known.length > 0 ? known : layers.map((name) => layer(name, { type: 'line', color: '#6b5843', width: 1 }));
  return { version: 8, sources: { [kSource]: { type: 'vector', url: address } }, layers: [background, ...shown] };
}

type Look = { readonly type: 'fill'; readonly color: string } | { readonly type: 'line'; readonly color: string; readonly width: number };

/** From the ground up. */
const kLook: readonly (readonly [string, Look])[] = [
  ['earth', { type: 'fill', color: '#241a13' }],
  ['landcover', { type: 'fill', color: '#28221a' }],
  ['landuse', { type: 'fill', color: '#2b2419' }],
  ['park', { type: 'fill', color: '#26291b' }],
  ['water', { type: 'fill', color: '#16262b' }],
  ['waterway', { type: 'line', color: '#1d343b', width: 1.5 }],
  ['buildings', { type: 'fill', color: '#34271c' }],
  ['building', { type: 'fill', color: '#34271c' }],
  ['roads', { type: 'line', color: '#5a4733', width: 1.6 }],
  ['transportation', { type: 'line', color: '#5a4733', width: 1.6 }],
  ['transit', { type: 'line', color: '#4a3a2b', width: 1 }],
  ['boundaries', { type: 'line', color: '#7d6a4a', width: 1 }],
  ['boundary', { type: 'line', color: '#7d6a4a', width: 1 }],
];

function layer(name: string, look: Look): LayerSpecification {
  const of = { id: name, source: kSource, 'source-layer': name };
  return look.type === 'fill'
    ? { ...of, type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': look.color } }
    : { ...of, type: 'line', paint: { 'line-color': look.color, 'line-width': look.width } };
}

/** The words of an attribution that may be written as HTML; it is shown as text. */
export function plainText(html: unknown): string {
  return typeof html === 'string' ? html.replace(/<[^>]*>/g, '').replace(/&copy;/g, '©').replace(/&amp;/g, '&').trim().slice(0, 200) : '';
}
