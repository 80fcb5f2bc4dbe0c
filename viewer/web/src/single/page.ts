// The entry of a tour in one file: everything lies in the page, nothing is asked of anybody, also
// from file://. Becomes one inline script (vite.single.config.ts); pipeline/single adds the parts.
import { DefaultLoadingManager } from 'three';

import { DisanTour } from '../component/disan_tour';
import { setViewerBase } from '../component/viewer_base';
import { Parts } from './parts';

// The decoders' loaders put names behind a folder's address. This one leads to the parts.
const kInside = 'part://viewer/';

function open(parts: Parts): void {
  DefaultLoadingManager.setURLModifier((url) => (url.startsWith(kInside) ? parts.file(url.slice(kInside.length)) : url));
  setViewerBase(new URL(kInside));
  customElements.define('disan-tour', DisanTour);
  const element = document.createElement('disan-tour');
  if (!(element instanceof DisanTour)) {
    throw new Error('disan-tour is defined otherwise');
  }
  element.held = { json: () => JSON.parse(parts.text('tour.json')) as unknown, addresses: parts };
  element.setAttribute('deep-links', '');
  const asked = new URLSearchParams(location.search);
  element.lang = asked.get('lang') === 'en' ? 'en' : 'vi';
  if (asked.get('kiosk') === '1') {
    element.setAttribute('kiosk', '');
  }
  document.documentElement.lang = element.lang;
  element.addEventListener('disan-language', (event) => {
    document.documentElement.lang = event.detail.language;
  });
  document.querySelector('main')?.replaceChildren(element);
}

open(new Parts(document));
