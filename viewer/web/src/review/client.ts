// The page's side of /review/. The token travels in the cookie that the printed address left.
import type { Text } from '../tour/tour';
import { folderOf, readAbout, readReview, type About, type Asset, type Pin, type Review, type Verdict } from './review';

export interface NewEntry {
  readonly asset: Asset;
  readonly verdict: Verdict;
  readonly reviewer: string;
  readonly text: string;
  readonly at: Pin | null;
}

/** `status` is HTTP's, 0 when the server is gone; `why` is the server's own sentence. */
export class ReviewError extends Error {
  constructor(
    readonly status: number,
    readonly why: Text | null = null,
  ) {
    super(`review: ${status}`);
  }
}

async function ask(address: string, options: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(address, { cache: 'no-cache', credentials: 'same-origin', ...options });
  } catch (error) {
    if (options.signal?.aborted === true) {
      throw error;
    }
    throw new ReviewError(0);
  }
}

async function json(address: string, signal: AbortSignal): Promise<unknown> {
  const answer = await ask(address, { signal });
  if (!answer.ok) {
    throw new ReviewError(answer.status);
  }
  return answer.json();
}

export async function fetchReview(signal: AbortSignal): Promise<Review> {
  return readReview(await json('review/state.json', signal));
}

export async function fetchAbout(asset: Asset, signal: AbortSignal): Promise<About> {
  return readAbout(await json(`${folderOf(asset)}.json`, signal));
}

export async function sendEntry(entry: NewEntry): Promise<void> {
  const at = entry.at === null ? {} : { at: 'point' in entry.at ? { point: entry.at.point } : { yaw_deg: entry.at.view.yawDeg, pitch_deg: entry.at.view.pitchDeg } };
  const { asset, verdict, reviewer, text } = entry;
  const body = JSON.stringify({ asset: asset.asset, sha256: asset.sha256, verdict, reviewer, ...(text === '' ? {} : { text }), ...at });
  const answer = await ask('review/entries', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (answer.status !== 201) {
    throw new ReviewError(answer.status, await whyOf(answer));
  }
}

async function whyOf(answer: Response): Promise<Text | null> {
  try {
    const said: unknown = await answer.json();
    const error = typeof said === 'object' && said !== null && 'error' in said ? said.error : null;
    if (typeof error === 'object' && error !== null && 'vi' in error && 'en' in error && typeof error.vi === 'string' && typeof error.en === 'string') {
      return { vi: error.vi, en: error.en };
    }
  } catch {
    // Refusals before the desk are plain text.
  }
  return null;
}
