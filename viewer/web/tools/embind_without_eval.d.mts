export function embindWithoutEval(code: string): string;
