// The address of this view: to copy, to send, and as a code for a phone's camera.
import type { App } from '../component/app';
import { qrCode } from '../tour/qr';
import { h, svg } from './dom';
import { icon } from './icons';
import type { SheetContent } from './sheet';

export function shareContent(app: App): SheetContent {
  const address = app.here();
  return {
    name: 'share',
    shape: 'small',
    title: () => app.say('shareTitle'),
    body: () => {
      const code = qrPicture(address, app.say('shareScan'));
      const scan = code === null ? [] : [h('figure', { class: 'qr' }, code, h('figcaption', {}, app.say('shareScan')))];
      return app.kiosk ? scan : [...scan, ...codePart(app), ...linkPart(app, address)];
    },
  };
}

/** What stands in letters on the plate at this place, as the plate writes it: K7M 4QX2. */
function codePart(app: App): readonly Node[] {
  const code = app.scene?.code ?? app.tour.code;
  if (code === null) {
    return [];
  }
  const shown = `${code.slice(0, 3)}\u00a0${code.slice(3)}`.toUpperCase();
  return [h('p', { class: 'short-code' }, app.say('shareCode', { code: shown }))];
}

function linkPart(app: App, address: string): readonly Node[] {
  const field = h('input', { attrs: { type: 'text', readonly: true, id: 'share-address', value: address } });
  field.addEventListener('focus', () => field.select());
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      app.tell(app.say('copied'));
    } catch {
      field.focus();
      app.tell(app.say('copyFailed'), 'warning');
    }
  };
  const canSend = typeof navigator.share === 'function';
  const send = (): void => {
    // Refused or given up by the visitor: nothing to do.
    navigator.share({ title: app.text(app.tour.name), url: address }).catch(() => undefined);
  };
  return [
    h('label', { attrs: { for: 'share-address' } }, app.say('shareLink')),
    field,
    h(
      'div',
      { class: 'button-row' },
      h('button', { class: 'main-button', attrs: { type: 'button', 'data-key': 'copy' }, on: { click: () => void copy() } }, icon('check'), app.say('copy')),
      canSend && h('button', { class: 'text-button', attrs: { type: 'button', 'data-key': 'send' }, on: { click: send } }, app.say('shareSend')),
    ),
  ];
}

function qrPicture(text: string, label: string): SVGElement | null {
  const code = qrCode(text);
  if (code === null) {
    return null;
  }
  const quiet = 4;
  const side = code.length + 2 * quiet;
  const path = code.map((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')).join('')).join('');
  return svg(
    'svg',
    { class: 'qr-code', attrs: { viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' } },
    svg('path', { attrs: { d: `M0 0h${side}v${side}H0z`, fill: '#fff' } }),
    svg('path', { attrs: { d: path, fill: '#000' } }),
  );
}
