// Makes the page one that opens without network, where it was built to be (pipeline/web_app puts the
// manifest into it).
import { Keeper } from './keeper';

/**
 * The local preview shows one tour after another at the same address: there nothing may be kept,
 * unless the address says ?offline=1.
 */
function isPreview(): boolean {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return local && new URLSearchParams(location.search).get('offline') !== '1';
}

export function registerOffline(): Keeper | null {
  const built = document.querySelector('link[rel="manifest"]') !== null;
  if (!built || !('serviceWorker' in navigator) || !('caches' in globalThis)) {
    return null;
  }
  const scope = new URL('./', document.baseURI);
  if (isPreview()) {
    void navigator.serviceWorker.getRegistration(scope).then((found) => found?.unregister());
    return null;
  }
  // After the first view: the worker's own fetches shall not be in its way.
  window.addEventListener('load', () => {
    navigator.serviceWorker.register(new URL('sw.js', scope), { scope: scope.href }).catch(() => undefined);
  });
  return new Keeper(scope);
}
