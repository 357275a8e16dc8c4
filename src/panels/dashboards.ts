// Where dashboards stand: a view in Layerscope's side bar and, for width, a tab of the editor.
import { commands, type ExtensionContext, Uri, ViewColumn, type WebviewPanel, type WebviewView, window } from 'vscode';
import type { Training } from '../editor/training.ts';
import { Emitter } from '../protocol/emitter.ts';
import { Dashboard, type DashboardActions } from './dashboard.ts';

const viewId = 'layerscope.dashboard';
const panelType = 'layerscope.dashboardTab';

export function registerDashboards(context: ExtensionContext, training: Training, actions: DashboardActions): Dashboards {
  const dashboards = new Dashboards(context.extensionUri, training, actions);
  context.subscriptions.push(
    dashboards,
    window.registerWebviewViewProvider(viewId, dashboards, { webviewOptions: { retainContextWhenHidden: true } }),
    window.registerWebviewPanelSerializer(panelType, { deserializeWebviewPanel: async (panel) => dashboards.revive(panel) }),
    commands.registerCommand('layerscope.openDashboard', () => dashboards.open(false)),
    commands.registerCommand('layerscope.openDashboardTab', () => dashboards.openTab()),
  );
  return dashboards;
}

export class Dashboards {
  readonly #extension: Uri;
  readonly #training: Training;
  readonly #actions: DashboardActions;
  readonly #created = new Emitter<Dashboard>();
  #view: { readonly dashboard: Dashboard; readonly view: WebviewView } | null = null;
  /** One, but where the window is restored with a tab while another was opened: the newest is last. */
  #tabs: readonly { readonly dashboard: Dashboard; readonly panel: WebviewPanel }[] = [];

  constructor(extension: Uri, training: Training, actions: DashboardActions) {
    this.#extension = extension;
    this.#training = training;
    this.#actions = actions;
  }

  /** Shows a dashboard: the tab if there is one, else the side bar's view. */
  async open(preserveFocus: boolean): Promise<void> {
    if (this.#tab) this.#tab.panel.reveal(undefined, preserveFocus);
    else if (this.#view) this.#view.view.show(preserveFocus);
    else await commands.executeCommand(`${viewId}.focus`, { preserveFocus });
  }

  openTab(): void {
    if (this.#tab) this.#tab.panel.reveal();
    else this.revive(window.createWebviewPanel(panelType, 'Layerscope', ViewColumn.Beside, { retainContextWhenHidden: true }));
  }

  /** Marks the layer under the editor's cursor in every dashboard. */
  focus(layer: number | null): void {
    for (const dashboard of this.#all) dashboard.focus(layer);
  }

  /** A dashboard that can receive, opened if need be; undefined when none came to life within `milliseconds`. */
  async ready(milliseconds: number): Promise<Dashboard | undefined> {
    await this.open(true);
    // The side bar's view outlives any tab.
    const dashboard = this.#view?.dashboard ?? this.#tab?.dashboard ?? (await this.#next(milliseconds));
    return dashboard && (await dashboard.whenReady(milliseconds)) ? dashboard : undefined;
  }

  resolveWebviewView(view: WebviewView): void {
    const dashboard = new Dashboard(view.webview, this.#extension, this.#training, this.#actions, view.visible);
    this.#view = { dashboard, view };
    view.onDidChangeVisibility(() => dashboard.setVisible(view.visible));
    view.onDidDispose(() => {
      dashboard.dispose();
      if (this.#view?.dashboard === dashboard) this.#view = null;
    });
    this.#created.fire(dashboard);
  }

  revive(panel: WebviewPanel): void {
    const icon = (theme: string) => Uri.joinPath(this.#extension, 'media', `train-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const dashboard = new Dashboard(panel.webview, this.#extension, this.#training, this.#actions, panel.visible);
    this.#tabs = [...this.#tabs, { dashboard, panel }];
    panel.onDidChangeViewState(() => dashboard.setVisible(panel.visible));
    panel.onDidDispose(() => {
      dashboard.dispose();
      this.#tabs = this.#tabs.filter((tab) => tab.panel !== panel);
    });
    this.#created.fire(dashboard);
  }

  dispose(): void {
    for (const dashboard of this.#all) dashboard.dispose();
    for (const { panel } of this.#tabs) panel.dispose();
    this.#created.dispose();
  }

  get #tab() {
    return this.#tabs.at(-1);
  }

  get #all(): readonly Dashboard[] {
    return [...(this.#view ? [this.#view.dashboard] : []), ...this.#tabs.map(({ dashboard }) => dashboard)];
  }

  #next(milliseconds: number): Promise<Dashboard | undefined> {
    return new Promise((resolve) => {
      const finish = (dashboard: Dashboard | undefined) => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(dashboard);
      };
      const subscription = this.#created.event(finish);
      const timer = setTimeout(() => finish(undefined), milliseconds);
    });
  }
}
