// The dashboard in a real browser, with real runs of the engine behind it and a host that the test plays.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, Frame as Document } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDifference, formatNumber } from '../../src/figures.ts';
import type { RunView } from '../../src/protocol/dashboard.ts';
import { type Frame, FrameIndex } from '../../src/protocol/frame.ts';
import { encodeRunView, reportHtml } from '../../src/protocol/report.ts';
import { launchChromium } from './chromium.ts';
import { type OpenDashboard, openDashboard } from './dashboard-page.ts';
import { millionWeights } from './million-weights.ts';
import { classifier, pictures, quadratic } from './recipes.ts';
import { type RunRecording, recordRun } from './recorded-run.ts';
import { type EditorTheme, themes } from './themes.ts';

let browser: Browser;
let reluRun: RunRecording;
let classifierRun: RunRecording;

beforeAll(async () => {
  [browser, reluRun, classifierRun] = await Promise.all([
    launchChromium({ webgpu: false }),
    recordRun(quadratic()),
    recordRun(classifier()),
  ]);
});
afterAll(() => browser?.close());

const dark = themes[1] as EditorTheme;
const open = (width = 1400, height = 1600) => openDashboard(browser, dark, { width, height });
const show = async ({ page, dashboard }: OpenDashboard, view: RunView | null) => {
  await page.evaluate((text) => window.harness.show(text), view && encodeRunView(view));
  await settle(dashboard);
};
const sendFrame = ({ page }: OpenDashboard, view: RunView, frame: Frame) =>
  page.evaluate((text) => window.harness.frame(text), encodeRunView({ ...view, history: { ...view.history, latest: frame } }));
