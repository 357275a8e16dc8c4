// The dashboard's entry: finds its host, speaks first, keeps the state, and draws at most once a frame of the screen.
import { Channel } from '../src/protocol/channel.ts';
import type { DashboardToHost, HostToDashboard, RunView } from '../src/protocol/dashboard.ts';
import { Dashboard } from './dashboard.ts';
import { EngineRelay, hasAdapter } from './engine-relay.ts';
import { findHost, type Memory } from './host.ts';
import { RunState } from './state.ts';

/** Milliseconds after which a frame counts as drawn though the browser gave no time to draw. */
const patience = 500;
/** Milliseconds between two requests for the weights that frames leave out. */
const checkpointInterval = 2_000;

const host = findHost();
const channel = new Channel<DashboardToHost, HostToDashboard>(host.port, {});
const relay = new EngineRelay({
  send: (message) => channel.emit('engine', message),
  lost: (reason) => channel.emit('engineLost', { reason }),
});
let memory: Memory = host.recall();

const dashboard = new Dashboard(document.getElementById('dashboard') ?? document.body.appendChild(document.createElement('main')), {
  host: host.kind,
  memory: {
    recall: (key) => memory[key],
    remember(key, value) {
      memory = { ...memory, [key]: value };
      host.remember(memory);
    },
  },
  reveal: (layer) => channel.emit('reveal', { layer }),
  chooseSample(sample) {
    if (state) state.sample = sample;
    channel.emit('chooseSample', { sample });
    schedule();
  },
  control: (control) => channel.emit('control', control),
  requestDraw: () => schedule(),
});

let state: RunState | null = null;
let scheduled = false;
/** The step whose frame the host waits for. */
let owed: number | null = null;
let giveUp: ReturnType<typeof setTimeout> | undefined;
let checkpointAsked = 0;

channel.on('show', show);
channel.on('frame', (frame) => {
  if (!state) return acknowledge(frame.step);
  state.addFrame(frame);
  // A hidden page draws nothing, and training must not wait for it.
  if (document.hidden) return acknowledge(frame.step);
  owed = frame.step;
  clearTimeout(giveUp);
  giveUp = setTimeout(settle, patience);
  schedule();
});
channel.on('epochs', (records) => {
  for (const record of records) state?.addEpoch(record);
  schedule();
});
channel.on('status', (status) => {
  if (!state) return;
  dashboard.announce(state.status, status.status);
  state.setStatus(status);
  void askForCheckpoint(true);
  schedule();
});
channel.on('findings', (findings) => {
  if (!state) return;
  if (findings.length > state.findings.length) dashboard.announceFindings(findings.length);
  state.findings = findings;
  schedule();
});
channel.on('focus', (focus) => {
  if (state) state.focus = focus;
  schedule();
});
channel.on('engine', (message) => relay.receive(message));
channel.on('endEngine', () => relay.dispose());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) settle();
  else schedule();
});

if (host.report) show(host.report);
else if (host.kind !== 'report') void hasAdapter().then((webgpu) => channel.emit('ready', { webgpu }));

function show(view: RunView | null): void {
  // The same run again, whole: the host left too much out. The views stay as they are.
  if (state && view && state.run.id === view.run.id) state.refresh(view);
  else {
    state = view && new RunState(view);
    dashboard.show(state);
  }
  void askForCheckpoint(true);
  schedule();
}

/** Something has changed: draws it soon. */
function schedule(): void {
  dashboard.invalidate();
  drawSoon();
}

function drawSoon(): void {
  if (scheduled || document.hidden) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const isMore = dashboard.update();
    settle();
    void askForCheckpoint(false);
    if (isMore) drawSoon();
  });
}

/** The frame that the host waits for was drawn, or will not be. */
function settle(): void {
  clearTimeout(giveUp);
  if (owed === null) return;
  const step = owed;
  owed = null;
  acknowledge(step);
}

function acknowledge(step: number): void {
  channel.emit('drawn', { step });
}

/** Asks for all weights where frames leave some out: now and then while training goes on, and at once when it rests. */
async function askForCheckpoint(atOnce: boolean): Promise<void> {
  const asking = state;
  if (!asking?.needsCheckpoint || host.kind === 'report' || !dashboard.showsWeights()) return;
  const now = performance.now();
  if (!atOnce && (now - checkpointAsked < checkpointInterval || asking.status !== 'running')) return;
  checkpointAsked = now;
  const checkpoint = await channel.request('checkpoint', null).catch(() => null);
  if (!checkpoint || asking !== state) return;
  asking.setCheckpoint(checkpoint);
  schedule();
}
