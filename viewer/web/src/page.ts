// The entry of index.html: what the address bar says becomes attributes of the one element.
//   ?kiosk=1&idle=60   notice boards
//   ?lang=en           language of the page
//   ?model=a.glb       one model, ?panorama=a.jpg one panorama, &name= its title (disan view FILE)
import { DisanTour } from './main';
import { registerOffline } from './offline/register';

const kPassed = ['idle', 'lang', 'model', 'panorama', 'name'] as const;

const element = document.createElement('disan-tour');
const asked = new URLSearchParams(location.search);
for (const name of kPassed) {
  const value = asked.get(name);
  if (value !== null && value !== '') {
    element.setAttribute(name, value);
  }
}
if (asked.get('kiosk') === '1') {
  element.setAttribute('kiosk', '');
}
if (!element.hasAttribute('model') && !element.hasAttribute('panorama')) {
  element.setAttribute('src', 'tour.json');
}
if (element instanceof DisanTour && element.hasAttribute('src')) {
  element.keeper = registerOffline();
}
// Written by `disan export` where the tour is one of a portal.
const portal = document.querySelector<HTMLMetaElement>('meta[name="disan-portal"]')?.content;
if (portal !== undefined) {
  element.setAttribute('portal', portal);
}
element.setAttribute('deep-links', '');
const language = asked.get('lang');
document.documentElement.lang = language === 'en' ? 'en' : 'vi';
element.addEventListener('disan-language', (event) => {
  document.documentElement.lang = event.detail.language;
});
document.querySelector('main')?.replaceChildren(element);

declare global {
  interface HTMLElementEventMap {
    'disan-language': CustomEvent<import('./component/events').TourEvents['disan-language']>;
  }
}
