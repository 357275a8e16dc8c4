// What a probe is. One file of probes/ each; a line in probes.ts makes it known. A probe that nobody asked for is never
// made, and so costs nothing; one that is reads what a step computed and never writes to it.
import type { Network } from '../network/network.ts';
import type { Program } from '../network/program.ts';
import type { Quantity, Section } from '../protocol/frame.ts';
import type { Kernels, Tensor } from './tfjs/kernels.ts';
import type { Step } from './trainer.ts';

/** What is probed. */
export interface Subject {
  readonly kernels: Kernels;
  readonly network: Network;
  readonly program: Program;
  /** By weight of the program: its values before training. Belongs to the subject. */
  readonly initial: readonly Tensor[];
  /** By node: values for the chosen sample, `[1, …]`, without dropout, with the weights of now. */
  inferSample(): readonly Tensor[];
}

export type ProbeSection = Omit<Section, 'quantity' | 'offset' | 'length'>;

export interface Probe {
  readonly sections: readonly ProbeSection[];
  /**
   * The numbers of each section, in their order; `null` where this step has none (no gradient before training): NaN in
   * the frame. What it makes belongs to the arena of the moment.
   */
  observe(step: Step): readonly (Tensor | null)[];
  /** Called after every step by probes that must see all of them, not only those of frames. */
  afterStep?(step: Step): void;
  dispose?(): void;
}

export interface ProbeType {
  readonly quantity: Quantity;
  init(subject: Subject): Probe;
}

/** One section for each layer that `describe` gives a shape for. */
export function layerSections(subject: Subject, describe: (layer: number) => readonly number[] | null): readonly ProbeSection[] {
  return subject.network.layers.flatMap((_layer, layer) => {
    const shape = describe(layer);
    return shape ? [{ layer, shape }] : [];
  });
}

/** The weights of the program with the section of each, for the weights that `choose` takes. */
export function weightSections(
  { network, program }: Subject,
  shapeOf: (shape: readonly number[]) => readonly number[] | null,
): readonly (ProbeSection & { readonly index: number })[] {
  return program.weights.flatMap(({ layer, weight }, index) => {
    const shape = shapeOf((network.layers[layer]?.weights[weight]?.shape ?? []).map(Number));
    return shape ? [{ index, layer, weight, shape }] : [];
  });
}

/** Indices among the program's weights of those that belong to `layer` and are trained. */
export function trainedWeights({ network, program }: Subject, layer: number): readonly number[] {
  return program.weights.flatMap((place, index) =>
    place.layer === layer && network.layers[layer]?.weights[place.weight]?.trainable ? [index] : [],
  );
}

/** The batch's values of a layer's output. */
export function layerOutput({ program }: Subject, layer: number, values: readonly Tensor[]): Tensor {
  const output = values[program.layers[layer]?.output ?? -1];
  if (!output) throw new RangeError(`The step has no values for layer ${layer}.`);
  return output;
}

/** Number of units of a layer: entries of its output's last dimension. */
export function unitCount({ network }: Subject, layer: number): number {
  const shape = network.layers[layer]?.outputShape ?? [];
  return shape.length < 2 ? 1 : Number(shape.at(-1));
}
