// Every file that a visitor of a tour may come to see, as paths below tour.json. What only devices
// without WebGL or Apple's AR ask for is not among them.
import type { Film, Hotspot, Panorama, Picture, Sound, Tour } from '../tour/tour';

export function filesOfTour(tour: Tour): readonly string[] {
  const files = new Set<string>();
  const add = (path: string | null | undefined): void => {
    if (path !== null && path !== undefined) {
      files.add(path);
    }
  };
  add(tour.plan?.src);
  for (const scene of tour.scenes) {
    add(scene.thumbnail);
    filesOfPanorama(scene.panorama).forEach(add);
    scene.hotspots.flatMap(filesOfHotspot).forEach(add);
  }
  for (const object of tour.objects) {
    add(object.poster);
    object.models.forEach((model) => add(model.src));
    object.photos.forEach((photo) => add(photo.src));
  }
  tour.stops.forEach((stop) => add(stop.audio?.src));
  return [...files];
}

function filesOfPanorama(panorama: Panorama): readonly string[] {
  const { tiles } = panorama;
  if (tiles === null) {
    return [panorama.preview, panorama.fallback];
  }
  const files = [panorama.preview];
  tiles.levels.forEach((level, number) => {
    for (let row = 0; row < level.rows; ++row) {
      for (let col = 0; col < level.cols; ++col) {
        const place = { level: number, col, row };
        files.push(tiles.url.replace(/\{(level|col|row)\}/g, (_, name: 'level' | 'col' | 'row') => String(place[name])));
      }
    }
  });
  return files;
}

function filesOfHotspot(spot: Hotspot): readonly (string | null | undefined)[] {
  return [...filesOfPicture(spot.image), ...filesOfSound(spot.audio), ...filesOfFilm(spot.video)];
}

const filesOfPicture = (picture: Picture | null): readonly (string | undefined)[] => [picture?.src];
const filesOfSound = (sound: Sound | null): readonly (string | undefined)[] => [sound?.src];
const filesOfFilm = (film: Film | null): readonly (string | null | undefined)[] => [film?.src, film?.poster, film?.captions.vi, film?.captions.en];
