// A plain web server over folders, as any host of a visitor's would be: none of our own server's rules.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const kTypes = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * `mounts`: folders by the prefix of their addresses, looked at in their order. `answer(path, response)` sees every request
 * first: it may set headers, or answer itself and return true.
 */
export async function staticHost(mounts, answer = () => false) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (answer(path, response)) {
      return;
    }
    const [prefix, folder] = Object.entries(mounts).find(([start]) => path.startsWith(start)) ?? [];
    const file = folder && join(folder, path.slice(prefix.length), path.endsWith('/') ? 'index.html' : '');
    const facts = file && statSync(file, { throwIfNoEntry: false });
    if (!facts?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': kTypes[extname(file)] ?? 'application/octet-stream', 'Content-Length': facts.size });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
  return { root: `http://127.0.0.1:${server.address().port}`, stop };
}
