// Which data a training takes: what the source computes, else what a person chooses. Synthetic data is named so here and
// wherever the run shows.
import { l10n, type QuickPickItem, QuickPickItemKind, Uri, window } from 'vscode';
import type { Dataset } from '../data/dataset.ts';
import { generateDataset, generatorNamed, suitableGenerators } from '../data/generators.ts';
import { syntheticDataset } from '../data/synthetic.ts';
import { formatCount } from '../figures.ts';
import { formatSampleShape } from '../network/shape.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import { defaultPlan } from '../runs/default-plan.ts';
import type { Definition } from '../source/definition.ts';
import type { ChosenDefinition } from './choose-definition.ts';
import type { DataChoice } from './data-choice.ts';
import { chooseDataFile, readDataFile } from './data-file.ts';
import type { Reader } from './reader.ts';

export interface ChosenData {
  readonly dataset: Dataset;
  readonly choice: DataChoice;
}

/** `earlier` is what the training that is repeated took. Undefined when nothing was chosen. Rejects with a message for people. */
export async function chooseData(
  chosen: ChosenDefinition,
  reader: Reader,
  earlier: DataChoice | undefined,
): Promise<ChosenData | undefined> {
  const { definition } = chosen;
  if (earlier && earlier.kind !== 'source') return made(definition, earlier, reader);
  const computed = definition.data ? await reader.materialize(chosen.placement.source.text(), definition.id) : undefined;
  if (computed && !('reason' in computed)) return { dataset: computed, choice: { kind: 'source' } };
  const choice = await pick(definition, computed?.reason ?? l10n.t('The source passes no data to the fit of {0}.', definition.name));
  return choice && made(definition, choice, reader);
}

async function made(definition: Definition, choice: Exclude<DataChoice, { kind: 'source' }>, reader: Reader): Promise<ChosenData> {
  const { network } = definition;
  const plan = planOf(definition);
  switch (choice.kind) {
    case 'file':
      return { dataset: await readDataFile(Uri.parse(choice.uri), network, plan, reader), choice };
    case 'generated': {
      const generator = generatorNamed(choice.generator);
      if (!generator) throw new Error(l10n.t('There is no generated set called {0} any more. Choose the data again.', choice.generator));
      return { dataset: generateDataset(generator, network, plan), choice };
    }
    case 'synthetic':
      return { dataset: syntheticDataset(network, plan), choice };
    default:
      return choice satisfies never;
  }
}

type Choice = QuickPickItem & { readonly choose?: () => Promise<Exclude<DataChoice, { kind: 'source' }> | undefined> };

async function pick(definition: Definition, reason: string) {
  const sets = suitableGenerators(definition.network, planOf(definition)).map(
    ({ name, title, description, count }): Choice => ({
      label: `$(beaker) ${title}`,
      detail: `${description} · ${l10n.t('{0} samples', formatCount(count))}`,
      choose: async () => ({ kind: 'generated', generator: name }),
    }),
  );
  const items: readonly Choice[] = [
    {
      label: `$(file) ${l10n.t('From a file…')}`,
      detail: l10n.t('NumPy (.npy, .npz), CSV or JSON with inputs of shape {0}', inputShape(definition)),
      choose: async () => {
        const uri = await chooseDataFile();
        return uri && { kind: 'file', uri: uri.toString() };
      },
    },
    ...(sets.length > 0 ? [{ label: l10n.t('Built-in generated sets'), kind: QuickPickItemKind.Separator }, ...sets] : []),
    { label: l10n.t('Without meaning'), kind: QuickPickItemKind.Separator },
    {
      label: `$(warning) ${l10n.t('Synthetic data of the right shape')}`,
      detail: l10n.t('Random numbers: the network can be seen at work, its results mean nothing'),
      choose: async () => ({ kind: 'synthetic' }),
    },
  ];
  const placeHolder = l10n.t('Choose the data to train {0} on', definition.name);
  const picked = await window.showQuickPick(items, { title: reason, placeHolder, matchOnDetail: true });
  return picked?.choose?.();
}

/** The loss decides how targets are written: without a plan that the output asks for is taken. */
function planOf({ training, network }: Definition): TrainingPlan {
  return training?.plan ?? defaultPlan(network, []);
}

function inputShape({ network }: Definition): string {
  return network.inputs.map((index) => formatSampleShape(network.layers[index]?.outputShape ?? [])).join(', ');
}
