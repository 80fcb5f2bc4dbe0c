// The entry for pages that embed the tour: defines <disan-tour>.
import { DisanTour } from './component/disan_tour';
import { setViewerBase } from './component/viewer_base';

setViewerBase(new URL(/* @vite-ignore */ '.', import.meta.url));
if (customElements.get('disan-tour') === undefined) {
  customElements.define('disan-tour', DisanTour);
}

export { DisanTour };
export type { TourEvents } from './component/events';