/** What the dashboard has sent under this name; messages take a moment to arrive. */
const sent = async ({ page, dashboard }: OpenDashboard, name: string) => {
  await settle(dashboard);
  return page.evaluate((wanted) => window.harness.sent.filter((event) => event.name === wanted).map(({ payload }) => payload), name);
};
/** Waits until messages have arrived and all is drawn: views take turns, a few frames of the screen at most. */
const settle = (dashboard: Document) =>
  dashboard.evaluate(async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
/** The cells of the weight table as a person reads them. */
const rows = (dashboard: Document) =>
  dashboard.evaluate(() =>
    [...document.querySelectorAll('.weight-rows .weight-row:not([hidden])')].map((row) =>
      [...row.children].map((cell) =>
        [...cell.childNodes]
          .map((node) => node.textContent)
          .join(' ')
          .trim(),
      ),
    ),
  );

describe('before a run', () => {
  test('the dashboard speaks first, says what to do, and asks to train', async () => {
    await using opened = await open(300);
    expect(await sent(opened, 'ready')).toEqual([{ webgpu: false }]);
    await show(opened, null);
    expect(await opened.dashboard.textContent('.empty')).toContain(
      'No model is being trainedOpen a Python file with a Keras model and choose Train Model',
    );
    await opened.dashboard.click('text=Train Model >> nth=-1');
    expect(await sent(opened, 'control')).toEqual(['train']);
    expect(opened.complaints).toEqual([]);
  });
});

describe('the numbers on the screen', () => {
  test('are those of the frame: every weight before, now, and how far it moved', async () => {
    await using opened = await open();
    const view = reluRun.view(60);
    await show(opened, view);
    const latest = view.history.latest as Frame;
    const index = new FrameIndex(reluRun.run.start.layout);
    const { initial } = reluRun.run.start;
    const expected = [1, 2].flatMap((layer) => [0, 1].map((weight) => ({ layer, weight })));
    const ordered = [...expected.filter(({ weight }) => weight === 0), ...expected.filter(({ weight }) => weight === 1)];
    const numbers = ordered.flatMap(({ layer, weight }) => {
      const now = index.read(latest, 'weightValues', layer, weight) as Float32Array;
      return [...now].map((value, position) => {
        const before = initial.weights[layer]?.[weight]?.[position] as number;
        return [formatNumber(before), formatNumber(value), value === before ? '=' : formatDifference(value - before)];
      });
    });
    expect((await rows(opened.dashboard)).map(([, ...cells]) => cells.slice(0, 3))).toEqual(numbers);
    expect(await opened.dashboard.textContent('.progress-text')).toBe('Epoch 6 of 12 · step 59 of 120');
    expect(await opened.dashboard.textContent('.section-loss .summary')).toContain(`Loss ${formatNumber(latest.loss)} at step 59`);
    const [mean, deviation] = index.read(latest, 'activationSummary', 1) as Float32Array;
    expect(await opened.dashboard.textContent('.section-activations .figures')).toContain(
      `${formatNumber(mean)} ± ${formatNumber(deviation)}`,
    );
    expect(opened.complaints).toEqual([]);
  });

  test('follow each frame, and each frame is acknowledged once it is drawn', async () => {
    await using opened = await open();
    const view = reluRun.view(60);
    await show(opened, view);
    for (const frame of reluRun.frames.slice(60, 63)) {
      await sendFrame(opened, view, frame);
      await opened.page.waitForFunction(
        (step) => window.harness.sent.some(({ name, payload }) => name === 'drawn' && (payload as { step: number }).step === step),
        frame.step,
      );
      expect(await opened.dashboard.textContent('.progress-text')).toContain(`step ${frame.step} of 120`);
    }
    expect(await sent(opened, 'drawn')).toEqual([{ step: 60 }, { step: 61 }, { step: 62 }]);
  });

  test('explain each unchanged weight by the unit that never fires', async () => {
    await using opened = await open();
    await show(opened, reluRun.view());
    const unchanged = (await rows(opened.dashboard)).filter((cells) => cells[3] === '=').map((cells) => `${cells[0]}: ${cells[5]}`);
    expect(unchanged).toEqual([
      'W1 hidden/kernel[0,0]: x1 → hidden 1 · unchanged: feeds unit 1 of hidden, which fires on none of the last 300 samples',
      'W3 hidden/kernel[1,0]: x2 → hidden 1 · unchanged: feeds unit 1 of hidden, which fires on none of the last 300 samples',
      'W5 out/kernel[0,0]: hidden 1 → out · unchanged: carries the zero output of unit 1 of hidden',
      'B1 hidden/bias[0]: hidden 1 · unchanged: feeds unit 1 of hidden, which fires on none of the last 300 samples',
    ]);
    expect(await opened.dashboard.textContent('.dead-text')).toBe('1 of 2 units fires on none of the last 300 samples: unit 1.');
    expect(await opened.dashboard.locator('.unit.dead').count()).toBe(1);
    expect(await opened.dashboard.locator('.mark[data-kind=dead]').count()).toBe(1);
  });

  test('draw positive and negative weights in two hues, in every theme', async () => {
    for (const theme of themes) {
      await using opened = await openDashboard(browser, theme, { width: 1400, height: 1600 });
      await show(opened, reluRun.view());
      const hues = await opened.dashboard.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.section-network canvas');
        const { data } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const count = { cold: 0, warm: 0 };
        for (let at = 0; at + 3 < data.length; at += 4) {
          const [red = 0, , blue = 0, alpha = 0] = data.slice(at, at + 4);
          if (alpha > 40 && blue > red + 40) count.cold++;
          if (alpha > 40 && red > blue + 40) count.warm++;
        }
        return count;
      });
      const legend = await opened.dashboard.evaluate(() => {
        const probe = document.body.appendChild(document.createElement('span'));
        probe.style.color = 'var(--negative)';
        return getComputedStyle(probe).color;
      });
      expect(legend, 'opaque, whatever the theme says').not.toMatch(/\/|rgba/);
      expect(hues.cold, theme.name).toBeGreaterThan(100);
      expect(hues.warm, theme.name).toBeGreaterThan(100);
    }
  });

  test('claim no dead unit before every sample was seen', async () => {
    await using opened = await open();
    await show(opened, reluRun.view(6));
    expect(await opened.dashboard.textContent('.dead-text')).toBe('Not known yet: 160 of 300 samples seen.');
    expect(await opened.dashboard.locator('.unit.dead').count()).toBe(0);
    expect((await rows(opened.dashboard))[0]?.[5]).toBe('x1 → hidden 1 · unchanged: its gradient is exactly 0 at this step');
  });

  test('stand behind every picture as a table', async () => {
    await using opened = await open();
    await show(opened, classifierRun.view());
    for (const summary of await opened.dashboard.locator('.as-table summary').all()) await summary.click();
    await settle(opened.dashboard);
    const counts = await opened.dashboard.evaluate(() =>
      [...document.querySelectorAll('.as-table tbody')].map((body) => body.children.length),
    );
    // Layers that can die, layers with activations, epochs, layers with gradients: in the order of the sections.
    expect(counts).toEqual([8, 1, 3, 3]);
    const last = classifierRun.epochs.at(-1);
    expect(await opened.dashboard.locator('.section-loss tbody tr').last().locator('td').allTextContents()).toEqual(
      [last?.loss, last?.metrics['accuracy'], last?.validation?.loss, last?.validation?.metrics['accuracy']].map(formatNumber),
    );
  });
});

