// All that can be said of a definition before it is trained: by the static rules, and by the rules about its data where the
// text itself computes it. The editor's problems and the command line's `check` are these.
import type { Dataset } from '../data/dataset.ts';
import { checkFit } from '../data/fit-check.ts';
import { product } from '../network/shape.ts';
import type { Definition } from '../source/definition.ts';
import { checkDataset } from './data/index.ts';
import type { Finding } from './finding.ts';
import type { TextAt } from './rule.ts';
import { checkDefinition } from './static/index.ts';

/** Data of more numbers is not looked at before training: making it takes longer than reading. */
const smallData = 1_000_000;

/** `materialize` makes the definition's data, or says why it cannot. */
export function checkReading(
  definition: Definition,
  textAt: TextAt,
  materialize: (definition: Definition) => Dataset | { readonly reason: string },
): readonly Finding[] {
  const found = checkDefinition(definition, textAt);
  const { data, training, network } = definition;
  const size = data?.status === 'evaluated' && data.x.shape ? product(data.x.shape) : null;
  // Data of a wrong shape is one fault, whatever its numbers are.
  if (size === null || size > smallData || found.some(({ rule }) => rule === 'data-shape')) return found;
  const dataset = materialize(definition);
  if ('reason' in dataset) return found;
  const fit = training?.plan ? checkFit(definition, dataset, training.plan) : [];
  return [...found, ...fit, ...checkDataset(dataset, network, definition)];
}
