// Units that fire on no sample of the last pass over the data: which, since when, and which weights stand still because of it.
// Not the fraction of zeros in a batch: healthy ReLU layers are half zeros, each unit on other samples.

import { formatNumber } from '../../figures.ts';
import { product } from '../../network/shape.ts';
import { samplesSeen, silenceOfDead } from '../../protocol/frame.ts';
import { layerName, listed } from '../layers.ts';
import type { Observation } from '../rule.ts';
import { deadUnitInto, deadUnitOutOf } from './dead-paths.ts';
import type { DynamicRule, RunFacts } from './index.ts';
import { WeightTable, weightStateOf } from './weight-changes.ts';

/**
 * SageMaker Debugger, TheDeepChecker and torchmortem draw the line at half a layer. Of 45 trainings that learnt well (nine
 * networks, five seeds each, on generated sets) none had more than 41 % dead in a layer.
 */
const warningFraction = 0.5;
/** Up to this many are listed in the sentence. */
const listedUnits = 8;
const listedWeights = 12;
/** Networks up to this size name the weights that stand still. */
const namedParameters = 99;

export const deadUnits: DynamicRule = {
  name: 'dead-units',
  category: 'activation',
  check(facts) {
    const { run, history } = facts;
    const { windowSamples } = run.start;
    const seen = samplesSeen(history.latest?.step ?? 0, windowSamples, run.plan.batchSize);
    // Weights that explode kill units: only those that were dead before are a fault of their own.
    const bound = facts.end?.reason === 'nonFinite' ? seen : silenceOfDead(seen, windowSamples);
    if (!history.latest || seen < windowSamples) return [];
    return run.network.layers.flatMap((_layer, index): readonly Observation[] => {
      const silence = history.latest && facts.index.read(history.latest, 'unitSilence', index);
      const dead = [...(silence ?? [])].flatMap((samples, unit) => (samples >= bound ? [{ unit, samples }] : []));
      return silence && dead.length > 0 ? [observe(facts, index, silence.length, dead, seen)] : [];
    });
  },
};

interface DeadUnit {
  readonly unit: number;
  /** Since it last fired. */
  readonly samples: number;
}

function observe(facts: RunFacts, index: number, units: number, dead: readonly DeadUnit[], seen: number): Observation {
  const { run } = facts;
  const { windowSamples } = run.start;
  const layer = run.network.layers[index];
  const always = dead.filter(({ samples }) => samples >= seen).length;
  const fraction = dead.length / units;
  const window = `the last ${windowSamples.toLocaleString('en-US')} samples`;
  const name = layer ? layerName(layer) : `layer ${index}`;
  const subject =
    dead.length === units
      ? `${units === 1 ? 'The one unit' : `All ${units} units`} of ${name} fire${units === 1 ? 's' : ''}`
      : `${dead.length} of ${units} units of ${name}${numbers(dead)} fire${dead.length === 1 ? 's' : ''}`;
  const since =
    always === dead.length
      ? ', since training began'
      : `, since epoch ${formatNumber(Math.floor((seen - longest(dead)) / windowSamples) + 1)}`;
  const still = standingStill(facts, index, dead);
  return {
    severity: fraction === 1 ? 'error' : fraction >= warningFraction ? 'warning' : 'information',
    message: `${subject} on none of ${window}${since}. ${still.sentence}`,
    range: layer?.range ?? null,
    layer: layer?.name ?? null,
    evidence: {
      deadUnits: dead.length,
      units,
      fraction,
      windowSamples,
      deadSinceStart: always,
      which: dead.slice(0, 100).map(({ unit }) => unit),
      samplesSilent: dead.slice(0, 100).map(({ samples }) => samples),
      weightsWithoutGradient: still.count,
      ...(still.names && { unchanged: still.names }),
    },
  };
}

function numbers(dead: readonly DeadUnit[]): string {
  if (dead.length > listedUnits) return '';
  return ` (${dead.length === 1 ? 'unit' : 'units'} ${listed(dead.map(({ unit }) => unit + 1))})`;
}

function longest(dead: readonly DeadUnit[]): number {
  return Math.max(...dead.map(({ samples }) => samples));
}

/** The weights that get no gradient because these units are dead; the ones that never moved by name in a small network. */
function standingStill(facts: RunFacts, index: number, dead: readonly DeadUnit[]) {
  const { run, history } = facts;
  const table = parameters(facts) <= namedParameters ? new WeightTable(weightStateOf(run, history.latest, null, facts.index)) : null;
  const rows = table ? Array.from({ length: table.count }, (_none, row) => table.row(row)) : [];
  const unchanged = rows.filter(
    ({ reason }) => (reason?.kind === 'deadUnitInput' || reason?.kind === 'deadUnitOutput') && reason.layer === index,
  );
  const count = weightsWithoutGradient(facts, index, dead.length);
  const names = unchanged.map(({ shortName, name }) => shortName ?? name);
  const shown = names.length > listedWeights ? [...names.slice(0, listedWeights), `${names.length - listedWeights} more weights`] : names;
  const sentence =
    names.length > 0
      ? `${listed(shown)} get no gradient and stand where they began.`
      : `${count.toLocaleString('en-US')} weights around ${dead.length === 1 ? 'it' : 'them'} get no gradient.`;
  return { count, sentence, names: names.length > 0 ? names.join(', ') : null };
}

/** Regularized weights move without a gradient from the loss: they are not counted. */
function weightsWithoutGradient({ run: { network } }: RunFacts, index: number, dead: number): number {
  return network.layers.reduce((sum, layer, other) => {
    const [into, outOf] = [deadUnitInto(network, other), deadUnitOutOf(network, other)];
    const tensors = layer.weights.filter(({ trainable, regularizer }) => trainable && !regularizer);
    const size = (kept: (rank: number) => boolean) =>
      tensors.filter(({ shape }) => kept(shape.length)).reduce((all, { shape }) => all + (product(shape) ?? 0), 0);
    const incoming = into?.layer === index ? (size(() => true) / into.units) * dead : 0;
    const outgoing = outOf?.layer === index ? (size((rank) => rank >= 2) / outOf.units) * dead : 0;
    return sum + Math.round(incoming + outgoing);
  }, 0);
}

function parameters({ run: { network } }: RunFacts): number {
  return network.layers.reduce((sum, layer) => sum + (layer.parameters ?? 0), 0);
}