describe('the weight table', () => {
  test('sorts by how far weights moved, and filters by name and by whether they moved', async () => {
    await using opened = await open();
    await show(opened, reluRun.view());
    const { dashboard } = opened;
    const names = async () => (await rows(dashboard)).map(([name]) => name?.split(' ')[0]);
    await dashboard.click('role=columnheader >> text=Difference');
    expect(await dashboard.getAttribute('.cell-difference', 'aria-sort')).toBe('descending');
    const distances = (await rows(dashboard)).map((cells) => Math.abs(Number(cells[3]?.replace('−', '-').replace('=', '0'))));
    expect(distances).toEqual(distances.toSorted((first, second) => second - first));
    await dashboard.click('role=columnheader >> text=Weight');
    expect(await names()).toEqual(['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'B1', 'B2', 'B3']);
    await dashboard.click('role=button[name="Unchanged"]');
    expect(await names()).toEqual(['W1', 'W3', 'W5', 'B1']);
    await dashboard.fill('input[type=search]', 'bias');
    expect(await names()).toEqual(['B1']);
    await dashboard.click('role=button[name="All"]');
    await dashboard.fill('input[type=search]', 'w6');
    expect(await names()).toEqual(['W6']);
    expect(await dashboard.textContent('.table-count')).toBe('1 of 9 rows');
  });

  test('scrolls through a million weights with a screenful of rows, and asks for those that frames leave out', async () => {
    await using opened = await open();
    const view = millionWeights();
    await opened.page.evaluate((text) => window.harness.answerCheckpoint(text, 0.5), encodeRunView(view));
    await show(opened, view);
    await opened.dashboard.waitForFunction(() => document.querySelector('.weight-rows .cell-difference')?.textContent === '+0.500');
    expect(await opened.dashboard.textContent('.table-count')).toBe('1,001,000 rows');
    const scrolled = await opened.dashboard.evaluate(async () => {
      const scroller = document.querySelector('.weight-scroller') as HTMLElement;
      const start = performance.now();
      for (let part = 1; part <= 20; part++) {
        scroller.scrollTop = (scroller.scrollHeight * part) / 20;
        await new Promise(requestAnimationFrame);
      }
      return (performance.now() - start) / 20;
    });
    const shown = await rows(opened.dashboard);
    expect(shown.length).toBeLessThan(30);
    expect(shown.at(-1)?.[0]).toBe('big/bias[999]');
    expect(scrolled, 'milliseconds from one place to the next').toBeLessThan(100);
    await opened.dashboard.fill('input[type=search]', 'big/kernel[500,7');
    expect(await opened.dashboard.textContent('.table-count')).toBe('111 of 1,001,000 rows');
  });
});

describe('conducting a run', () => {
  test('buttons follow the status and ask for what they say', async () => {
    await using opened = await open(300);
    const view = reluRun.view(60);
    await show(opened, view);
    const enabled = () =>
      opened.dashboard.locator('.controls button:enabled:visible').evaluateAll((all) => all.map((one) => one.ariaLabel));
    expect(await enabled()).toEqual(['Pause', 'Stop', 'Train again from the start']);
    await opened.dashboard.click('role=button[name="Pause"]');
    await opened.page.evaluate(() => window.harness.emit('status', { status: 'paused', stale: false, end: null, summary: null }));
    await settle(opened.dashboard);
    expect(await enabled()).toEqual(['Resume', 'One step', 'Stop', 'Train again from the start']);
    for (const name of ['One step', 'Resume', 'Stop', 'Train again from the start'])
      await opened.dashboard.click(`role=button[name="${name}"]`);
    expect(await sent(opened, 'control')).toEqual(['pause', 'step', 'resume', 'stop', 'restart']);
  });

  test('a run that is out of date, failed or broken off says so, and offers to train again', async () => {
    await using opened = await open(300);
    const view = reluRun.view(60);
    const notice = async (change: Partial<RunView>) => {
      await show(opened, { ...view, ...change });
      return opened.dashboard.locator('.notice p').textContent();
    };
    expect(await notice({ stale: true })).toBe('Out of date: the model has changed since this run began.');
    await opened.dashboard.click('.notice button');
    expect(await sent(opened, 'control')).toEqual(['restart']);
    const message = 'The loss is not a number since step 59: the learning rate of 0.01 may be too large.';
    expect(await notice({ status: 'failed', end: { reason: 'nonFinite', message } })).toBe(message);
    expect(await opened.dashboard.textContent('.status')).toBe('Failed');
    expect(await notice({ status: 'interrupted' })).toContain('was interrupted');
  });

  test('a hidden page, and one that the browser lets draw no more, never make training wait', async () => {
    await using opened = await open();
    const view = reluRun.view(60);
    await show(opened, view);
    await opened.dashboard.evaluate(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }));
    const before = await opened.dashboard.textContent('.progress-text');
    expect(await opened.page.evaluate((text) => window.harness.stream(text, 3), encodeRunView(view))).toHaveLength(3);
    expect(await opened.dashboard.textContent('.progress-text')).toBe(before);
    await opened.dashboard.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await settle(opened.dashboard);
    expect(await opened.dashboard.textContent('.progress-text')).toContain('step 62');
    await opened.dashboard.evaluate(() => {
      window.requestAnimationFrame = () => 0;
    });
    const [waited] = await opened.page.evaluate((text) => window.harness.stream(text, 1), encodeRunView(reluRun.view(70)));
    expect(waited).toBeGreaterThan(400);
    expect(waited).toBeLessThan(2_000);
  });

  test('findings are listed worst first, announced, and lead to their layer', async () => {
    await using opened = await open();
    await show(opened, reluRun.view(60));
    const finding = { range: null, evidence: {}, fixes: [] };
    await opened.page.evaluate(
      (findings) => window.harness.emit('findings', findings),
      [
        { ...finding, rule: 'a', category: 'data' as const, severity: 'information' as const, message: 'Few samples.', layer: null },
        {
          ...finding,
          rule: 'b',
          category: 'activation' as const,
          severity: 'warning' as const,
          message: 'Half of hidden is dead.',
          layer: 'hidden',
        },
      ],
    );
    await settle(opened.dashboard);
    expect(await opened.dashboard.locator('.finding p:first-child').allTextContents()).toEqual(['Half of hidden is dead.', 'Few samples.']);
    expect(await opened.dashboard.textContent('.announcements')).toBe('2 findings.');
    await opened.dashboard.click('.finding .layer-button');
    expect(await sent(opened, 'reveal')).toEqual([{ layer: 1 }]);
  });

  test('choosing a sample asks for it everywhere', async () => {
    await using opened = await open();
    await show(opened, reluRun.view(60));
    await opened.dashboard.click('.section-network >> role=button[name="Next sample"]');
    await opened.dashboard.fill('.section-activations .sample-index input', '299');
    await opened.dashboard.press('.section-activations .sample-index input', 'Enter');
    expect(await sent(opened, 'chooseSample')).toEqual([{ sample: 1 }, { sample: 299 }]);
    expect(await opened.dashboard.inputValue('.section-network .sample-index input')).toBe('299');
  });

  test('the engine of this page is started at its first message and speaks with the host', async () => {
    const engine = 'onmessage = ({ data }) => postMessage({ kind: "result", id: data.id, result: "from the engine" });';
    await using opened = await openDashboard(browser, dark, { width: 300, engine });
    await opened.page.evaluate(() => window.harness.emit('engine', { kind: 'request', id: 7, name: 'checkpoint', parameters: null }));
    await opened.page.waitForFunction(() => window.harness.sent.some(({ name }) => name === 'engine'));
    expect(await sent(opened, 'engine')).toEqual([{ kind: 'result', id: 7, result: 'from the engine' }]);
    expect(opened.complaints).toEqual([]);
  });
});

