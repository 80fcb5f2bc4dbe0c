import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch } from '../src/component/idle_watch';

describe('a notice board that nobody touches', () => {
  const board = new EventTarget();
  let busy = false;
  let home = 0;
  let watch: IdleWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    busy = false;
    home = 0;
    watch = new IdleWatch(board, { idleMs: 90_000, isBusy: () => busy, onIdle: () => ++home });
  });

  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  it('goes home after the while, and again after the next', () => {
    vi.advanceTimersByTime(89_999);
    expect(home).toBe(0);
    vi.advanceTimersByTime(1);
    expect(home).toBe(1);
    vi.advanceTimersByTime(90_000);
    expect(home).toBe(2);
  });

  it('counts from the last touch', () => {
    vi.advanceTimersByTime(60_000);
    board.dispatchEvent(new Event('pointerdown'));
    vi.advanceTimersByTime(60_000);
    expect(home).toBe(0);
    vi.advanceTimersByTime(30_000);
    expect(home).toBe(1);
  });

  it('lets a guide or a film end, and counts from its end', () => {
    busy = true;
    vi.advanceTimersByTime(600_000);
    expect(home).toBe(0);
    busy = false;
    vi.advanceTimersByTime(89_000);
    expect(home).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect(home).toBe(1);
  });

  it('does nothing once it is stopped', () => {
    watch.stop();
    board.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(1_000_000);
    expect(home).toBe(0);
  });
});
