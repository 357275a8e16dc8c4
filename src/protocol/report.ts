// The offline report: a run as text that keeps every number, and the one HTML file that holds it with the dashboard.
// The command line and the editor write it, the dashboard reads it back. It needs no network and no server.
import type { RunView } from './dashboard.ts';

/** The element of a report that holds the run. */
export const reportElementId = 'layerscope-run';

/**
 * The run as JSON that may stand inside an HTML `<script>`: arrays of float32 are base64 of their little-endian bytes,
 * NaN, ±Infinity and −0 keep their value, and no `<` occurs.
 */
export function encodeRunView(view: RunView): string {
  return JSON.stringify(view, (_key, value: unknown) => encodeValue(value)).replaceAll('<', '\\u003c');
}

/** The run that `encodeRunView` wrote. Throws a SyntaxError for text that is not JSON. */
export function decodeRunView(text: string): RunView {
  return JSON.parse(text, (_key, value: unknown) => decodeValue(value)) as RunView;
}

/**
 * One self-contained page: the run, the dashboard's `script` and `style` (the contents of dist/webview/dashboard.js and
 * style.css). Its content security policy lets it load nothing.
 */
export function reportHtml({ view, script, style, title }: { view: RunView; script: string; style: string; title: string }): string {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data: blob:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<style nonce="${nonce}">${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<main id="dashboard"></main>
<script type="application/json" id="${reportElementId}">${encodeRunView(view)}</script>
<script nonce="${nonce}">${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

function encodeValue(value: unknown): unknown {
  if (value instanceof Float32Array) return { $float32: toBase64(value) };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  }
  return value;
}

function decodeValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$float32' in value && typeof value.$float32 === 'string') return fromBase64(value.$float32);
  if ('$number' in value && typeof value.$number === 'string') return Number(value.$number);
  return value;
}

function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let binary = '';
  // 32 KiB at a time: a call's arguments have a limit.
  for (let start = 0; start < bytes.length; start += 0x8000) binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}

function fromBase64(text: string): Float32Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return new Float32Array(bytes.buffer);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
