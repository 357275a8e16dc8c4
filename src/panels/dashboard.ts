// One dashboard in one webview: shows the current run, says what its buttons ask for, and lends its engine worker.
import { Uri, type Webview } from 'vscode';
import { settings } from '../editor/settings.ts';
import type { CurrentRun, Training } from '../editor/training.ts';
import { Channel, type Disposable, type Port } from '../protocol/channel.ts';
import type { DashboardToHost, HostToDashboard } from '../protocol/dashboard.ts';
import { Emitter } from '../protocol/emitter.ts';
import type { EngineToHost, HostToEngine } from '../protocol/engine.ts';
import { numberSafePort } from '../protocol/webview-message.ts';
import type { EngineConnection } from '../runs/run.ts';
import { dashboardPage } from './dashboard-page.ts';
import { FrameFlow } from './frame-flow.ts';

/** What the dashboard's buttons do. */
export interface DashboardActions {
  control(action: DashboardToHost['events']['control']): void;
  reveal(layer: number): void;
}

export class Dashboard implements Disposable {
  readonly #channel: Channel<HostToDashboard, DashboardToHost>;
  readonly #training: Training;
  readonly #flow: FrameFlow;
  readonly #subscriptions: Disposable[];
  readonly #lost = new Emitter<string>();
  readonly #readies = new Emitter<void>();
  #webgpu: boolean | null = null;
  #engine: EngineConnection | null = null;
  #findings: CurrentRun['run']['findings'] = [];

  constructor(webview: Webview, extension: Uri, training: Training, actions: DashboardActions, visible: boolean) {
    this.#training = training;
    this.#channel = new Channel(numberSafePort(webviewPort(webview)), {
      checkpoint: () => training.current?.run.checkpoint() ?? null,
    });
    this.#flow = new FrameFlow(
      {
        sendFrame: (frame) => this.#channel.emit('frame', frame),
        sendEpochs: (records) => this.#channel.emit('epochs', records),
        sendAll: () => this.#show(),
      },
      visible,
    );
    this.#subscriptions = [
      this.#channel.on('ready', ({ webgpu }) => this.#receiveReady(webgpu)),
      this.#channel.on('drawn', ({ step }) => this.#flow.drawn(step)),
      this.#channel.on('control', (action) => actions.control(action)),
      this.#channel.on('engineLost', ({ reason }) => this.#lost.fire(reason)),
      this.#channel.on('reveal', ({ layer }) => actions.reveal(layer)),
      this.#channel.on('chooseSample', ({ sample }) => void training.chooseSample(sample)),
      training.onRun(() => this.#show()),
      training.onStatus((current) => this.#showStatus(current)),
      training.onFrame((frame) => this.#isReady && this.#flow.offer(frame)),
      training.onEpoch((record) => this.#isReady && this.#flow.offerEpoch(record)),
    ];
    const root = Uri.joinPath(extension, 'dist', 'webview');
    const address = (name: string) => webview.asWebviewUri(Uri.joinPath(root, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    webview.html = dashboardPage({
      cspSource: webview.cspSource,
      script: address('dashboard.js'),
      style: address('style.css'),
      engine: address('engine-worker.js'),
      allowSoftwareAdapter: settings.allowSoftwareAdapter.get(),
    });
  }

  /** Whether a GPU adapter is there that may be used; `null` until the dashboard is ready. */
  get webgpu(): boolean | null {
    return this.#webgpu;
  }

  setVisible(visible: boolean): void {
    this.#flow.setVisible(visible);
  }

  /** Marks the layer under the editor's cursor. */
  focus(layer: number | null): void {
    this.#channel.emit('focus', layer);
  }

  /** Resolves when the dashboard can receive; false when it could not within `milliseconds`. */
  whenReady(milliseconds: number): Promise<boolean> {
    if (this.#isReady) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (ready: boolean) => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(ready);
      };
      const subscription = this.#readies.event(() => finish(true));
      const timer = setTimeout(() => finish(false), milliseconds);
    });
  }

  /**
   * A link to the engine worker of this webview, which is started by its first message and stays for the next run once
   * this one has ended. It speaks to one host at a time: an earlier link falls silent, and a run of it is over.
   */
  connectEngine(): EngineConnection {
    this.#engine?.dispose();
    const port: Port = {
      post: (message) => this.#channel.emit('engine', message),
      listen: (listener) => this.#channel.on('engine', listener),
    };
    const channel = new Channel<HostToEngine, EngineToHost>(port, {});
    // True while the worker may be at work for this link: then it cannot go on to the next one.
    let open = true;
    const end = channel.on('end', () => {
      open = false;
    });
    // Also for who asks before there is a run.
    const loss = this.#lost.event((reason) => {
      open = false;
      channel.dispose(reason);
    });
    const dispose = () => {
      if (open) this.#channel.emit('endEngine', null);
      open = false;
      end.dispose();
      loss.dispose();
      channel.dispose();
    };
    this.#engine = { channel, lost: this.#lost.event, dispose };
    return this.#engine;
  }

  dispose(): void {
    this.#lost.fire('The dashboard in which the network was trained was closed.');
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#channel.dispose('The dashboard was closed.');
  }

  get #isReady(): boolean {
    return this.#webgpu !== null;
  }

  #receiveReady(webgpu: boolean): void {
    // Ready a second time: the page was loaded anew, and its worker is gone.
    if (this.#isReady) this.#lost.fire('The dashboard in which the network was trained was reloaded.');
    this.#webgpu = webgpu;
    this.#show();
    this.#readies.fire();
  }

  #show(): void {
    if (!this.#isReady) return;
    this.#flow.reset();
    const run = this.#training.current?.run;
    this.#findings = run?.findings ?? [];
    this.#channel.emit('show', run?.view() ?? null);
  }

  #showStatus({ run }: CurrentRun): void {
    if (!this.#isReady) return;
    this.#flow.flushEpochs();
    const { status, stale, end, summary } = run.view();
    this.#channel.emit('status', { status, stale, end, summary });
    if (run.findings === this.#findings) return;
    this.#findings = run.findings;
    this.#channel.emit('findings', run.findings);
  }
}

function webviewPort(webview: Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen: (listener) => webview.onDidReceiveMessage(listener),
  };
}
