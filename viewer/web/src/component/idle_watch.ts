// Kiosk: nobody has touched the board for a while.
export class IdleWatch {
  #timer = 0;
  readonly #touched = (): void => this.#restart();

  constructor(
    private readonly target: HTMLElement,
    private readonly idleMs: number,
    private readonly onIdle: () => void,
  ) {
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
      target.addEventListener(type, this.#touched, { passive: true });
    }
    this.#restart();
  }

  stop(): void {
    window.clearTimeout(this.#timer);
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
      this.target.removeEventListener(type, this.#touched);
    }
  }

  #restart(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.onIdle();
      this.#restart();
    }, this.idleMs);
  }
}
