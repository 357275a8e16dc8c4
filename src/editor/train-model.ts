// Train Model: from a definition to a run. Asks only what the source leaves open, and says why it cannot go on.
import { totalmem } from 'node:os';
import { commands, type ExtensionContext, l10n, ProgressLocation, window, workspace } from 'vscode';
import type { Dataset } from '../data/dataset.ts';
import { checkFit } from '../data/fit-check.ts';
import { LoweringError, lower } from '../network/lower.ts';
import type { TrainingPlan } from '../network/training-plan.ts';
import type { Dashboards } from '../panels/dashboards.ts';
import { defaultPlan, planText } from '../runs/default-plan.ts';
import { dataFingerprint, fingerprint } from '../runs/fingerprint.ts';
import { memoryRefusal } from '../runs/memory.ts';
import { allProbes } from '../runs/run.ts';
import type { Definition } from '../source/definition.ts';
import type { Range } from '../source/range.ts';
import { chooseEngine } from './backend.ts';
import { type ChosenData, chooseData } from './choose-data.ts';
import { type ChosenDefinition, chooseDefinition } from './choose-definition.ts';
import type { Log } from './log.ts';
import { goTo } from './places.ts';
import type { Problems } from './problems.ts';
import type { Readings } from './readings.ts';
import { settings } from './settings.ts';
import { fileName } from './source-text.ts';
import type { RunOrigin, Training } from './training.ts';

export interface TrainingParts {
  readonly readings: Readings;
  readonly training: Training;
  readonly dashboards: Dashboards;
  readonly problems: Problems;
  readonly log: Log;
}

export function registerTrainModel(context: ExtensionContext, parts: TrainingParts): void {
  const { training, log } = parts;
  const worker = context.asAbsolutePath('dist/engine-worker.cjs');
  let beginning = false;
  const start = async (argument: unknown, earlier?: RunOrigin) => {
    const prepared = await prepare(parts, argument, earlier);
    // While one training begins another click is the same click.
    if (!prepared || beginning) return;
    beginning = true;
    const title = l10n.t('Starting to train {0}…', prepared.definition.name);
    try {
      await window.withProgress({ location: ProgressLocation.Window, title }, () => begin(parts, worker, prepared));
    } finally {
      beginning = false;
    }
  };
  const startOrSay = async (argument: unknown, earlier?: RunOrigin) => {
    try {
      await start(argument, earlier);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`Training could not start: ${error instanceof Error ? (error.stack ?? reason) : reason}`);
      void window.showErrorMessage(l10n.t('Training could not start: {0}', reason));
    }
  };
  const restart = () => startOrSay(training.current?.origin.target, training.current?.origin);
  const control = (action: 'pause' | 'resume' | 'step' | 'stop') => () => training.control(action);
  context.subscriptions.push(
    commands.registerCommand('layerscope.trainModel', (argument: unknown) => startOrSay(argument)),
    commands.registerCommand('layerscope.restartTraining', restart),
    commands.registerCommand('layerscope.pauseTraining', control('pause')),
    commands.registerCommand('layerscope.resumeTraining', control('resume')),
    commands.registerCommand('layerscope.stepTraining', control('step')),
    commands.registerCommand('layerscope.stopTraining', control('stop')),
  );
}

/** All that a run needs but its engine. */
interface Prepared extends ChosenDefinition, ChosenData {
  readonly plan: TrainingPlan;
}

