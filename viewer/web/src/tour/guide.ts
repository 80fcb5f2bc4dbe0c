// The guided tour as a small machine: which stop, playing or paused, and for how long a stop stays.
// It knows no clock and no picture; the component drives it.

export type GuideState =
  | { readonly kind: 'off' }
  | { readonly kind: 'on'; readonly stop: number; readonly playing: boolean };

export type GuideAction = 'start' | 'next' | 'previous' | 'toggle' | 'finished-stop' | 'close';

export function stepGuide(state: GuideState, action: GuideAction, stops: number): GuideState {
  if (action === 'close' || stops === 0) {
    return { kind: 'off' };
  }
  if (state.kind === 'off') {
    return action === 'start' ? { kind: 'on', stop: 0, playing: true } : state;
  }
  switch (action) {
    case 'start':
      return { kind: 'on', stop: 0, playing: true };
    case 'next':
      return { ...state, stop: Math.min(stops - 1, state.stop + 1) };
    case 'previous':
      return { ...state, stop: Math.max(0, state.stop - 1) };
    case 'toggle':
      return { ...state, playing: !state.playing };
    case 'finished-stop':
      if (!state.playing) {
        return state;
      }
      return state.stop + 1 < stops ? { ...state, stop: state.stop + 1 } : { ...state, playing: false };
  }
}

/** How long a text stays without sound: 3 s to arrive and look, then 15 characters a second, at most a minute. */
export function readingTimeMs(text: string): number {
  return Math.min(60_000, 3_000 + (text.length / 15) * 1_000);
}
