// How Python writes values: str, repr, format specifications and the % operator. Null where it cannot be known.
import { numberOf, type Value } from './value.ts';

/** `str(value)`, or `repr(value)` with quotes. */
export function textOf(value: Value, quoted = false, depth = 0): string | null {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'integer':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'string':
      return quoted ? `'${value.value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : value.value;
    case 'list':
    case 'tuple': {
      if (value.rest || depth > 5) return null;
      const parts = value.elements.map((element) => textOf(element, true, depth + 1));
      if (parts.includes(null)) return null;
      if (value.kind === 'list') return `[${parts.join(', ')}]`;
      return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
    }
    case 'range':
      return value.step === 1 ? `range(${value.start}, ${value.stop})` : `range(${value.start}, ${value.stop}, ${value.step})`;
    case 'object':
      return value.type.text?.(value as never) ?? null;
    default:
      return null;
  }
}

/** `repr` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  const text = String(value);
  return text.includes('.') ? text : `${Object.is(value, -0) ? '-0' : text}.0`;
}

const specificationParts = /^(?:(.)?([<>=^]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/;

/** `format(value, specification)`. */
export function formatValue(value: Value, specification: string): string | null {
  if (specification === '') return textOf(value);
  const parts = specificationParts.exec(specification);
  if (!parts) return null;
  const [, fill = ' ', align, sign = '', , zero = '', width = '', grouping = '', precision, type = ''] = parts;
  const number = numberOf(value);
  const body = number !== undefined && value.kind !== 'boolean' ? numberText(value, number, type, precision, grouping) : textOf(value);
  if (body === null) return null;
  const cut = number === undefined && precision !== undefined ? body.slice(0, Number(precision)) : body;
  const signed = number !== undefined && number >= 0 && (sign === '+' || sign === ' ') ? sign + cut : cut;
  return padded(signed, Number(width), zero ? '0' : fill, align ?? (zero ? '=' : number === undefined ? '<' : '>'));
}

function numberText(value: Value, number: number, type: string, precision: string | undefined, grouping: string): string | null {
  const digits = precision === undefined ? 6 : Math.min(Number(precision), 100);
  switch (type) {
    case '':
      if (precision !== undefined) return general(number, digits);
      return grouped(textOf(value) ?? '', grouping);
    case 'd':
      return value.kind === 'integer' ? grouped(String(number), grouping) : null;
    case 'f':
    case 'F':
      return grouped(number.toFixed(digits), grouping);
    case '%':
      return `${(number * 100).toFixed(digits)}%`;
    case 'e':
    case 'E': {
      const text = number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
      return type === 'E' ? text.toUpperCase() : text;
    }
    case 'g':
    case 'G':
      return general(number, digits);
    case 'x':
      return number.toString(16);
    case 'b':
      return number.toString(2);
    case 'o':
      return number.toString(8);
    default:
      return null;
  }
}

function general(number: number, digits: number): string {
  if (number === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(number)));
  const significant = Math.max(1, digits);
  const text = exponent < -4 || exponent >= significant ? number.toExponential(significant - 1) : number.toPrecision(significant);
  const [mantissa = '', power] = text.split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return power === undefined ? trimmed : `${trimmed}e${power.replace(/^([+-])(\d)$/, '$10$2')}`;
}

function grouped(text: string, grouping: string): string {
  if (grouping === '') return text;
  const [whole = '', fraction] = text.split('.');
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, grouping);
  return fraction === undefined ? marked : `${marked}.${fraction}`;
}

function padded(text: string, width: number, fill: string, align: string): string {
  // A width beyond this is not for a layer's name.
  const missing = Math.min(width, 1_000) - text.length;
  if (missing <= 0) return text;
  switch (align) {
    case '<':
      return text + fill.repeat(missing);
    case '^':
      return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
    case '=': {
      const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
      return sign + fill.repeat(missing) + text.slice(sign.length);
    }
    default:
      return fill.repeat(missing) + text;
  }
}

/** `template % values`. */
export function percentFormat(template: string, values: Value): string | null {
  const positional = values.kind === 'tuple' ? values.elements : [values];
  let next = 0;
  let failed = false;
  const text = template.replace(
    /%(?:\((\w+)\))?([-+0 #]*)(\d*)(?:\.(\d+))?([sdifeEgGrx%])/g,
    (_, key: string | undefined, flags: string, width: string, precision: string | undefined, type: string) => {
      if (type === '%') return '%';
      const named = values.kind === 'dictionary' && key !== undefined ? values.entries.get(`s${key}`)?.value : undefined;
      const value = key === undefined ? positional[next++] : named;
      const isText = type === 's' || type === 'r';
      const body = value && (isText ? textOf(value, type === 'r') : numberFor(value, type, precision));
      if (body === null || body === undefined) {
        failed = true;
        return '';
      }
      return padded(body, Number(width), flags.includes('0') ? '0' : ' ', flags.includes('-') ? '<' : flags.includes('0') ? '=' : '>');
    },
  );
  return failed ? null : text;
}

function numberFor(value: Value, type: string, precision: string | undefined): string | null {
  const number = numberOf(value);
  if (number === undefined) return null;
  return type === 'd' || type === 'i' ? String(Math.trunc(number)) : numberText(value, number, type, precision, '');
}

/** `template.format(*positional, **keywords)`. `attribute` resolves what follows a field's name (`.x`, `[0]`): not supported, null. */
export function formatTemplate(template: string, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): string | null {
  let next = 0;
  let failed = false;
  const text = template.replace(
    /\{\{|\}\}|\{([^{}:!]*)(?:!([rsa]))?(?::([^{}]*))?\}/g,
    (whole, field: string, conversion: string | undefined, specification = '') => {
      if (whole === '{{' || whole === '}}') return whole.slice(1);
      const value = field === '' ? positional[next++] : /^\d+$/.test(field) ? positional[Number(field)] : keywords.get(field);
      const body = value && (conversion === 'r' ? textOf(value, true) : formatValue(value, specification));
      if (body === null || body === undefined) failed = true;
      return body ?? '';
    },
  );
  return failed ? null : text;
}
