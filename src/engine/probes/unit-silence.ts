// For every unit that can die: samples seen since it last gave a value above zero. It must see every step, so it keeps one
// number a unit on the device. A batch counts as one: a unit that fires on any of its samples starts again at 0.
import { canDie } from '../../network/activations.ts';
import { layerOutput, layerSections, type Probe, type ProbeType, type Subject, unitCount } from '../probe.ts';
import { add, asMatrix, multiply, positive, subtract } from '../tfjs/arithmetic.ts';
import { type Arena, count, type Kernels, type Tensor } from '../tfjs/kernels.ts';
import type { Step } from '../trainer.ts';

export const unitSilence: ProbeType = {
  quantity: 'unitSilence',
  init(subject) {
    const sections = layerSections(subject, (layer) => (canUnitsDie(subject, layer) ? [unitCount(subject, layer)] : null));
    return new UnitSilence(subject, sections);
  },
};

class UnitSilence implements Probe {
  readonly sections: Probe['sections'];
  readonly #subject: Subject;
  #silences: Tensor[];

  constructor(subject: Subject, sections: Probe['sections']) {
    this.#subject = subject;
    this.sections = sections;
    const { kernels } = subject;
    const arena: Arena = { tensors: [] };
    this.#silences = kernels.within(arena, () =>
      sections.map(({ shape }) => kernels.keep(kernels.tensor(shape, new Float32Array(shape[0] ?? 0)))),
    );
    kernels.releaseAll(arena);
  }

  afterStep({ values, samples }: Step): void {
    const { kernels } = this.#subject;
    const arena: Arena = { tensors: [] };
    this.#silences = kernels.within(arena, () =>
      this.sections.map(({ layer }, index) => {
        const old = this.#silences[index] as Tensor;
        const silent = subtract(kernels, 1, positive(kernels, greatestOfUnits(kernels, layerOutput(this.#subject, layer, values))));
        arena.tensors.push(old);
        return kernels.keep(multiply(kernels, add(kernels, old, samples), silent));
      }),
    );
    kernels.releaseAll(arena);
  }

  observe(): readonly Tensor[] {
    return this.#silences;
  }

  dispose(): void {
    for (const silence of this.#silences) this.#subject.kernels.release(silence);
    this.#silences = [];
  }
}

/** `[…, units]` → `[units]`. */
function greatestOfUnits(kernels: Kernels, x: Tensor): Tensor {
  const matrix = asMatrix(kernels, x);
  if (count(matrix) === (matrix.shape[1] ?? 1)) return kernels.reshape(matrix, [matrix.shape[1] ?? 1]);
  return kernels.run('Max', { x: matrix }, { reductionIndices: [0], keepDims: false });
}

function canUnitsDie({ program }: Subject, layer: number): boolean {
  const node = program.nodes[program.layers[layer]?.output ?? -1];
  // A layer that passes its input on (dropout of rate 0) is not the one whose units die.
  return node?.layer === layer && node.operation.name === 'activation' && canDie(node.operation.activation.name);
}
