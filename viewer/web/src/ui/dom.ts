// Builds elements. Text goes in as text nodes only: nothing that a site wrote is ever parsed as HTML.

export type Child = Node | string | null | false | undefined;

export interface Props {
  readonly class?: string;
  /** Attributes; false and null leave them out, true writes an empty value. */
  readonly attrs?: Readonly<Record<string, string | number | boolean | null>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  /** Set through the CSS object model, which a strict Content-Security-Policy allows. */
  readonly style?: Readonly<Record<string, string>>;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, props);
  append(element, children);
  return element;
}

const kSvg = 'http://www.w3.org/2000/svg';

export function svg(tag: string, props: Props = {}, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS(kSvg, tag);
  dress(element, props);
  append(element, children);
  return element;
}

function dress(element: HTMLElement | SVGElement, props: Props): void {
  if (props.class !== undefined) {
    element.setAttribute('class', props.class);
  }
  for (const [name, value] of Object.entries(props.attrs ?? {})) {
    setAttribute(element, name, value);
  }
  for (const [type, listener] of Object.entries(props.on ?? {})) {
    element.addEventListener(type, listener);
  }
  for (const [name, value] of Object.entries(props.style ?? {})) {
    element.style.setProperty(name, value);
  }
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | null): void {
  if (value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== false && child !== undefined) {
      element.append(child);
    }
  }
}

/** A text of a site as paragraphs; line feeds separate them. */
export function paragraphs(text: string): readonly HTMLParagraphElement[] {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => h('p', {}, line.trim()));
}

/**
 * Rebuilds the children of `root` and gives the focus back to the element of the same data-key, so
 * that a switch of language does not throw a keyboard user out.
 */
export function rebuild(root: HTMLElement, children: readonly Child[]): void {
  const scope = root.getRootNode();
  const active = scope instanceof ShadowRoot || scope instanceof Document ? scope.activeElement : null;
  const key = active !== null && root.contains(active) ? active.getAttribute('data-key') : null;
  root.replaceChildren();
  append(root, children);
  if (key !== null) {
    root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}
