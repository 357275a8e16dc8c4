// `tf.data`: a pipeline over arrays that stand in the text. What only reorders or batches keeps the arrays; what maps or filters
// leaves data that is not known.
import { argument } from '../../../evaluate/arguments.ts';
import {
  type DefinedObjectType,
  defineObjectType,
  elementsOf,
  type LibraryCall,
  numberOf,
  type ObjectValue,
  type Value,
} from '../../../evaluate/value.ts';

export interface Pipeline {
  readonly x: Value;
  readonly y: Value | null;
  readonly batchSize: number | null;
  /** Samples are shuffled by the pipeline itself. */
  readonly shuffle: boolean;
}

type Step = (self: ObjectValue<Pipeline>, ...rest: Parameters<LibraryCall>) => Value;

const same: Step = (self) => self as ObjectValue;

export const pipeline: DefinedObjectType<Pipeline> = defineObjectType<Pipeline>({
  name: 'tensorflow.data.Dataset',
  methods: {
    ...Object.fromEntries(['cache', 'prefetch', 'with_options', 'repeat'].map((name) => [name, same])),
    shuffle: (self, args) => changed(self, { shuffle: true }, args.range),
    batch(self, args, context) {
      const batchSize = numberOf(argument(args, 0, 'batch_size'));
      return batchSize === undefined ? context.unknown('the size of its batches is not known') : changed(self, { batchSize }, args.range);
    },
  },
});

export const pipelineRows: Readonly<Record<string, LibraryCall>> = {
  'tensorflow.data.Dataset.from_tensor_slices': (args, context) => {
    const [tensors] = args.positional;
    const parts = elementsOf(tensors);
    const [x, y] = tensors?.kind === 'tuple' && parts ? parts : [tensors];
    if (!x) return context.unknown('what the data set is made of is not known');
    return pipeline.create({ x, y: y ?? null, batchSize: null, shuffle: false }, args.range) as ObjectValue;
  },
};

function changed(self: ObjectValue<Pipeline>, changes: Partial<Pipeline>, range: ObjectValue['range']): Value {
  return pipeline.create({ ...self.state, ...changes }, range) as ObjectValue;
}
