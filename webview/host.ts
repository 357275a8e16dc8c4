// Who holds the dashboard: VS Code, an offline report, or a page that embeds it. Each gives a port and a memory.
import type { Port } from '../src/protocol/channel.ts';
import type { RunView } from '../src/protocol/dashboard.ts';
import { decodeRunView, reportElementId } from '../src/protocol/report.ts';
import { numberSafePort } from '../src/protocol/webview-message.ts';

/** What the dashboard remembers between openings: which sections are closed, which scale was chosen. */
export type Memory = Readonly<Record<string, string | number | boolean>>;

export interface Host {
  readonly kind: 'editor' | 'report' | 'page';
  readonly port: Port;
  /** The run that a report holds. */
  readonly report: RunView | null;
  recall(): Memory;
  remember(memory: Memory): void;
}

interface VsCodeApi {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: (() => VsCodeApi) | undefined;

export function findHost(): Host {
  if (typeof acquireVsCodeApi === 'function') return editorHost(acquireVsCodeApi());
  const report = document.getElementById(reportElementId)?.textContent;
  return report ? reportHost(decodeRunView(report)) : pageHost();
}

function editorHost(api: VsCodeApi): Host {
  return {
    kind: 'editor',
    port: numberSafePort({ post: (message, transfer) => api.postMessage(message, transfer), listen: listenToWindow }),
    report: null,
    recall: () => (isMemory(api.getState()) ? (api.getState() as Memory) : {}),
    remember: (memory) => api.setState(memory),
  };
}

/** Nobody is at the other end: what the dashboard asks for is not there. */
function reportHost(report: RunView): Host {
  return { kind: 'report', port: { post: () => {}, listen: () => ({ dispose: () => {} }) }, report, ...storage() };
}

/** A page that shows the dashboard in an `<iframe>` of its own origin. */
function pageHost(): Host {
  const port: Port = {
    post: (message, transfer) => window.parent.postMessage(message, location.origin, [...(transfer ?? [])]),
    listen: listenToWindow,
  };
  return { kind: 'page', port, report: null, ...storage() };
}

function listenToWindow(listener: (message: unknown) => void) {
  const receive = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'kind' in data) listener(data);
  };
  window.addEventListener('message', receive);
  return { dispose: () => window.removeEventListener('message', receive) };
}

const storageKey = 'layerscope';

/** A page opened from a file may have no storage: it then forgets. */
function storage(): Pick<Host, 'recall' | 'remember'> {
  return {
    recall() {
      try {
        const memory: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
        return isMemory(memory) ? memory : {};
      } catch {
        return {};
      }
    },
    remember(memory) {
      try {
        localStorage.setItem(storageKey, JSON.stringify(memory));
      } catch {
        // Without storage nothing is remembered.
      }
    },
  };
}

function isMemory(value: unknown): value is Memory {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
