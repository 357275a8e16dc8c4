// Activations of each layer: how they are spread over the batch, and what each unit gives for the chosen sample.

import { formatCount, formatFraction, formatNumber, plural } from '../../src/figures.ts';
import type { Layer } from '../../src/network/network.ts';
import { activationSummary } from '../../src/protocol/frame.ts';
import { Histogram } from '../charts/histogram.ts';
import { UnitBars } from '../charts/unit-bars.ts';
import { createTableAlternative, type Root, type Section, setText } from '../section.ts';
import type { View, ViewContext } from '../view.ts';
import { createLayerButton } from './layer-button.ts';
import { sampleShape } from './network-layout.ts';
import { createSampleChooser } from './sample-chooser.ts';

/** Layers whose output is what came in: their picture would be the one before again. */
const withoutOwnValues: ReadonlySet<string> = new Set(['Input', 'Flatten', 'Reshape']);

export function createActivations({ body, toolbar, summarize }: Section, context: ViewContext): View {
  const { state } = context;
  const layers = state.run.network.layers.flatMap((layer, index) =>
    !withoutOwnValues.has(layer.type) && state.index.section('activationSummary', index) ? [{ layer, index }] : [],
  );
  if (layers.length === 0) return { update: () => summarize('No activations are measured in this run.') };
  const chooser = createSampleChooser(toolbar, context);
  const grid = body.append('div').attr('class', 'multiples');
  const multiples = layers.map(({ layer, index }) => new Multiple(grid, layer, index, context));
  const table = createTableAlternative(body, {
    caption: 'Activations of each layer over the batch',
    columns: ['Layer', 'Mean', 'Deviation', 'Minimum', 'Maximum', 'Zeros', 'Saturated'],
    rows: () =>
      layers.map(({ layer, index }) => {
        const figures = state.read('activationSummary', index);
        const at = (name: keyof typeof activationSummary) => figures?.[activationSummary[name]];
        return [
          layer.name,
          ...(['mean', 'deviation', 'minimum', 'maximum'] as const).map((name) => formatNumber(at(name))),
          formatFraction(at('zeroFraction')),
          Number.isNaN(at('saturatedFraction') ?? Number.NaN) ? '—' : formatFraction(at('saturatedFraction')),
        ];
      }),
  });

  return {
    update() {
      for (const multiple of multiples) multiple.update();
      chooser.update();
      const shown = `sample ${formatCount(state.sample)}`;
      summarize(`Spread over the batch, and each unit's value for ${shown}.`);
      table.update();
    },
    dispose() {
      for (const multiple of multiples) multiple.dispose();
    },
  };
}

/** One layer's histogram, figures and units. */
class Multiple {
  readonly #layer: Layer;
  readonly #index: number;
  readonly #context: ViewContext;
  readonly #root: Root<HTMLDivElement>;
  readonly #histogram: Histogram | null;
  readonly #figures: Root<HTMLParagraphElement>;
  readonly #bars: UnitBars;
  /** Reused: means of each channel over positions. */
  readonly #channels: Float32Array | null;

  constructor(parent: Root<HTMLDivElement>, layer: Layer, index: number, context: ViewContext) {
    this.#layer = layer;
    this.#index = index;
    this.#context = context;
    this.#root = parent.append('div').attr('class', 'multiple');
    const head = this.#root.append('div').attr('class', 'multiple-head');
    createLayerButton(head, index, context);
    this.#figures = head.append('p').attr('class', 'figures');
    this.#histogram = context.state.index.section('activationHistogram', index) ? new Histogram(this.#root) : null;
    const shape = sampleShape(layer);
    this.#channels = shape && shape.length > 1 ? new Float32Array(shape.at(-1) ?? 0) : null;
    const noun = this.#channels ? 'channel' : 'unit';
    this.#bars = new UnitBars(this.#root, context, (unit) => `${layer.name}, ${noun} ${unit + 1}, sample ${context.state.sample}`);
  }

  update(): void {
    const { state } = this.#context;
    const summary = state.read('activationSummary', this.#index);
    const histogram = state.read('activationHistogram', this.#index);
    this.#root.classed('focus', state.focus === this.#index);
    const at = (name: keyof typeof activationSummary) => summary?.[activationSummary[name]] ?? Number.NaN;
    const text = figuresText(at('mean'), at('deviation'), at('zeroFraction'), at('saturatedFraction'));
    setText(this.#figures.node(), text);
    if (histogram) {
      const [low = 0, high = 0] = histogram;
      const data = { low, high, counts: histogram.subarray(2), mean: at('mean'), deviation: at('deviation') };
      this.#histogram?.update(data, `Activations of ${this.#layer.name}: ${text}, from ${formatNumber(low)} to ${formatNumber(high)}`);
    }
    const values = this.#unitValues();
    const units = values ? plural(values.length, this.#channels ? 'channel' : 'unit') : 'no values';
    this.#bars.update(values, `${this.#layer.name}, sample ${state.sample}: ${units}`);
  }

  dispose(): void {
    this.#bars.dispose();
    this.#histogram?.dispose();
  }

  /** The chosen sample's value of each unit, over positions where there are any; the batch's means where it is not sent. */
  #unitValues(): Float32Array | undefined {
    const { state } = this.#context;
    const values = state.read('sampleActivation', this.#index);
    const channels = this.#channels;
    if (!values) return state.read('unitMean', this.#index);
    if (!channels || channels.length === 0) return values;
    channels.fill(0);
    for (let index = 0; index < values.length; index++)
      channels[index % channels.length] = (channels[index % channels.length] as number) + (values[index] as number);
    const positions = values.length / channels.length;
    for (let channel = 0; channel < channels.length; channel++) channels[channel] = (channels[channel] as number) / positions;
    return channels;
  }
}

function figuresText(mean: number, deviation: number, zeros: number, saturated: number): string {
  const parts = [`${formatNumber(mean)} ± ${formatNumber(deviation)}`];
  if (zeros > 0) parts.push(`${formatFraction(zeros)} zero`);
  if (!Number.isNaN(saturated)) parts.push(`${formatFraction(saturated)} saturated`);
  return parts.join(' · ');
}
