// The one status bar item and the cancellable notification of a run, and the context keys that menus ask for.
import {
  commands,
  type ExtensionContext,
  l10n,
  MarkdownString,
  ProgressLocation,
  StatusBarAlignment,
  type StatusBarItem,
  window,
} from 'vscode';
import { formatCount } from '../figures.ts';
import { planText } from '../runs/default-plan.ts';
import { progressFraction, progressText } from './text/progress.ts';
import type { CurrentRun, Training } from './training.ts';

/** Milliseconds between two texts: more often nobody reads. */
const interval = 200;

export function registerStatus(context: ExtensionContext, training: Training): void {
  const item = window.createStatusBarItem('layerscope.run', StatusBarAlignment.Left, 10);
  item.name = 'Layerscope';
  item.command = 'layerscope.openDashboard';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    if (training.current) showRun(item, training.current);
  };
  const showSoon = () => {
    timer ??= setTimeout(show, interval);
  };
  const setKeys = () => {
    const run = training.current?.run;
    void commands.executeCommand('setContext', 'layerscope.hasRun', !!run);
    void commands.executeCommand('setContext', 'layerscope.running', !!run?.active);
    void commands.executeCommand('setContext', 'layerscope.paused', run?.status === 'paused');
  };
  context.subscriptions.push(
    item,
    { dispose: () => clearTimeout(timer) },
    training.onFrame(showSoon),
    training.onRun((current) => {
      setKeys();
      show();
      if (current?.run.active) void notify(current, training);
    }),
    training.onStatus(() => {
      setKeys();
      show();
    }),
  );
}

function showRun(item: StatusBarItem, { run, origin }: CurrentRun): void {
  const { description, history, status, stale } = run;
  const progress = progressText({ run, frame: history.latest });
  const texts: Readonly<Record<typeof status, string>> = {
    starting: l10n.t('{0}: starting', description.name),
    running: `${description.name}: ${progress}`,
    paused: l10n.t('{0}: paused at {1}', description.name, progress),
    finished: l10n.t('{0}: trained, {1}', description.name, progress),
    stopped: l10n.t('{0}: stopped at {1}', description.name, progress),
    failed: l10n.t('{0}: failed at {1}', description.name, progress),
    interrupted: l10n.t('{0}: interrupted at {1}', description.name, progress),
  };
  const { backend, device } = description.start;
  const labels = [
    backend,
    ...(description.provenance.kind === 'synthetic' ? [l10n.t('synthetic data')] : []),
    ...(origin.plan === 'default' ? [l10n.t('default plan')] : []),
    ...(stale ? [l10n.t('out of date')] : []),
  ];
  item.text = [`$(${icons[status]}) ${texts[status]}`, ...labels].join(' · ');
  const lines = [
    `**${description.name}** · ${description.file}`,
    l10n.t('Step {0} of {1}', formatCount(history.latest?.step ?? 0), formatCount(description.start.totalSteps)),
    l10n.t('Trains on {0} ({1}), seed {2}', backend, device, description.seed),
    l10n.t('Data: {0}', description.provenance.description),
    l10n.t('Plan: {0}', planText(description.plan)),
    ...(stale ? [l10n.t('The source has changed since: the run is out of date.')] : []),
    l10n.t('Click to open the dashboard.'),
  ];
  item.tooltip = new MarkdownString(lines.join('\n\n'));
  item.show();
}

const icons: Readonly<Record<CurrentRun['run']['status'], string>> = {
  starting: 'loading~spin',
  running: 'pulse',
  paused: 'debug-pause',
  finished: 'check',
  stopped: 'debug-stop',
  failed: 'error',
  interrupted: 'debug-disconnect',
};

/** Stands until the run ends; cancelling it stops the run. */
async function notify(current: CurrentRun, training: Training): Promise<void> {
  const { run } = current;
  const title = l10n.t('Training {0}', run.description.name);
  await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
    return new Promise<void>((resolve) => {
      let [told, last] = [0, 0];
      const subscriptions = [
        token.onCancellationRequested(() => void training.control('stop')),
        training.onFrame((frame) => {
          if (training.current !== current || Date.now() - last < interval) return;
          last = Date.now();
          const percent = progressFraction({ run, frame }) * 100;
          progress.report({ message: progressText({ run, frame }), increment: percent - told });
          told = percent;
        }),
        training.onRun(() => finish()),
        training.onStatus(() => run.active || finish()),
      ];
      const finish = () => {
        for (const subscription of subscriptions.splice(0)) subscription.dispose();
        resolve();
      };
      // It may have ended before the notification came.
      if (!run.active) finish();
    });
  });
}
