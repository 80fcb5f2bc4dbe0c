export function inlineScript(code: string): string;
export function inlineStyle(css: string): string;
export function hashSource(text: string): string;