describe('for everybody', () => {
  test('everything is reached and worked with the keyboard', async () => {
    await using opened = await open();
    await show(opened, reluRun.view(60));
    const { dashboard, page } = opened;
    await dashboard.focus('.focus-frame >> nth=1');
    await page.keyboard.press('Enter');
    expect(await sent(opened, 'reveal')).toEqual([{ layer: 1 }]);
    await dashboard.focus('.section-loss .line-chart');
    for (const key of ['Home', 'ArrowRight']) await page.keyboard.press(key);
    expect(await dashboard.textContent('.tooltip')).toMatch(/^Step \d+ · epoch \d+/);
    await page.keyboard.press('Escape');
    expect(await dashboard.isVisible('.tooltip')).toBe(false);
    await dashboard.focus('.section-loss .fold');
    await page.keyboard.press('Enter');
    expect(await dashboard.getAttribute('.section-loss .fold', 'aria-expanded')).toBe('false');
    await show(opened, reluRun.view(61));
    expect(await dashboard.getAttribute('.section-loss .fold', 'aria-expanded')).toBe('false');
    await page.evaluate(() => window.harness.emit('focus', 2));
    await settle(dashboard);
    expect(await dashboard.locator('.layer.focus .focus-frame').getAttribute('aria-label')).toContain('out: Dense');
  });

  test.each(themes.flatMap((theme) => [300, 1400].map((width) => ({ theme, width, name: `${theme.name} at ${width}` }))))(
    'axe finds nothing to complain of: $name',
    async ({ theme, width }) => {
      await using opened = await openDashboard(browser, theme, { width });
      await opened.dashboard.evaluate(axe.source);
      const finding = { rule: 'dead', range: null, evidence: {}, fixes: [], category: 'activation', layer: 'dense_1' } as const;
      const findings = (['error', 'warning', 'information'] as const).map((severity) => ({ ...finding, severity, message: 'A finding.' }));
      for (const view of [null, { ...classifierRun.view(30), findings, stale: true }, { ...reluRun.view(), status: 'failed' as const }]) {
        await show(opened, view);
        for (const summary of await opened.dashboard.locator('.as-table summary').all()) await summary.click();
        expect(await violationsOf(opened.dashboard)).toEqual([]);
      }
      const overflow = await opened.dashboard.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow).toBe(0);
    },
  );
});

