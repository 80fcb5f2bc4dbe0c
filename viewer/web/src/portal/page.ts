// The entry of a portal's index.html: portal.json lies beside the page.
import { DisanPortal } from './disan_portal';

customElements.define('disan-portal', DisanPortal);
const element = document.createElement('disan-portal');
element.setAttribute('src', 'portal.json');
document.querySelector('main')?.replaceChildren(element);
