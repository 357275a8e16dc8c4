// Makes frames: asks the probes of a run for their tensors and brings them to the host in one read-back.
import type { FrameLayout, Quantity, Section } from '../protocol/frame.ts';
import type { Probe, ProbeType, Subject } from './probe.ts';
import { activationHistogram } from './probes/activation-histogram.ts';
import { activationSummary } from './probes/activation-summary.ts';
import { gradientSummary } from './probes/gradient-summary.ts';
import { sampleActivation } from './probes/sample-activation.ts';
import { unitMean } from './probes/unit-mean.ts';
import { unitSilence } from './probes/unit-silence.ts';
import { updateSummary } from './probes/update-summary.ts';
import { weightGradient, weightSummary, weightValues } from './probes/weights.ts';
import { type Arena, count, type Kernels, type Tensor } from './tfjs/kernels.ts';
import type { Step } from './trainer.ts';

const types: readonly ProbeType[] = [
  activationSummary,
  activationHistogram,
  unitMean,
  unitSilence,
  sampleActivation,
  gradientSummary,
  updateSummary,
  weightValues,
  weightGradient,
  weightSummary,
];

export class Frames {
  readonly layout: FrameLayout;
  readonly #kernels: Kernels;
  readonly #probes: readonly Probe[];
  /** Probes that must see every step. */
  readonly #watching: readonly Probe[];

  constructor(subject: Subject, quantities: readonly Quantity[]) {
    const asked = types.filter(({ quantity }) => quantities.includes(quantity));
    const probes = asked.map((type) => ({ quantity: type.quantity, probe: type.init(subject) }));
    this.#kernels = subject.kernels;
    this.#probes = probes.map(({ probe }) => probe);
    this.#watching = this.#probes.filter(({ afterStep }) => afterStep !== undefined);
    this.layout = layOut(probes);
  }

  afterStep(step: Step): void {
    for (const probe of this.#watching) probe.afterStep?.(step);
  }

  /** A frame's numbers after this step, and `extra` tensors read with them. Everything is asked of the device before it waits. */
  async observe(step: Step, extra: readonly Tensor[]): Promise<{ readonly numbers: Float32Array; readonly extra: Float32Array }> {
    const arena: Arena = { tensors: [] };
    const kernels = this.#kernels;
    const tensors = kernels.within(arena, () => this.#probes.flatMap((probe) => probe.observe(step)));
    try {
      const known = tensors.filter((tensor) => tensor !== null);
      const values = await kernels.read([...known, ...extra]);
      const measured = known.reduce((sum, tensor) => sum + count(tensor), 0);
      return { numbers: this.#place(tensors, values), extra: values.slice(measured) };
    } finally {
      kernels.releaseAll(arena);
    }
  }

  dispose(): void {
    for (const probe of this.#probes) probe.dispose?.();
  }

  /** Puts what was measured where the layout says; the rest is NaN. */
  #place(tensors: readonly (Tensor | null)[], values: Float32Array): Float32Array {
    const numbers = new Float32Array(this.layout.length).fill(Number.NaN);
    let from = 0;
    this.layout.sections.forEach(({ offset, length }, index) => {
      if (!tensors[index]) return;
      numbers.set(values.subarray(from, from + length), offset);
      from += length;
    });
    return numbers;
  }
}

function layOut(probes: readonly { readonly quantity: Quantity; readonly probe: Probe }[]): FrameLayout {
  const sections: Section[] = [];
  let offset = 0;
  for (const { quantity, probe } of probes) {
    for (const section of probe.sections) {
      const length = section.shape.reduce((product, size) => product * size, 1);
      sections.push({ quantity, ...section, offset, length });
      offset += length;
    }
  }
  return { sections, length: offset };
}
