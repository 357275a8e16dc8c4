// Above all views: which run this is, how it stands, and the buttons that conduct it. Also what stands there without a run.
import { select } from 'd3';
import { formatCount, formatNumber, formatSeconds, plural } from '../src/figures.ts';
import type { RunDescription, RunStatus } from '../src/protocol/dashboard.ts';
import type { BackendName, RunControl } from '../src/protocol/engine.ts';
import { appendIcon, type IconName } from './icons.ts';
import { type Root, setText } from './section.ts';
import type { RunState } from './state.ts';
import type { ViewContext } from './view.ts';
import { severityOrder } from './views/findings.ts';

type Control = RunControl | 'restart' | 'train';

const backendNames: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'CPU' };

const statusWords: Readonly<Record<RunStatus, string>> = {
  starting: 'Starting',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

/** One line a button: when it can be pressed and what it asks for. */
const buttons: readonly {
  icon: IconName;
  name: string;
  control: Control;
  when: readonly RunStatus[];
  hiddenWhen?: readonly RunStatus[];
}[] = [
  { icon: 'pause', name: 'Pause', control: 'pause', when: ['running', 'starting'], hiddenWhen: ['paused'] },
  {
    icon: 'resume',
    name: 'Resume',
    control: 'resume',
    when: ['paused'],
    hiddenWhen: ['running', 'starting', 'finished', 'stopped', 'failed', 'interrupted'],
  },
  { icon: 'step', name: 'One step', control: 'step', when: ['paused'] },
  { icon: 'stop', name: 'Stop', control: 'stop', when: ['running', 'paused', 'starting'] },
  {
    icon: 'restart',
    name: 'Train again from the start',
    control: 'restart',
    when: ['running', 'paused', 'finished', 'stopped', 'failed', 'interrupted'],
  },
];

interface Parts {
  readonly state: RunState;
  readonly status: Root<HTMLSpanElement>;
  readonly progress: Root<HTMLProgressElement>;
  readonly progressText: Root<HTMLParagraphElement>;
  readonly speed: Root<HTMLParagraphElement>;
  readonly notice: Root<HTMLDivElement>;
  readonly controls: Root<HTMLDivElement> | null;
  readonly findings: Root<HTMLButtonElement>;
}

export class Header {
  readonly #root: Root<HTMLElement>;
  readonly #context: Pick<ViewContext, 'control' | 'host'>;
  readonly #openFindings: () => void;
  #parts: Parts | null = null;

  constructor(parent: Root, context: Pick<ViewContext, 'control' | 'host'>, openFindings: () => void) {
    this.#root = parent.append('header').attr('class', 'header');
    this.#context = context;
    this.#openFindings = openFindings;
  }

  show(state: RunState | null): void {
    this.#root.selectAll('*').remove();
    this.#parts = state && this.#create(state);
    if (!state) this.#createEmpty();
    this.update();
  }

  update(): void {
    const parts = this.#parts;
    if (!parts) return;
    const { state } = parts;
    const { start } = state.run;
    const step = state.frame?.step ?? 0;
    setText(parts.status.node(), statusWords[state.status]);
    parts.status.attr('data-status', state.status);
    parts.progress.attr('max', Math.max(1, start.totalSteps)).property('value', step);
    setText(parts.progressText.node(), progressText(state, step));
    setText(parts.speed.node(), speedText(state));
    parts.controls
      ?.selectAll<HTMLButtonElement, (typeof buttons)[number]>('button')
      .property('disabled', ({ when }) => !when.includes(state.status))
      .property('hidden', ({ hiddenWhen }) => hiddenWhen?.includes(state.status) ?? false);
    const count = state.findings.length;
    parts.findings.property('hidden', count === 0);
    setText(parts.findings.select<HTMLSpanElement>('span').node(), plural(count, 'finding'));
    this.#updateSeverity(parts);
    this.#updateNotice(parts);
  }

  #create(state: RunState): Parts {
    const { run } = state;
    const root = this.#root;
    const title = root.append('div').attr('class', 'title');
    title.append('h1').text(run.name);
    const status = title.append('span').attr('class', 'status');
    const findings = title.append('button').attr('type', 'button').attr('class', 'chip').on('click', this.#openFindings);
    findings.append('span');
    const facts = root.append('ul').attr('class', 'facts');
    for (const { text, kind } of describe(run)) facts.append('li').attr('class', kind).text(text);
    const controls = this.#context.host === 'report' ? null : this.#createControls(root);
    const gauge = root.append('div').attr('class', 'gauge');
    const progress = gauge.append('progress').attr('aria-label', 'Training progress');
    const progressText = gauge.append('p').attr('class', 'progress-text');
    const speed = gauge.append('p').attr('class', 'speed');
    const notice = root.append('div').attr('class', 'notice');
    return { state, status, progress, progressText, speed, notice, controls, findings };
  }

  #createControls(root: Root): Root<HTMLDivElement> {
    const controls = root.append('div').attr('class', 'controls').attr('role', 'group').attr('aria-label', 'Training');
    const entered = controls
      .selectAll<HTMLButtonElement, (typeof buttons)[number]>('button')
      .data(buttons)
      .join('button')
      .attr('type', 'button')
      .attr('class', 'icon-button')
      .attr('aria-label', ({ name }) => name)
      .attr('title', ({ name }) => name)
      .on('click', (_event, { control }) => this.#context.control(control));
    entered.each(function ({ icon }) {
      appendIcon(select<HTMLElement, unknown>(this) as Root, icon);
    });
    return controls;
  }

  /** The findings' button wears the worst one's icon. */
  #updateSeverity({ state, findings }: Parts): void {
    const worst = severityOrder.find((severity) => state.findings.some((finding) => finding.severity === severity));
    if (!worst || findings.attr('data-severity') === worst) return;
    findings.attr('data-severity', worst).select('svg').remove();
    appendIcon(findings, worst);
  }

  /** A banner for what a person must know: the run failed, broke off, or its source has changed. */
  #updateNotice({ state, notice }: Parts): void {
    const found = noticeOf(state);
    notice.property('hidden', !found).attr('data-kind', found?.kind ?? null);
    const key = found ? `${found.text}${found.button ?? ''}` : '';
    if (notice.attr('data-key') === key) return;
    notice.attr('data-key', key).selectAll('*').remove();
    if (!found) return;
    appendIcon(notice, found.kind === 'error' ? 'error' : found.kind === 'warning' ? 'warning' : 'information');
    notice.append('p').text(found.text);
    if (found.button && this.#context.host !== 'report') {
      notice
        .append('button')
        .attr('type', 'button')
        .attr('class', 'button')
        .text(found.button)
        .on('click', () => this.#context.control('restart'));
    }
  }

  #createEmpty(): void {
    const empty = this.#root.append('div').attr('class', 'empty');
    const picture = empty.append('svg').attr('viewBox', '0 0 120 64').attr('aria-hidden', 'true').attr('class', 'empty-picture');
    const columns = [[20, 44], [12, 32, 52], [32]];
    columns.slice(1).forEach((column, index) => {
      for (const from of columns[index] ?? [])
        for (const to of column) picture.append('path').attr('d', `M${20 + index * 40},${from}L${60 + index * 40},${to}`);
    });
    columns.forEach((column, index) => {
      for (const y of column)
        picture
          .append('circle')
          .attr('cx', 20 + index * 40)
          .attr('cy', y)
          .attr('r', 6);
    });
    empty.append('h1').text('No model is being trained');
    empty.append('p').text('Open a Python file with a Keras model and choose Train Model. Every layer then shows here, live.');
    if (this.#context.host === 'report') return;
    empty
      .append('button')
      .attr('type', 'button')
      .attr('class', 'button primary')
      .text('Train Model')
      .on('click', () => this.#context.control('train'));
  }
}

/** What the run is made of, in short words; synthetic data is a badge, so that nobody takes its loss for a result. */
function describe(run: RunDescription): readonly { text: string; kind: string }[] {
  const { provenance, start } = run;
  const synthetic = provenance.kind === 'synthetic';
  return [
    { text: run.file, kind: 'file' },
    { text: `${backendNames[start.backend]} · ${start.device}`, kind: 'device' },
    ...(synthetic ? [{ text: 'SYNTHETIC DATA', kind: 'badge' }] : []),
    { text: `${plural(run.sampleCount, 'sample')}, ${provenance.description}`, kind: 'data' },
    { text: `seed ${run.seed}`, kind: 'seed' },
  ];
}

function progressText({ run, frame }: RunState, step: number): string {
  const { epochs } = run.plan;
  const { totalSteps } = run.start;
  const epoch = Math.min(epochs, Math.floor(frame?.epoch ?? 0) + (step === totalSteps ? 0 : 1));
  return `Epoch ${formatCount(epoch)} of ${formatCount(epochs)} · step ${formatCount(step)} of ${formatCount(totalSteps)}`;
}

function speedText({ summary, speed, frame, status }: RunState): string {
  if (summary) {
    const rate = summary.seconds > 0 ? ` · ${formatNumber(summary.steps / summary.seconds)} steps/s` : '';
    return `${formatSeconds(summary.seconds)}${rate}`;
  }
  if (!frame) return '';
  const seconds = formatSeconds(frame.seconds);
  return speed === null || status !== 'running' ? seconds : `${formatNumber(speed)} steps/s · ${seconds}`;
}

function noticeOf({ status, stale, end }: RunState): { kind: string; text: string; button?: string } | null {
  const message = end && 'message' in end ? end.message : null;
  if (status === 'failed') return { kind: 'error', text: message ?? 'Training failed.', button: 'Train again' };
  if (end?.reason === 'nonFinite' && message) return { kind: 'error', text: message, button: 'Train again' };
  if (status === 'interrupted') {
    const text = 'Training was interrupted: the window was closed or reloaded. What it had shown by then is kept.';
    return { kind: 'information', text, button: 'Train again' };
  }
  if (stale) return { kind: 'warning', text: 'Out of date: the model has changed since this run began.', button: 'Train again' };
  return null;
}
