// Messages between VS Code and a webview go through JSON, but for typed arrays: NaN, ±∞ and −0 must be written so that
// they come back. Both ends wrap their port with this.
import type { Port } from './channel.ts';

/** A port over one whose messages lose numbers that JSON does not have. */
export function numberSafePort(port: Port): Port {
  return {
    post: (message, transfer) => port.post(pack(message), transfer),
    listen: (listener) => port.listen((message) => listener(unpack(message))),
  };
}

/** The same plain data with `{ $number: 'NaN' }` in the place of such numbers. What holds none is not copied. */
export function pack(value: unknown): unknown {
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? '-0' : String(value) };
  return mapPlain(value, pack);
}

export function unpack(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && '$number' in value) return Number(value.$number);
  return mapPlain(value, unpack);
}

function mapPlain(value: unknown, map: (inner: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) {
    const mapped = value.map(map);
    return mapped.some((inner, index) => inner !== value[index]) ? mapped : value;
  }
  let changed: Record<string, unknown> | undefined;
  for (const [key, inner] of Object.entries(value)) {
    const mapped = map(inner);
    if (mapped === inner) continue;
    changed ??= { ...value };
    changed[key] = mapped;
  }
  return changed ?? value;
}
