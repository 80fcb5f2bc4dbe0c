// The buttons that stand in the picture: ways to other scenes and points of interest.
import type { Hotspot, Link, Scene } from '../tour/tour';
import { h } from '../ui/dom';
import { icon } from '../ui/icons';
import { hotspotIcon, type StageEvents, type StageLabels } from './stage';

export interface Sign {
  readonly element: HTMLButtonElement;
  relabel(): void;
}

function sign(kind: string, glyph: SVGElement, key: string, label: () => { name: string; label: string }, act: () => void): Sign {
  const caption = h('span', { class: 'sign-name' });
  const element = h(
    'button',
    {
      class: `sign ${kind}`,
      attrs: { type: 'button', 'data-key': key },
      on: {
        click: (event) => {
          event.stopPropagation();
          act();
        },
        // The viewer below would take a press for the start of a drag, and a click for its own.
        mousedown: (event) => event.stopPropagation(),
        touchstart: (event) => event.stopPropagation(),
        // The markers plugin listens above for transitions of its own, even after it let go of a marker.
        transitionend: (event) => event.stopPropagation(),
      },
    },
    h('span', { class: 'sign-disc' }, glyph),
    caption,
  );
  const relabel = (): void => {
    const words = label();
    caption.textContent = words.name;
    element.setAttribute('aria-label', words.label);
  };
  relabel();
  return { element, relabel };
}

export function linkSign(link: Link, labels: StageLabels, events: StageEvents): Sign {
  return sign('sign-link', icon('walk'), `link-${link.to}`, () => labels.link(link), () => events.onLink(link));
}

export function hotspotSign(scene: Scene, hotspot: Hotspot, labels: StageLabels, events: StageEvents): Sign {
  return sign(
    'sign-hotspot',
    icon(hotspotIcon(hotspot)),
    `hotspot-${hotspot.id}`,
    () => labels.hotspot(hotspot),
    () => events.onHotspot(scene, hotspot),
  );
}
