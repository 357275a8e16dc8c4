// Python's `functools`: functions with some arguments given already.
import type { Library } from '../../evaluate/library.ts';
import { type FunctionValue, none } from '../../evaluate/value.ts';

export const functools: Library = {
  roots: ['functools'],
  rows: {
    'functools.partial': ({ positional: [callee, ...given], keywords }, context) => {
      if (!callee) return none;
      const partial: FunctionValue = {
        kind: 'function',
        name: callee.kind === 'function' ? callee.name : 'functools.partial',
        call: (args) =>
          context.callWith(callee, {
            ...args,
            positional: [...given, ...args.positional],
            keywords: new Map([...keywords, ...args.keywords]),
          }),
      };
      return partial;
    },
    'functools.reduce': ({ positional: [callee, values, start] }, context) => {
      const elements = values ? context.iterate(values) : [];
      if ('kind' in elements) return elements;
      const [first, ...others] = start ? [start, ...elements] : elements;
      return first && callee ? others.reduce((result, value) => context.call(callee, [result, value]), first) : none;
    },
  },
};
