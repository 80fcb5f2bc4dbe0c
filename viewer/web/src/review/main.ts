// The entry of review.html.
import { setViewerBase } from '../component/viewer_base';
import { DisanReview } from './review_app';

// The decoders lie beside the page.
setViewerBase(new URL('.', document.baseURI));
customElements.define('disan-review', DisanReview);
