// Kiosk: nobody has touched the board for a while. Who listens to a guide or watches a film touches
// nothing and is there all the same: the while counts from its end.
const kAskAgainMs = 1000;

export interface IdleWatchOptions {
  readonly idleMs: number;
  /** Something plays that a visitor asked for. */
  readonly isBusy: () => boolean;
  readonly onIdle: () => void;
}

export class IdleWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasBusy = false;
  readonly #touched = (): void => this.#restart();

  constructor(
    private readonly target: EventTarget,
    private readonly options: IdleWatchOptions,
  ) {
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
      target.addEventListener(type, this.#touched, { passive: true });
    }
    this.#restart();
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
      this.target.removeEventListener(type, this.#touched);
    }
  }

  #restart(): void {
    this.#wasBusy = false;
    this.#askIn(this.options.idleMs);
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  #ask(): void {
    if (this.options.isBusy()) {
      this.#wasBusy = true;
      this.#askIn(Math.min(kAskAgainMs, this.options.idleMs));
      return;
    }
    if (!this.#wasBusy) {
      this.options.onIdle();
    }
    this.#restart();
  }
}
