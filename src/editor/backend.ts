// Where a run is computed: the engine worker of a dashboard where a GPU is, else a thread of this process.
import { l10n } from 'vscode';
import { connectNodeEngine } from '../engine/node.ts';
import type { Dashboards } from '../panels/dashboards.ts';
import type { BackendName } from '../protocol/engine.ts';
import type { EngineConnection } from '../runs/run.ts';
import type { Log } from './log.ts';
import { settings } from './settings.ts';

/** Milliseconds that a dashboard has to come to life before the processor is taken. */
const patience = 5_000;
const adapterPatience = 15_000;

export interface ChosenEngine {
  readonly engine: EngineConnection;
  readonly backend: BackendName;
}

/** Opens a dashboard, which is where the run is seen too. Rejects, with a message for people, when what is set is not there. */
export async function chooseEngine(dashboards: Dashboards, workerPath: string, log: Log): Promise<ChosenEngine> {
  const wanted = settings.backend.get();
  if (wanted === 'cpu') {
    void dashboards.open(true);
    return { engine: connectNodeEngine(workerPath), backend: 'cpu' };
  }
  const dashboard = await dashboards.ready(wanted === 'webgpu' ? adapterPatience : patience);
  // The setting may be newer than the page, which knows only what it was made with.
  if (dashboard && (dashboard.webgpu || settings.allowSoftwareAdapter.get())) {
    const engine = dashboard.connectEngine();
    const found = await hasWebGpu(engine, log);
    if (found) return { engine, backend: 'webgpu' };
    engine.dispose();
  }
  if (wanted === 'webgpu') {
    throw new Error(
      l10n.t(
        'There is no WebGPU adapter here that may be used. Set "layerscope.backend" to "auto" or "cpu", or "layerscope.allowSoftwareAdapter" to true.',
      ),
    );
  }
  return { engine: connectNodeEngine(workerPath), backend: 'cpu' };
}

async function hasWebGpu(engine: EngineConnection, log: Log): Promise<boolean> {
  try {
    const backends = await within(
      adapterPatience,
      engine.channel.request('backends', { allowSoftwareAdapter: settings.allowSoftwareAdapter.get() }),
    );
    log.info(`Backends in the dashboard: ${backends.map(({ name, device }) => `${name} (${device})`).join(', ') || 'none'}`);
    return backends.some(({ name }) => name === 'webgpu');
  } catch (error) {
    log.warn(`WebGPU cannot be used: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds / 1000} s.`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
