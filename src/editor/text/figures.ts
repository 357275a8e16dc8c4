// Numbers as people read them in the editor. Pure.

const integers = new Intl.NumberFormat('en-US');

/** `54,410`. */
export function formatCount(count: number): string {
  return integers.format(count);
}

/** `1 parameter`, `54,410 parameters`. */
export function formatParameters(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'parameter' : 'parameters'}`;
}

/** `1 param`, `320 params`: where there is little room. */
export function formatParams(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'param' : 'params'}`;
}

/** Three significant digits; powers of ten below 0.001 and from 100,000: `0.0412`, `3.1e-7`, `1,230`. */
export function formatFigure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const digits = size < 1e-3 || size >= 1e5 ? value.toExponential(1) : size >= 1000 ? formatCount(Math.round(value)) : significant(value);
  return digits.replace('-', '−').replace('e-', 'e−').replace('e+', 'e');
}

/** `12 %`, `0.4 %`. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  const digits = percent === 0 || percent >= 10 || percent === Math.round(percent) ? Math.round(percent) : percent.toPrecision(1);
  return `${digits} %`;
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}
