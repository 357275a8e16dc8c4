// Numbers as people write them: three significant digits, thousands separators, a real minus. The only place that formats,
// so that a number is the same in the editor, the dashboard and the terminal.

const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** What stands where a number is not known. */
export const unknownText = '—';

/** `0.0123`, `−4.20`, `12,346`, `1.23e-5`; whole numbers exact; `—` for what is not known. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknownText;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (magnitude >= 1e7) return sign + exponential(magnitude);
  if (magnitude >= 999.5 || Number.isInteger(magnitude)) return sign + integers.format(magnitude);
  if (magnitude < 1e-3) return sign + exponential(magnitude);
  return sign + magnitude.toPrecision(3);
}

/** Two significant digits, for where there is room for no more: `0.084`, `−1.2`, `12`, `3e-5`. */
export function formatShort(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || magnitude >= 99.5 || !Number.isFinite(value))
    return magnitude < 1e4 ? formatNumber(Math.round(value)) : formatTick(value);
  const text = magnitude < 1e-3 ? shorten(magnitude.toExponential(0)) : magnitude.toPrecision(2);
  return value < 0 ? `−${text}` : text;
}

/** With its sign also where positive: `+0.0123`. */
export function formatDifference(value: number | null | undefined): string {
  const text = formatNumber(value);
  return value !== null && value !== undefined && value > 0 ? `+${text}` : text;
}

/** A fraction in percent: `18.8%`. */
export function formatFraction(fraction: number | null | undefined): string {
  return formatPercent(fraction === null || fraction === undefined ? fraction : fraction * 100);
}

/** A number of percent: `18.8%`. Whole and tenths; what is neither 0 nor all never reads as `0%` or `100%`. */
export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return unknownText;
  if (!Number.isFinite(percent)) return `${formatNumber(percent)}%`;
  const magnitude = Math.abs(percent);
  if (magnitude > 0 && magnitude < 0.1) return `${percent < 0 ? '−' : ''}<0.1%`;
  if (magnitude > 99.9 && magnitude < 100) return `${percent < 0 ? '−' : ''}>99.9%`;
  if (magnitude >= 1000) return `${formatNumber(percent)}%`;
  return `${percent < 0 ? '−' : ''}${Number(magnitude.toFixed(1))}%`;
}

/** A count: `54,410`. */
export function formatCount(count: number): string {
  return integers.format(count);
}

/** `1.5 MB`, in powers of 1,000 as disks and networks are sold. */
export function formatBytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${units[unit]}`;
}

/** `1 parameter`, `54,410 parameters`. */
export function formatParameters(count: number): string {
  return plural(count, 'parameter');
}

/** `1 param`, `320 params`: where there is little room. */
export function formatParams(count: number): string {
  return plural(count, 'param');
}

/** A tick of an axis, a setting that somebody chose: as short as it can be and stay true: `0.5`, `2`, `1e-3`, `20k`. */
export function formatTick(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (magnitude === 0) return '0';
  if (magnitude < 1e-3 || magnitude >= 1e6) return sign + shorten(magnitude.toExponential(2));
  if (magnitude >= 1e4) return `${sign}${Number((magnitude / 1000).toPrecision(4))}k`;
  return sign + integersOrDigits(magnitude);
}

/** `0.8 s`, `12 s`, `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `1 unit`, `3 units`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function exponential(magnitude: number): string {
  return magnitude.toExponential(2).replace('e+', 'e');
}

function shorten(text: string): string {
  return text.replace(/\.?0+e/, 'e').replace('e+', 'e');
}

function integersOrDigits(magnitude: number): string {
  return magnitude >= 1000 ? integers.format(magnitude) : String(Number(magnitude.toPrecision(3)));
}
