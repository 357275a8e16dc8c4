// The dashboard inside its webview, as a person reads it. VS Code puts a webview two frames deep, the outer one named by
// what it is for.
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './until.ts';
import type { Workbench } from './workbench.ts';

/** A row of the table of weights: the texts as they stand there. */
export interface WeightRow {
  readonly name: string;
  /** `W1`, `B2`: only small networks have them. */
  readonly shortName: string;
  readonly before: string;
  readonly now: string;
  readonly note: string;
}

export class Dashboard {
  readonly #workbench: Workbench;
  readonly #place: 'view' | 'tab';

  constructor(workbench: Workbench, place: 'view' | 'tab') {
    this.#workbench = workbench;
    this.#place = place;
  }

  /** The document that the extension wrote. */
  get content(): FrameLocator {
    const purpose = this.#place === 'view' ? '[src*="purpose=webviewView"]' : ':not([src*="purpose=webviewView"])';
    return this.#workbench.page.frameLocator(`iframe.webview${purpose}`).frameLocator('#active-frame');
  }

  find(selector: string): Locator {
    return this.content.locator(selector);
  }

  /** `Training`, `Finished` … */
  get status(): Locator {
    return this.find('.header .status');
  }

  /** Waits until the run stands so. Training to its end may take a while. */
  async reaches(status: string, timeout = 60_000): Promise<void> {
    await this.find(`.header .status:text-is("${status}")`).waitFor({ timeout });
  }

  /** File, backend, data and seed of the run. */
  facts(): Promise<readonly string[]> {
    return this.find('.facts li').allTextContents();
  }

  get notice(): Locator {
    return this.find('.header .notice');
  }

  /** `Pause`, `Resume`, `One step`, `Stop`, `Train again from the start`. */
  async press(name: string): Promise<void> {
    await this.content.getByRole('button', { name, exact: true }).click();
  }

  /** The step that the header tells: of `Epoch 1 of 10 · step 6 of 60` the 6. */
  async step(): Promise<number> {
    const text = (await this.find('.progress-text').textContent()) ?? '';
    return Number(/step ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', ''));
  }

  /** The rows of `Loss and metrics of each epoch`, which this opens. */
  async epochs(): Promise<readonly (readonly string[])[]> {
    const table = this.find('#loss .as-table');
    if ((await table.getAttribute('open')) === null) await table.locator('summary').click();
    await table.locator('tbody tr').first().waitFor();
    return table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  }

  /** The table of weights. Views draw only what is on the screen: this scrolls there first. */
  async weights(): Promise<readonly WeightRow[]> {
    await this.find('#weights').scrollIntoViewIfNeeded();
    const rows = this.find('#weights .weight-rows .weight-row:visible');
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements.map((row) => {
        const text = (name: string) => row.querySelector(`.cell-${name}`)?.textContent ?? '';
        const name = row.querySelector('.cell-name span')?.textContent ?? '';
        const shortName = row.querySelector('.cell-name b')?.textContent ?? '';
        return { name, shortName, before: text('before'), now: text('now'), note: text('note') };
      }),
    );
  }

  /** Waits for a run to go on: a step later than the one that it shows now. */
  async advances(): Promise<void> {
    const before = await this.step();
    await until(
      `a step after ${before}`,
      () => this.step(),
      (step) => step > before,
    );
  }
}
