// What the frame around the picture is told.
import type { ChromeState } from '../ui/chrome';
import type { App } from './app';

export interface Facts {
  readonly portal: string | null;
  readonly sphere: boolean;
  readonly headset: boolean;
  readonly plan: { readonly available: boolean; readonly isOpen: boolean };
  readonly guide: { readonly available: boolean; readonly isOn: boolean };
  readonly rotating: boolean;
}

export function chromeState(app: App, facts: Facts): ChromeState {
  const { tour, scene } = app;
  const several = tour.scenes.length + tour.objects.length > 1;
  return {
    language: app.language,
    siteName: app.text(tour.name),
    sceneName: scene === null ? '' : app.text(scene.name),
    has: {
      scenes: several,
      plan: facts.plan.available,
      guide: facts.guide.available,
      search: several,
      sphere: facts.sphere,
      north: scene !== null && scene.northDeg !== null,
      // The address of a file on somebody's disk leads nobody else there.
      share: facts.sphere && location.protocol !== 'file:',
      headset: facts.headset && facts.sphere,
    },
    kiosk: app.kiosk,
    portal: app.kiosk || facts.portal === null ? null : `${facts.portal}${app.language === 'en' ? '?lang=en' : ''}`,
    pressed: {
      plan: facts.plan.isOpen,
      guide: facts.guide.isOn,
      rotating: facts.rotating,
      fullScreen: document.fullscreenElement !== null,
    },
  };
}

/** A page that embeds the tour may not allow it: the button then does nothing. */
export async function toggleFullScreen(page: HTMLElement): Promise<void> {
  try {
    await (document.fullscreenElement === null ? page.requestFullscreen() : document.exitFullscreen());
  } catch {
    // As said.
  }
}
