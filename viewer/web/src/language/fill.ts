// Fields in a sentence: {name}, and {count|scene|scenes} where English counts one differently.
export type Fields = Readonly<Record<string, string | number>>;

export function fill(sentence: string, fields: Fields): string {
  return sentence.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = fields[name];
    if (value === undefined) {
      return whole;
    }
    return one === undefined || many === undefined ? String(value) : value === 1 ? one : many;
  });
}
