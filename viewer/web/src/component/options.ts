// What a page may set on <disan-tour>, read once per load.
import type { Language } from '../tour/tour';

export interface TourOptions {
  readonly language: Language;
  readonly kiosk: boolean;
  readonly idleSeconds: number;
  readonly deepLinks: boolean;
  readonly intro: boolean;
  readonly autorotate: boolean;
  readonly scene: string | null;
  readonly object: string | null;
  /** The page that this tour is one of many of; null: it stands alone. */
  readonly portal: string | null;
}

export const kKioskIdleSeconds = 90;

export function readOptions(element: HTMLElement): TourOptions {
  const language = element.getAttribute('lang') ?? document.documentElement.lang;
  const idle = Number(element.getAttribute('idle') ?? '');
  return {
    language: language.toLowerCase().startsWith('en') ? 'en' : 'vi',
    kiosk: element.hasAttribute('kiosk'),
    idleSeconds: Number.isFinite(idle) && idle > 0 ? idle : kKioskIdleSeconds,
    deepLinks: element.hasAttribute('deep-links'),
    intro: !element.hasAttribute('no-intro'),
    autorotate: element.hasAttribute('autorotate'),
    scene: element.getAttribute('scene'),
    object: element.getAttribute('object'),
    portal: webAddress(element.getAttribute('portal')),
  };
}

/** A page on the web, never a script. */
function webAddress(written: string | null): string | null {
  if (written === null || written === '') {
    return null;
  }
  try {
    const address = new URL(written, document.baseURI);
    return /^(?:https?|file):$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}
