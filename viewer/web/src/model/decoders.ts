// Points model-viewer's decoders at the viewer's own files. Without this it would ask another host.
interface DecoderPlaces {
  readonly dracoDecoderLocation: string;
  readonly ktx2TranscoderLocation: string;
  readonly meshoptDecoderLocation: string;
}

declare global {
  // The name by which model-viewer looks for settings whenever an element is made.
  var ModelViewerElement: DecoderPlaces | undefined;
}

/** Before the first model-viewer is made. */
export function useOwnDecoders(viewerBase: URL): void {
  globalThis.ModelViewerElement = {
    ...globalThis.ModelViewerElement,
    dracoDecoderLocation: new URL('decoders/draco/', viewerBase).href,
    ktx2TranscoderLocation: new URL('decoders/basis/', viewerBase).href,
    meshoptDecoderLocation: new URL('decoders/meshopt_decoder.js', viewerBase).href,
  };
}
