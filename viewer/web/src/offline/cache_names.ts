// What the service worker and the page call their caches. By scope, because several tours may live
// on one host. Inlined into both: the worker is one file.

export const cachePrefix = (scope: string): string => `disan ${scope} `;

/** Where everything lies that a visitor asked to keep, and the mark that it is whole. */
export const keptCache = (scope: string): string => `${cachePrefix(scope)}kept`;
export const kWholeMark = 'offline-kept.json';
