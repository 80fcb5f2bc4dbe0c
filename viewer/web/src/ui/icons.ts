// Line icons of one weight on a 24-unit square, drawn for this viewer.
import { svg } from './dom';

const kPaths = {
  scenes: 'M3 6.5h13v11H3zM7 3.5h14v11M3 15l4-4 3.5 3.5 2-2 3.5 3.5',
  plan: 'M3 6l6-2.5 6 2.5 6-2.5v14.5L15 20.500l-6-2.500-6 2.500zM9 3.500v14.500M15 6v14.500',
  guide: 'M5 18v-6a7 7 0 0 1 14 0v6M5 14h2.500v5.500H5zM16.500 14H19v5.500h-2.500z',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13M15.500 15.500L20.500 20.500',
  about: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v6M12 7.300v.4',
  close: 'M5.500 5.500l13 13M18.500 5.500l-13 13',
  share: 'M12 15V3.500M8 7l4-3.500L16 7M6 11H4.500v9.500h15V11H18',
  fullScreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  leaveFullScreen: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5',
  rotate: 'M3 12c0-2.500 4-4.500 9-4.500s9 2 9 4.500-4 4.500-9 4.500M14.500 13.500l-2.700 3 3 2.700',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  play: 'M7.500 4.500v15l12-7.500z',
  pause: 'M8 5v14M16 5v14',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  walk: 'M5 14.500l7-7 7 7',
  text: 'M12 10.500v7M12 6.300v.4',
  image: 'M4 5h16v14H4zM4 16l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9v.1',
  audio: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  video: 'M4 5h16v14H4zM10 9v6l5-3z',
  object: 'M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9',
  ar: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 7.500l4 2.300v4.500l-4 2.300-4-2.300V9.800zM8 9.800l4 2.300 4-2.300M12 12.100v4.500',
  headset: 'M4 8h16v9h-5l-1.500-2.500h-3L9 17H4zM2.500 11v3M21.500 11v3',
  check: 'M4.500 12.500l5 5 10-11',
  warning: 'M12 4l9 16H3zM12 10v5M12 17.300v.3',
} as const;

export type IconName = keyof typeof kPaths;

export function icon(name: IconName): SVGElement {
  return svg(
    'svg',
    { class: 'icon', attrs: { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' } },
    svg('path', { attrs: { d: kPaths[name] } }),
  );
}
