// The command line beside the editor: what `layerscope train FILE --json` says of the same file.
import path from 'node:path';
import { execute, node, root, tail } from '../../scripts/process.ts';

/** The last line of `train --json`, as far as cases ask for it. */
export interface TrainingEnd {
  readonly backend: string;
  readonly steps: number;
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly weights: readonly {
    readonly layer: string;
    readonly name: string;
    readonly shape: readonly number[];
    readonly before: readonly number[];
    readonly after: readonly number[];
  }[];
}

export async function trainInTerminal(file: string, ...options: readonly string[]): Promise<TrainingEnd> {
  const { code, output } = await execute(node, [path.join(root, 'dist', 'cli.js'), 'train', file, '--json', ...options]);
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly event: string });
  const end = events.find(({ event }) => event === 'end');
  if (code !== 0 || !end) throw new Error(`layerscope train ended with exit code ${code}.\n${tail(output)}`);
  return end as unknown as TrainingEnd;
}

/** Every single weight by the name that the dashboard gives it: `hidden/kernel[0,1]`. */
export function singleWeights({ weights }: TrainingEnd): Readonly<Record<string, { readonly before: number; readonly after: number }>> {
  return Object.fromEntries(
    weights.flatMap(({ layer, name, shape, before, after }) =>
      before.map((value, position) => [
        `${layer}/${name}[${indices(position, shape).join(',')}]`,
        { before: value, after: after[position] ?? Number.NaN },
      ]),
    ),
  );
}

/** Row-major. */
function indices(position: number, shape: readonly number[]): readonly number[] {
  let rest = position;
  return shape
    .toReversed()
    .map((size) => {
      const index = rest % size;
      rest = Math.floor(rest / size);
      return index;
    })
    .toReversed();
}
