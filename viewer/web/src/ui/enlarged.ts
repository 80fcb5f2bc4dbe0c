// A picture of the sheet over the whole window, and its neighbours from there: a native <dialog>
// above the sheet's, which Escape closes first.
import type { App } from '../component/app';
import { h, rebuild } from './dom';
import { icon } from './icons';

export interface Enlargeable {
  readonly src: string;
  readonly alt: string;
}

export function enlarge(app: App, pictures: readonly Enlargeable[], first: number): void {
  const count = pictures.length;
  let at = first;
  const dialog = h('dialog', { class: 'enlarged', attrs: { 'aria-label': app.say('enlarged') } });
  const roundButton = (name: 'close' | 'previous' | 'next', label: string, act: () => void): HTMLButtonElement =>
    h('button', { class: `round-button enlarged-${name}`, attrs: { type: 'button', 'aria-label': label, 'data-key': `enlarged-${name}` }, on: { click: act } }, icon(name));
  const show = (number: number): void => {
    at = (number + count) % count;
    const { src = '', alt = '' } = pictures[at] ?? {};
    rebuild(dialog, [
      h('figure', {}, h('img', { attrs: { src, alt } }), h('figcaption', { attrs: { 'aria-live': 'polite' } }, count > 1 ? `${alt} (${at + 1} / ${count})` : alt)),
      roundButton('close', app.say('close'), () => dialog.close()),
      ...(count > 1
        ? [
            roundButton('previous', app.say('previousPicture'), () => show(at - 1)),
            roundButton('next', app.say('nextPicture'), () => show(at + 1)),
          ]
        : []),
    ]);
  };
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target instanceof HTMLImageElement) {
      dialog.close();
    }
  });
  dialog.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by !== 0 && count > 1) {
      event.preventDefault();
      show(at + by);
    }
  });
  show(first);
  app.sheet.lay(dialog);
}