/** Undefined when it was called off or cannot be: then it was said why. */
async function prepare(
  { readings, training, problems }: TrainingParts,
  argument: unknown,
  earlier: RunOrigin | undefined,
): Promise<Prepared | undefined> {
  if (!(await isTrusted())) return undefined;
  const chosen = await chooseDefinition(readings, argument);
  if (!chosen || !isTrainable(chosen) || !(await mayReplace(training, chosen))) return undefined;
  const { definition, placement } = chosen;
  const data = await chooseData(chosen, readings.reader, earlier?.data);
  if (!data) return undefined;
  const plan = definition.training?.plan ?? (await takeDefaultPlan(definition, data.dataset, earlier));
  if (!plan) return undefined;
  const tooLarge = memoryRefusal(definition, plan, totalmem());
  if (tooLarge !== null) {
    void refuse(chosen, tooLarge, definition.range);
    return undefined;
  }
  const fit = checkFit(definition, data.dataset, plan);
  problems.setFit(placement.source.uri, fit);
  const refusal = fit.find(({ severity }) => severity === 'error');
  if (refusal) {
    void refuse(chosen, refusal.message, refusal.range);
    return undefined;
  }
  return { ...chosen, ...data, plan };
}

async function begin({ training, dashboards, log }: TrainingParts, worker: string, prepared: Prepared): Promise<void> {
  const { definition, target, placement, plan, dataset, choice } = prepared;
  await training.end();
  const { engine, backend } = await chooseEngine(dashboards, worker, log);
  const file = fileName(placement.source.uri);
  log.info(`Training ${definition.name} of ${file} on ${backend}: ${planText(plan)}; data: ${dataset.provenance.description}`);
  const frameInterval = 1000 / settings.framesPerSecond.get();
  const { name, network } = definition;
  const request = { name, file, network, plan, dataset, backend, probes: allProbes, frameInterval, definition };
  const isFromSource = choice.kind === 'source';
  const origin = {
    target,
    fingerprint: fingerprint(definition, isFromSource),
    dataFingerprint: isFromSource ? dataFingerprint(dataset) : null,
    data: choice,
    plan: definition.training?.plan ? 'source' : 'default',
  } as const;
  await training.start(request, engine, origin);
}

/** Training runs what a file describes: it needs trust, reading does not. */
async function isTrusted(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const message = l10n.t('Layerscope reads models in an untrusted workspace, but trains them only in one that you trust.');
  if ((await window.showWarningMessage(message, manage)) === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}

/** Says at which layer it stops, if it does. */
function isTrainable(chosen: ChosenDefinition): boolean {
  const { network, name } = chosen.definition;
  try {
    lower(network);
    return true;
  } catch (error) {
    if (!(error instanceof LoweringError)) throw error;
    const layer = network.layers[error.layer];
    const reason = layer ? `${layer.name}: ${error.message}` : error.message;
    void refuse(chosen, l10n.t('{0} cannot be trained: {1}.', name, reason.replace(/\.$/, '')), layer?.range ?? null);
    return false;
  }
}

async function mayReplace(training: Training, { target }: ChosenDefinition): Promise<boolean> {
  const { current } = training;
  if (!current?.run.active || training.runOf(target.uri, target.definition)) return true;
  const replace = l10n.t('Stop It and Train');
  const message = l10n.t('{0} is still training. One model is trained at a time.', current.run.description.name);
  return (await window.showInformationMessage(message, replace)) === replace;
}

/** Asks once: training again takes what was taken. */
async function takeDefaultPlan(
  definition: Definition,
  dataset: Dataset,
  earlier: RunOrigin | undefined,
): Promise<TrainingPlan | undefined> {
  const plan = defaultPlan(definition.network, dataset.y);
  if (earlier?.plan === 'default') return plan;
  const missing = definition.training
    ? l10n.t('Not all of how {0} is trained could be read from the source.', definition.name)
    : l10n.t('The source does not say how {0} is trained: there is no compile.', definition.name);
  const items = [{ label: l10n.t('Train with defaults'), detail: planText(plan) }];
  return (await window.showQuickPick(items, { title: missing, placeHolder: l10n.t('Train with these defaults, or press Escape') })) && plan;
}

async function refuse({ placement }: ChosenDefinition, message: string, range: Range | null): Promise<void> {
  const show = l10n.t('Go to Line');
  const choice = await window.showErrorMessage(message, ...(range ? [show] : []));
  if (choice === show && range) await goTo(placement.source.uri, range);
}
