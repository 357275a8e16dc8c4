// Activation: one line a feature. What each does stands in its own file.
import type { ExtensionContext } from 'vscode';
import { registerCodeLens } from './editor/code-lens.ts';
import { dashboardActions, registerDashboardFocus } from './editor/dashboard-actions.ts';
import { registerEditorContext } from './editor/editor-context.ts';
import { registerHover } from './editor/hover.ts';
import { registerInlayHints } from './editor/inlay-hints.ts';
import { registerKeptRun } from './editor/kept-run.ts';
import { registerLog } from './editor/log.ts';
import { registerProblems } from './editor/problems.ts';
import { registerQuickFixes } from './editor/quick-fixes.ts';
import { registerReadings } from './editor/readings.ts';
import { registerReport } from './editor/report.ts';
import { registerStaleness } from './editor/staleness.ts';
import { registerStatus } from './editor/status.ts';
import { registerTrainModel } from './editor/train-model.ts';
import { registerTraining } from './editor/training.ts';
import { registerDashboards } from './panels/dashboards.ts';
import { registerModels } from './panels/models.ts';

let finish: () => Promise<void> = async () => {};

export function activate(context: ExtensionContext): void {
  const log = registerLog(context);
  const readings = registerReadings(context, log);
  const training = registerTraining(context, log);
  const problems = registerProblems(context, readings, training);
  const dashboards = registerDashboards(context, training, dashboardActions(readings, training));
  registerQuickFixes(context, problems);
  registerEditorContext(context, readings);
  registerCodeLens(context, readings);
  registerInlayHints(context, readings);
  registerHover(context, readings, training);
  registerModels(context, readings, training, log);
  registerTrainModel(context, { readings, training, dashboards, problems, log });
  registerStatus(context, training);
  registerStaleness(context, readings, training);
  registerDashboardFocus(context, readings, training, dashboards);
  registerReport(context, training);
  finish = registerKeptRun(context, training, log);
}

/** The window closes: what is not written yet is written. */
export function deactivate(): Promise<void> {
  return finish();
}
