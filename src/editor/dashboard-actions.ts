// What the dashboard's buttons do in the editor, and which layer under the cursor it marks.
import { commands, type ExtensionContext, Uri, window } from 'vscode';
import type { DashboardActions } from '../panels/dashboard.ts';
import type { Dashboards } from '../panels/dashboards.ts';
import { goTo, layerAt } from './places.ts';
import type { Readings } from './readings.ts';
import type { CurrentRun, Training } from './training.ts';

export function dashboardActions(readings: Readings, training: Training): DashboardActions {
  return {
    control(action) {
      if (action === 'restart') void commands.executeCommand('layerscope.restartTraining');
      else if (action === 'train') void commands.executeCommand('layerscope.trainModel');
      else void training.control(action);
    },
    reveal(index) {
      const { current } = training;
      const place = current && placeOf(current, readings, index);
      if (place) void goTo(place.uri, place.range);
    },
  };
}

/** Tells dashboards which layer of the run the cursor is in. */
export function registerDashboardFocus(context: ExtensionContext, readings: Readings, training: Training, dashboards: Dashboards): void {
  let last: number | null = null;
  const show = () => {
    const layer = layerUnderCursor(readings, training);
    if (layer !== last) dashboards.focus(layer);
    last = layer;
  };
  context.subscriptions.push(window.onDidChangeTextEditorSelection(show), readings.onDidRead(show));
}

function layerUnderCursor(readings: Readings, training: Training): number | null {
  const editor = window.activeTextEditor;
  const { current } = training;
  const reading = editor && readings.latestOf(editor.document);
  if (!editor || !current || !reading || reading.uri.toString() !== current.origin.target.uri) return null;
  const definition = reading.definitions.find(({ id }) => id === current.origin.target.definition);
  const layer = definition?.network.layers[layerAt(definition, editor.selection.active, reading.cell)];
  const index = current.run.description.network.layers.findIndex(({ name }) => name === layer?.name);
  return index < 0 ? null : index;
}

/** Where the run's layer is in today's text, or was when the run began. */
function placeOf({ run, origin }: CurrentRun, readings: Readings, index: number) {
  const uri = Uri.parse(origin.target.uri);
  const trained = run.description.network.layers[index];
  const definition = readings.latest(uri)?.definitions.find(({ id }) => id === origin.target.definition);
  const now = definition?.network.layers.find(({ name }) => name === trained?.name);
  const range = now?.range ?? definition?.range ?? trained?.range;
  return range && { uri, range };
}
