// Float32Arrays through JSON, for what travels between a test and its page.

export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Float32Array) return { float32: Array.from(part, (number) => (Number.isFinite(number) ? number : String(number))) };
    return typeof part === 'number' && !Number.isFinite(part) ? { number: String(part) } : part;
  });
}

export function decode(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    if ('float32' in part) return Float32Array.from(part.float32 as (number | string)[], Number);
    return 'number' in part && Object.keys(part).length === 1 ? Number(part.number) : part;
  });
}
