// Python's `argparse`: what a program does when it is run without arguments. Defaults count; what must be given is not known.
import { type Arguments, argument } from '../../evaluate/arguments.ts';
import type { EvaluationContext, Library } from '../../evaluate/library.ts';
import { boolean, defineObjectType, none, type ObjectValue, type Value } from '../../evaluate/value.ts';

type Options = ReadonlyMap<string, Value>;

const namespace = defineObjectType<Options>({
  name: 'argparse.Namespace',
  attribute: (self, name) => self.state.get(name),
  setAttribute(self, name, value, context) {
    context.touch(self as ObjectValue);
    self.state = new Map(self.state).set(name, value);
  },
  methods: {},
});

const parser = defineObjectType<Options>({
  name: 'argparse.ArgumentParser',
  methods: {
    add_argument: addArgument,
    set_defaults(self, { keywords }, context) {
      context.touch(self as ObjectValue);
      self.state = new Map([...self.state, ...keywords]);
      return none;
    },
    parse_args: (self, args) => namespace.create(self.state, args.range) as ObjectValue,
    parse_known_args: (self, args) => ({
      kind: 'tuple',
      elements: [namespace.create(self.state, args.range) as ObjectValue, { kind: 'list', elements: [], rest: null }],
      rest: null,
    }),
    add_argument_group: (self) => self as ObjectValue,
    add_mutually_exclusive_group: (self) => self as ObjectValue,
  },
});

export const argparse: Library = {
  roots: ['argparse'],
  rows: {
    'argparse.ArgumentParser': (args) => parser.create(new Map(), args.range) as ObjectValue,
    'argparse.Namespace': (args) => namespace.create(args.keywords, args.range) as ObjectValue,
  },
};

function addArgument(self: ObjectValue<Options>, args: Arguments, context: EvaluationContext): Value {
  const names = args.positional.flatMap((value) => (value.kind === 'string' ? [value.value] : []));
  const destination = args.keywords.get('dest');
  const long = names.find((name) => name.startsWith('--')) ?? names[0];
  if (long === undefined) return none;
  const name = destination?.kind === 'string' ? destination.value : long.replace(/^-+/, '').replaceAll('-', '_');
  context.touch(self as ObjectValue);
  self.state = new Map(self.state).set(name, defaultOf(name, long, args, context));
  return none;
}

function defaultOf(name: string, long: string, args: Arguments, context: EvaluationContext): Value {
  const { keywords } = args;
  const given = argument(args, -1, 'default');
  const action = keywords.get('action');
  const convert = keywords.get('type');
  if (given) return given.kind === 'string' && convert ? context.call(convert, [given]) : given;
  if (action?.kind === 'string' && action.value === 'store_true') return boolean(false);
  if (action?.kind === 'string' && action.value === 'store_false') return boolean(true);
  const required = keywords.get('required');
  const isPositional = !long.startsWith('-');
  if (isPositional || (required?.kind === 'boolean' && required.value)) {
    return context.unknown(`the command line gives ${name}`, args.range);
  }
  return none;
}
