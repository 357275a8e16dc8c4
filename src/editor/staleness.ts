// Whether the text still is what the current run trains; offers to train again when it is not.
import { commands, type ExtensionContext, l10n, Uri, window } from 'vscode';
import { fingerprint } from '../runs/fingerprint.ts';
import type { DocumentReading, Readings } from './readings.ts';
import type { CurrentRun, Training } from './training.ts';

/** Milliseconds without an edit before training again is offered: half-written lines come and go. */
const patience = 2_000;

export function registerStaleness(context: ExtensionContext, readings: Readings, training: Training): void {
  let offered: CurrentRun | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const offer = async (current: CurrentRun) => {
    const { run } = current;
    if (training.current !== current || !run.stale || !run.active || offered === current) return;
    offered = current;
    const again = l10n.t('Train Again');
    const message = l10n.t('{0} has changed since this training began: the run is out of date.', run.description.name);
    if ((await window.showInformationMessage(message, again)) === again) await commands.executeCommand('layerscope.restartTraining');
  };
  const compare = ({ uri, definitions }: DocumentReading) => {
    const { current } = training;
    if (current?.origin.target.uri !== uri.toString()) return;
    const now = definitions.find(({ id }) => id === current.origin.target.definition);
    current.run.markStale(!now || fingerprint(now) !== current.origin.fingerprint);
    clearTimeout(timer);
    if (current.run.stale) timer = setTimeout(() => void offer(current), patience);
  };
  const compareRun = (current: CurrentRun | null) => {
    const reading = current && readings.latest(Uri.parse(current.origin.target.uri));
    if (reading) compare(reading);
  };
  context.subscriptions.push(readings.onDidRead(compare), training.onRun(compareRun), { dispose: () => clearTimeout(timer) });
}