describe('offline', () => {
  test('a report is one file that shows the run without a host and without a network', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'layerscope-'));
    try {
      const [script, style] = await Promise.all(['dashboard.js', 'style.css'].map((name) => readFile(`dist/webview/${name}`, 'utf8')));
      const file = path.join(folder, 'report.html');
      const finding = {
        rule: 'few',
        category: 'data',
        severity: 'warning',
        range: null,
        layer: 'dense_1',
        evidence: {},
        fixes: [],
      } as const;
      const view = { ...classifierRun.view(), findings: [{ ...finding, message: 'Few samples.' }] };
      await writeFile(file, reportHtml({ view, script: script ?? '', style: style ?? '', title: 'classifier' }));
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'dark', offline: true });
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`file://${file}`);
      await page.waitForSelector('.section-weights');
      expect(await page.textContent('h1')).toBe('classifier');
      expect(await page.textContent('.badge')).toBe('SYNTHETIC DATA');
      expect(await page.locator('.controls').count()).toBe(0);
      expect(await page.locator('.layer').count()).toBe(4);
      await page.evaluate(axe.source);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violationsOf(page.mainFrame())).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('speed', () => {
  test('a frame costs the main thread little, and many frames leave nothing behind', async () => {
    await using opened = await open(1400, 2200);
    const { dashboard, page } = opened;
    const encoded = encodeRunView(reluRun.view(100));
    await show(opened, reluRun.view(100));
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const stream = (count: number) => page.evaluate(([text, frames]) => window.harness.stream(text, frames), [encoded, count] as const);
    await stream(100);
    const [nodes, before] = [await dashboard.locator('*').count(), await heap()];
    await browser.startTracing(page, { categories: ['devtools.timeline'] });
    await stream(200);
    const drawing = drawingTimes(await browser.stopTracing());
    const p95 = drawing[Math.floor(drawing.length * 0.95)];
    expect(drawing.length).toBeGreaterThanOrEqual(200);
    expect(p95, 'milliseconds of processor time, p95').toBeLessThan(8);
    // Ticks come and go.
    expect((await dashboard.locator('*').count()) - nodes).toBeLessThan(40);
    expect((await heap()) - before, 'bytes kept after 200 frames').toBeLessThan(1_000_000);
  });

  test('a convolution draws its maps too', async () => {
    await using opened = await open(1400, 2200);
    await show(opened, (await recordRun(pictures({ side: 12, filters: 4, samples: 16 }))).view());
    expect(await opened.dashboard.locator('.layer').count()).toBe(5);
    expect(await opened.dashboard.textContent('.section-network .summary')).toContain('12×12×1 → 10×10×4 → 5×5×4 → 100 → 10');
    expect(opened.complaints).toEqual([]);
  });
});

/** What axe, whose script the page has, finds to complain of. */
const violationsOf = (document: Document) =>
  document.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
  });

/** Milliseconds of the main thread's own time in each drawing, ascending: other work on the machine does not count. */
function drawingTimes(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly { name: string; ph: string; tdur?: number }[] };
  return traceEvents
    .flatMap(({ name, ph, tdur }) => (name === 'FireAnimationFrame' && ph === 'X' && tdur !== undefined ? [tdur / 1000] : []))
    .toSorted((first, second) => first - second);
}
