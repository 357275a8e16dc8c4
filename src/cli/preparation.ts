// From a definition to all that a run needs but its engine: what is trained, how, and on which data.

import { totalmem } from 'node:os';
import type { Dataset } from '../data/dataset.ts';
import { checkFit } from '../data/fit-check.ts';
import type { Finding } from '../diagnose/finding.ts';
import { LoweringError, lower } from '../network/lower.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { defaultPlan, planText } from '../runs/default-plan.ts';
import { memoryRefusal } from '../runs/memory.ts';
import type { Definition } from '../source/definition.ts';
import { UsageError } from './arguments.ts';
import { placeOf } from './findings.ts';
import type { FileReading } from './reading.ts';

export interface Prepared {
  readonly definition: Definition;
  readonly plan: TrainingPlan;
  readonly dataset: Dataset;
  /** What the check of the data against the network remarked. */
  readonly findings: readonly Finding[];
  /** One line each: what was assumed. */
  readonly remarks: readonly string[];
}

/** The model of this name, or the only one that the file trains. Throws a UsageError. */
export function chooseDefinition({ file, definitions }: FileReading, name: string | null): Definition {
  const names = definitions.map((definition) => definition.name).join(', ');
  if (definitions.length === 0) throw new UsageError(`${file}: there is no model in it that Layerscope can read.`);
  if (name !== null) {
    const chosen = definitions.find((definition) => definition.name === name) ?? definitions.find(({ id }) => id === name);
    if (!chosen) throw new UsageError(`${file}: there is no model "${name}" in it, but ${names}.`);
    return chosen;
  }
  const fitted = definitions.filter(({ training }) => training?.fitRange);
  const candidates = fitted.length > 0 ? fitted : definitions;
  const [only, another] = candidates;
  if (!only || another)
    throw new UsageError(`${file}: there are ${definitions.length} models in it: ${names}. Choose one with --model NAME.`);
  return only;
}

/** Throws a UsageError that says at which line and why the definition cannot be trained. */
export function requireTrainable(file: string, { network, name, unknown }: Definition): void {
  try {
    lower(network);
  } catch (error) {
    if (!(error instanceof LoweringError)) throw error;
    const layer = network.layers[error.layer];
    const place = placeOf(file, layer?.range ?? null);
    const because = layer?.refusal ? '' : causeOf(unknown);
    throw new UsageError(
      `${place}: ${name} cannot be trained: ${layer ? `${layer.type} "${layer.name}": ` : ''}${sentence(error.message)}${because}`,
    );
  }
}

/** Checks everything that can be checked before the first step. Throws a UsageError. */
export function prepare(
  file: string,
  definition: Definition,
  dataset: Dataset,
  overrides: { readonly epochs: number | null; readonly seed: number | null },
): Prepared {
  const remarks: string[] = [];
  const stated = definition.training?.plan;
  const basis = stated ?? defaultPlan(definition.network, dataset.y);
  if (!stated) {
    const missing = definition.training ? 'not all of how it is trained could be read' : 'the source does not say how it is trained';
    remarks.push(`${file}: ${definition.name}: ${missing}; training with ${planText(basis)}.`);
  }
  const plan: TrainingPlan = { ...basis, epochs: overrides.epochs ?? basis.epochs, seed: overrides.seed ?? basis.seed };
  const tooLarge = memoryRefusal(definition, plan, totalmem());
  if (tooLarge !== null) throw new UsageError(`${file}: ${tooLarge}`);
  const findings = checkFit(definition, dataset, plan);
  const refusal = findings.find(({ severity }) => severity === 'error');
  if (refusal) throw new UsageError(`${placeOf(file, refusal.range)}: ${refusal.message}`);
  return { definition, plan, dataset, findings, remarks };
}

/** What reading did not know: the first of it is mostly why the rest is not known. */
function causeOf([first, ...others]: Definition['unknown']): string {
  if (!first) return '';
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return ` (line ${first.range.start.line + 1}: ${first.reason}${more})`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
