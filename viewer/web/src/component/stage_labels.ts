// What stands on the signs of a picture: where a way leads, what a point is about.
import type { StageLabels } from '../stage/stage';
import type { App } from './app';

export function stageLabels(app: App): StageLabels {
  return {
    link: (link) => {
      const target = app.tour.scenes.find((scene) => scene.id === link.to);
      const name = target === undefined ? link.to : app.text(target.name);
      return { name, label: app.say('goTo', { name }) };
    },
    hotspot: (spot) => ({ name: app.text(spot.title), label: app.say('open', { name: app.text(spot.title) }) }),
  };
}
