// Keras's variables, as far as a source reads and writes them by hand: `optimizer.learning_rate`, `layer.kernel`.
import type { EvaluationContext } from '../../evaluate/library.ts';
import { type DefinedObjectType, defineObjectType, type LibraryCall, none, type Value } from '../../evaluate/value.ts';

export interface Variable {
  readonly value: Value;
  /** What writing to it does to what it belongs to. */
  readonly write: (value: Value, context: EvaluationContext) => void;
}

export const variable: DefinedObjectType<Variable> = defineObjectType<Variable>({
  name: 'keras.Variable',
  methods: {
    assign: ({ state }, { positional: [value] }, context) => written(state, value, context),
    assign_add: ({ state }, { positional: [value] }, context) => written(state, value && context.binary('+', state.value, value), context),
    assign_sub: ({ state }, { positional: [value] }, context) => written(state, value && context.binary('-', state.value, value), context),
    numpy: ({ state }) => state.value,
    value: ({ state }) => state.value,
    read_value: ({ state }) => state.value,
  },
  number: ({ state }) => state.value,
  binary(operator, left, right, context) {
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
      case '//':
      case '%':
      case '**':
      case '@':
        return context.binary(operator, read(left), read(right));
      default:
        return undefined;
    }
  },
});

/** `keras.backend.get_value(variable)` and `set_value(variable, value)`. */
export const variableRows: Readonly<Record<string, LibraryCall>> = {
  'keras.backend.get_value': ({ positional: [from] }, context) => (from ? read(from) : context.unknown('what is read is not known')),
  'keras.backend.set_value': ({ positional: [to, value] }, context) => (variable.is(to) ? written(to.state, value, context) : none),
};

function read(value: Value): Value {
  return variable.is(value) ? value.state.value : value;
}

function written({ write }: Variable, value: Value | undefined, context: EvaluationContext): Value {
  write(value ?? context.unknown('what is written is not known'), context);
  return none;
}
