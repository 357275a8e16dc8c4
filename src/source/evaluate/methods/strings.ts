// Methods of texts. A row that is missing makes an unknown; most programs need few of them to name a layer.
import { type Arguments, argument } from '../arguments.ts';
import type { EvaluationContext } from '../library.ts';
import { formatTemplate } from '../text.ts';
import { boolean, elementsOf, integer, list, type StringValue, string, type Value } from '../value.ts';

type Method = (self: StringValue, args: Arguments, context: EvaluationContext) => Value;

export const stringMethods: Readonly<Record<string, Method>> = {
  format: ({ value }, { positional, keywords, rest }, context) => {
    const text = rest ? null : formatTemplate(value, positional, keywords);
    return text === null ? context.unknown('this text is not known') : string(text);
  },
  join: ({ value }, args, context) => {
    const [iterable] = args.positional;
    const parts = iterable ? context.iterate(iterable) : [];
    if ('kind' in parts) return parts;
    const texts = parts.map((part) => (part.kind === 'string' ? part.value : null));
    return texts.includes(null) ? context.unknown('this text is not known') : string(texts.join(value));
  },
  split: ({ value }, args, context) => {
    const separator = argument(args, 0, 'sep');
    const most = argument(args, 1, 'maxsplit');
    if (most) return context.unknown('the parts of this text are not known');
    if (!separator || separator.kind === 'none') return list(value.split(/\s+/).filter(Boolean).map(string));
    return separator.kind === 'string' && separator.value !== ''
      ? list(value.split(separator.value).map(string))
      : context.unknown('the parts of this text are not known');
  },
  splitlines: ({ value }) => list(value.split(/\r?\n/).map(string)),
  lower: ({ value }) => string(value.toLowerCase()),
  upper: ({ value }) => string(value.toUpperCase()),
  title: ({ value }) => string(value.replace(/[a-zA-Z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())),
  capitalize: ({ value }) => string(value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()),
  strip: trimmed(true, true),
  lstrip: trimmed(true, false),
  rstrip: trimmed(false, true),
  replace: ({ value }, { positional: [from, to] }, context) =>
    from?.kind === 'string' && to?.kind === 'string'
      ? string(value.replaceAll(from.value, to.value))
      : context.unknown('this text is not known'),
  startswith: tested((text, part) => text.startsWith(part)),
  endswith: tested((text, part) => text.endsWith(part)),
  find: ({ value }, { positional: [part] }, context) =>
    part?.kind === 'string' ? integer(value.indexOf(part.value)) : context.unknown('the place of this part is not known'),
  count: ({ value }, { positional: [part] }, context) =>
    part?.kind === 'string' && part.value !== '' ? integer(value.split(part.value).length - 1) : context.unknown('this count is not known'),
  isdigit: ({ value }) => boolean(/^\d+$/.test(value)),
  zfill: ({ value }, { positional: [width] }, context) =>
    width?.kind === 'integer' ? string(value.padStart(Math.min(width.value, 1_000), '0')) : context.unknown('this text is not known'),
};

function trimmed(left: boolean, right: boolean): Method {
  return ({ value }, { positional: [characters] }, context) => {
    if (characters && characters.kind !== 'string') return context.unknown('this text is not known');
    const set = characters?.value ?? ' \t\n\r\f\v';
    let start = 0;
    let end = value.length;
    while (left && start < end && set.includes(value[start] ?? '')) start++;
    while (right && end > start && set.includes(value[end - 1] ?? '')) end--;
    return string(value.slice(start, end));
  };
}

function tested(test: (text: string, part: string) => boolean): Method {
  return ({ value }, { positional: [part] }, context) => {
    if (part?.kind === 'string') return boolean(test(value, part.value));
    const parts = elementsOf(part);
    if (parts?.every((option) => option.kind === 'string')) return boolean(parts.some((option) => test(value, option.value)));
    return context.unknown('whether the text begins or ends so is not known');
  };
}
