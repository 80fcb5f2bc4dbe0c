// The folder that the viewer's own files lie in: decoders are found from it, wherever a page embeds
// the component from. The entry sets it, because only the entry's place is known after bundling.
let base: URL | null = null;

export function setViewerBase(url: URL): void {
  base = url;
}

export function viewerBase(): URL {
  if (base === null) {
    throw new Error('setViewerBase() comes first');
  }
  return base;
}
