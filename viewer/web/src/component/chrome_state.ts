// Which buttons frame the picture, and which of them are pressed.
import type { ChromeState } from '../ui/chrome';
import type { GuideBar } from '../ui/guide_bar';
import type { PlanPanel } from '../ui/plan';
import type { App } from './app';

export interface Framed {
  readonly plan: PlanPanel;
  readonly guide: GuideBar;
  readonly sphere: boolean;
  readonly headset: boolean;
  readonly rotating: boolean;
  /** The page that this tour is one of many of. */
  readonly portal: string | null;
}

export function chromeState(app: App, framed: Framed): ChromeState {
  const { tour, scene } = app;
  const several = tour.scenes.length + tour.objects.length > 1;
  return {
    language: app.language,
    siteName: app.text(tour.name),
    sceneName: scene === null ? '' : app.text(scene.name),
    has: {
      scenes: several,
      plan: framed.plan.available,
      guide: framed.guide.available,
      search: several,
      sphere: framed.sphere,
      north: scene !== null && scene.northDeg !== null,
      // The address of a file on somebody's disk leads nobody else there.
      share: framed.sphere && location.protocol !== 'file:',
      headset: framed.headset && framed.sphere,
    },
    kiosk: app.kiosk,
    portal: app.kiosk || framed.portal === null ? null : `${framed.portal}${app.language === 'en' ? '?lang=en' : ''}`,
    pressed: {
      plan: framed.plan.isOpen,
      guide: framed.guide.isOn,
      rotating: framed.rotating,
      fullScreen: document.fullscreenElement !== null,
    },
  };
}
