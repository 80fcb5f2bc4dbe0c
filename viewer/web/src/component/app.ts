// What the parts of the page may ask of the whole. The one implementation is TourApp (tour_app.ts).
import type { View } from '../geometry/angles';
import type { Word } from '../language/words';
import type { Keeper } from '../offline/keeper';
import type { Addresses } from '../stage/address';
import type { Hotspot, Language, Scene, Text, Tour } from '../tour/tour';
import type { Sheet } from '../ui/sheet';

export interface App {
  readonly tour: Tour;
  readonly addresses: Addresses;
  readonly sheet: Sheet;
  readonly kiosk: boolean;
  readonly language: Language;
  readonly scene: Scene | null;
  /** Null where a tour cannot be kept: embedded, previewed, in one file. */
  readonly keeper: Keeper | null;
  say(word: Word, fields?: Readonly<Record<string, string | number>>): string;
  /** A text of the site in the visitor's language. */
  text(text: Text): string;
  goTo(sceneId: string, view?: View): Promise<void>;
  openHotspot(scene: Scene, hotspot: Hotspot): void;
  openObject(objectId: string): void;
  setLanguage(language: Language): void;
  /** Shown for a few seconds and read out. */
  tell(message: string, tone?: 'plain' | 'warning'): void;
  /** The address of what is seen now. */
  here(): string;
}
