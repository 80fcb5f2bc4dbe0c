// Where the result under review is shown: panorama_panel.ts or model_panel.ts.
import type { Pin } from './review';

/** A remark's place on the result. `number` is null for the remark that is being written. */
export interface Mark {
  readonly number: number | null;
  readonly name: string;
  readonly at: Pin;
}

export interface PanelEvents {
  readonly onPick: (at: Pin) => void;
  readonly onMark: (number: number) => void;
}

export interface ResultPanel {
  readonly element: HTMLElement;
  /** Throws when the result cannot be shown. */
  open(): Promise<void>;
  mark(marks: readonly Mark[]): void;
  lookAt(at: Pin): void;
  /** What lies in the middle of the view; null where there is nothing to pin to. */
  middle(): Pin | null;
  close(): void;
}
