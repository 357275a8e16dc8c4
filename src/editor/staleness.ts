// Whether the text still is what the current run trains; offers to train again when it is not.
import { commands, type ExtensionContext, l10n, Uri, window } from 'vscode';
import { dataFingerprint, fingerprint } from '../runs/fingerprint.ts';
import type { DocumentReading, Readings } from './readings.ts';
import { documentsOf, placementOf } from './source-text.ts';
import type { CurrentRun, Training } from './training.ts';

/** Milliseconds without an edit before the data is made again, to see whether it is what was trained on. */
const rest = 500;
/** Milliseconds without an edit before training again is offered: half-written lines come and go. */
const patience = 2_000;

export function registerStaleness(context: ExtensionContext, readings: Readings, training: Training): void {
  let offered: CurrentRun | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;

  const offer = async (current: CurrentRun) => {
    const { run } = current;
    if (training.current !== current || !run.stale || !run.active || offered === current) return;
    offered = current;
    const again = l10n.t('Train Again');
    const message = l10n.t('{0} has changed since this training began: the run is out of date.', run.description.name);
    if ((await window.showInformationMessage(message, again)) === again) await commands.executeCommand('layerscope.restartTraining');
  };
  const mark = (current: CurrentRun, stale: boolean) => {
    current.run.markStale(stale);
    clearTimeout(timer);
    if (stale) timer = setTimeout(() => void offer(current), patience);
  };
  const compareData = async (current: CurrentRun, { uri, version }: DocumentReading) => {
    const now = await dataOf(uri, current, readings).catch(() => undefined);
    if (now === undefined || training.current !== current || readings.latest(uri)?.version !== version) return;
    mark(current, now !== current.origin.dataFingerprint);
  };
  const compare = (reading: DocumentReading) => {
    const { current } = training;
    if (current?.origin.target.uri !== reading.uri.toString()) return;
    const { target, data, fingerprint: trained } = current.origin;
    const now = reading.definitions.find(({ id }) => id === target.definition);
    const isSame = now !== undefined && fingerprint(now, data.kind === 'source') === trained;
    clearTimeout(looking);
    if (isSame && typeof current.origin.dataFingerprint === 'string') {
      looking = setTimeout(() => void compareData(current, reading), rest);
    } else mark(current, !isSame);
  };
  const compareRun = (current: CurrentRun | null) => {
    const reading = current && readings.latest(Uri.parse(current.origin.target.uri));
    if (reading) compare(reading);
  };
  const dispose = () => {
    clearTimeout(timer);
    clearTimeout(looking);
  };
  context.subscriptions.push(readings.onDidRead(compare), training.onRun(compareRun), { dispose });
}

/** Fingerprint of the numbers that the text passes to `fit` now; `null` when they cannot be had, undefined for a text that is not open. */
async function dataOf(uri: Uri, { origin }: CurrentRun, { reader }: Readings): Promise<string | null | undefined> {
  const document = documentsOf(uri)[0]?.document;
  const source = document && placementOf(document)?.source;
  if (!source) return undefined;
  const data = await reader.materialize(source.text(), origin.target.definition);
  return 'reason' in data ? null : dataFingerprint(data);
}
