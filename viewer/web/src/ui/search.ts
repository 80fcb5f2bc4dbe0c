// Search over scenes, points of interest and objects; results as one types.
import type { App } from '../component/app';
import { excerpt, type SearchHit, type SearchIndex } from '../tour/search';
import { h } from './dom';
import { icon } from './icons';
import type { SheetContent } from './sheet';

export function searchContent(app: App, index: SearchIndex): SheetContent {
  let query = '';
  return {
    name: 'search',
    shape: 'side',
    title: () => app.say('searchTitle'),
    body: () => {
      const count = h('p', { class: 'search-count', attrs: { role: 'status' } });
      const results = h('ul', { class: 'search-results', attrs: { role: 'list' } });
      const field = h('input', {
        attrs: { type: 'search', id: 'search-field', 'data-key': 'search-field', autocomplete: 'off', enterkeyhint: 'search', autofocus: true },
      });
      field.value = query;
      const update = (): void => {
        query = field.value;
        const hits = index.find(query);
        results.replaceChildren(...hits.map((hit) => resultItem(app, hit, query)));
        const asked = query.trim();
        count.textContent =
          asked === '' ? '' : hits.length > 0 ? app.say('searchCount', { count: hits.length }) : app.say('searchNone', { query: asked });
      };
      field.addEventListener('input', update);
      update();
      const label = h('label', { attrs: { for: 'search-field' } }, app.say('searchHint'));
      return [h('div', { class: 'search-box' }, label, h('div', { class: 'search-line' }, icon('search'), field)), count, results];
    },
  };
}

function resultItem(app: App, hit: SearchHit, query: string): HTMLElement {
  const kinds = { scene: 'kindScene', hotspot: 'kindHotspot', object: 'kindObject' } as const;
  const glyphs = { scene: 'scenes', hotspot: 'about', object: 'object' } as const;
  const line = excerpt(hit, query, app.language);
  return h(
    'li',
    {},
    h(
      'button',
      { class: 'result', attrs: { type: 'button' }, on: { click: () => void follow(app, hit) } },
      icon(glyphs[hit.kind]),
      h(
        'span',
        { class: 'result-text' },
        h('span', { class: 'result-kind' }, app.say(kinds[hit.kind])),
        h('span', { class: 'result-title' }, app.text(hit.title)),
        line !== '' && h('span', { class: 'result-line' }, line),
      ),
    ),
  );
}

async function follow(app: App, hit: SearchHit): Promise<void> {
  app.sheet.close();
  if (hit.objectId !== null) {
    app.openObject(hit.objectId);
    return;
  }
  const scene = app.tour.scenes.find((item) => item.id === hit.sceneId);
  const spot = scene?.hotspots.find((item) => item.id === hit.hotspotId);
  if (scene === undefined) {
    return;
  }
  await app.goTo(scene.id, spot);
  if (spot !== undefined) {
    app.openHotspot(scene, spot);
  }
}
