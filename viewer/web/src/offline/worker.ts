// The service worker: the tour opens again without network. The same file for every tour; sw.js
// (pipeline/web_app) brings the version and imports it.
//
// - The page, its script and tour.json come from the network when it answers, else from the shell's
//   cache: a rebuilt tour is seen at once.
// - Everything else (tiles, models, hashed scripts) comes from a cache when it is there. What was
//   seen is kept up to kSeenEntries files, the oldest go first; what a visitor asked to keep stays.
// - With a new version only what changed is dropped: offline.json lists a digest for every part.
//
// Only addresses below the worker's own folder are answered, and the viewer's files where several
// tours share them.
interface WorkEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchingEvent extends WorkEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  readonly tourVersion?: string;
  /** Where the viewer's files lie, seen from the tour: '' or, in a portal, '../viewer/'. */
  readonly viewerFolder?: string;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchingEvent) => void): void;
}

type Part = readonly [path: string, digest: string, bytes: number];

interface OfflineList {
  readonly shell: readonly string[];
  readonly parts: readonly Part[];
}

const worker = self as unknown as WorkerScope;
const kSeenEntries = 1500;
const kSeenLargest = 24_000_000;
const kFreshMs = 4000;
const kList = 'offline.json';
const viewerFolder = worker.viewerFolder ?? '';
const kFresh: ReadonlySet<string> = new Set(['', 'index.html', 'tour.json', `${viewerFolder}disan-tour.js`, 'manifest.webmanifest', kList]);

const scope = worker.registration.scope;
const viewer = new URL(viewerFolder, scope).href;
// As in cache_names.ts.
const prefix = `disan ${scope} `;
const kShell = `${prefix}shell ${worker.tourVersion ?? ''}`;
const kSeen = `${prefix}seen`;
const kKept = `${prefix}kept`;
let seenSinceTrim = 0;

/** The path seen from the tour's folder, or null for what is none of ours. */
function placeOf(address: string): string | null {
  const below = (folder: string): string => decodeURIComponent(address.slice(folder.length).replace(/[?#].*$/, ''));
  if (address.startsWith(scope)) {
    return below(scope);
  }
  return viewerFolder !== '' && address.startsWith(viewer) ? viewerFolder + below(viewer) : null;
}

async function install(): Promise<void> {
  const cache = await caches.open(kShell);
  const fresh = async (path: string): Promise<Response> => {
    const answer = await fetch(new URL(path, scope), { cache: 'no-cache' });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status}`);
    }
    return answer;
  };
  const answer = await fresh(kList);
  const list = (await answer.clone().json()) as OfflineList;
  await Promise.all(list.shell.map(async (path) => cache.put(new URL(path, scope), await fresh(path))));
  await cache.put(new URL(kList, scope), answer);
  await worker.skipWaiting();
}

async function listIn(name: string): Promise<readonly Part[]> {
  const answer = await (await caches.open(name)).match(new URL(kList, scope));
  return answer === undefined ? [] : ((await answer.json()) as OfflineList).parts;
}

/** The part that a file belongs to: itself or a folder above it. */
function partOf(path: string, parts: ReadonlyMap<string, string>): string | null {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (parts.has(at)) {
      return at;
    }
  }
  return null;
}

async function dropChanged(name: string, before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Promise<void> {
  const cache = await caches.open(name);
  let dropped = 0;
  for (const request of await cache.keys()) {
    const part = partOf(placeOf(request.url) ?? '', now);
    if (placeOf(request.url) !== 'offline-kept.json' && (part === null || before.get(part) !== now.get(part))) {
      await cache.delete(request);
      ++dropped;
    }
  }
  if (dropped > 0) {
    await cache.delete(new URL('offline-kept.json', scope));
  }
}

async function activate(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(`${prefix}shell `) && name !== kShell);
  const last = shells.pop();
  const digests = (parts: readonly Part[]): ReadonlyMap<string, string> => new Map(parts.map(([path, digest]) => [path, digest]));
  const before = digests(last === undefined ? [] : await listIn(last));
  const now = digests(await listIn(kShell));
  await dropChanged(kSeen, before, now);
  await dropChanged(kKept, before, now);
  // The last version's scripts stay for pages that are still open.
  await Promise.all(shells.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function held(request: Request): Promise<Response | undefined> {
  // A file's whole address is its name: other tours' caches cannot answer for ours.
  const options = { ignoreSearch: true, ignoreVary: true };
  return (await (await caches.open(kShell)).match(request.url, options)) ?? caches.match(request.url, options);
}

async function freshAnswer(request: Request): Promise<Response> {
  const network = fetch(request).then(async (answer) => {
    // The list stays what it was when this version came: the next one compares with it.
    if (answer.ok && answer.type === 'basic' && !answer.redirected && placeOf(request.url) !== kList) {
      const plain = new URL(request.url);
      plain.search = '';
      await (await caches.open(kShell)).put(plain, answer.clone());
    }
    return answer;
  });
  const stored = await held(request);
  if (stored === undefined) {
    return network;
  }
  network.catch(() => undefined);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(stored), kFreshMs));
  return Promise.race([network.catch(() => stored), late]);
}

async function keepSeen(request: Request, answer: Response): Promise<void> {
  const bytes = Number(answer.headers.get('Content-Length') ?? '0');
  if (answer.status !== 200 || answer.type !== 'basic' || bytes > kSeenLargest) {
    return;
  }
  const cache = await caches.open(kSeen);
  await cache.put(request.url, answer);
  if (++seenSinceTrim >= 100) {
    seenSinceTrim = 0;
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - kSeenEntries)).map((key) => cache.delete(key)));
  }
}

/** Sounds and films are asked for in ranges; a cache holds whole files. */
async function rangeOf(answer: Response, range: string): Promise<Response> {
  const whole = await answer.blob();
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range);
  const first = Number(asked?.[1] ?? 0);
  const last = Math.min(whole.size - 1, asked?.[2] ? Number(asked[2]) : whole.size - 1);
  if (asked === null || first > last) {
    return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${whole.size}` } });
  }
  return new Response(whole.slice(first, last + 1, whole.type), {
    status: 206,
    headers: {
      'Content-Range': `bytes ${first}-${last}/${whole.size}`,
      'Content-Length': String(last + 1 - first),
      'Content-Type': answer.headers.get('Content-Type') ?? 'application/octet-stream',
    },
  });
}

async function heldAnswer(event: FetchingEvent): Promise<Response> {
  const { request } = event;
  const range = request.headers.get('Range');
  const stored = await held(request);
  if (stored !== undefined) {
    return range === null ? stored : rangeOf(stored, range);
  }
  const answer = await fetch(request);
  if (range === null) {
    event.waitUntil(keepSeen(request, answer.clone()).catch(() => undefined));
  }
  return answer;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const place = event.request.method === 'GET' ? placeOf(event.request.url) : null;
  if (place !== null) {
    event.respondWith(kFresh.has(place) ? freshAnswer(event.request) : heldAnswer(event));
  }
});
