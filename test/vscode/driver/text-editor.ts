// The active text editor as it is drawn: its lines with their inlay hints, the CodeLenses between them, hovers.
import type { Locator } from 'playwright-core';
import { until } from './until.ts';
import type { Workbench } from './workbench.ts';

export class TextEditor {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get #pane(): Locator {
    return this.#workbench.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  async shown(): Promise<void> {
    await this.#pane.locator('.view-line').first().waitFor();
  }

  /** The lines in view from top to bottom, inlay hints included, with plain spaces. */
  async lines(): Promise<readonly string[]> {
    const lines = await this.#pane
      .locator('.view-lines .view-line')
      .evaluateAll((elements) =>
        elements
          .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent ?? '' }))
          .toSorted((one, other) => one.top - other.top),
      );
    return lines.map(({ text }) => text.replaceAll('\u00a0', ' ').replaceAll('\u200b', ''));
  }

  /** What the inlay hints add at the end of a line that starts with this source text; `''` while there is none. */
  async hint(source: string): Promise<string> {
    const line = (await this.lines()).find((text) => text.trimStart().startsWith(source));
    return line?.trimStart().slice(source.length).trim() ?? '';
  }

  /** One CodeLens line each: `Train | Inspect | 54,410 parameters`. */
  async codeLenses(): Promise<readonly string[]> {
    const texts = await this.#pane.locator('.codelens-decoration').allTextContents();
    return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
  }

  codeLens(title: string | RegExp): Locator {
    return this.#pane.locator('.codelens-decoration a').filter({ hasText: title });
  }

  /** Squiggles in view: how many of each severity. */
  squiggles(severity: 'error' | 'warning' | 'info'): Locator {
    return this.#pane.locator(`.view-overlays .squiggly-${severity}`);
  }

  /** Puts the cursor at a position, both counted from one as the status bar does. */
  async goTo(line: number, column = 1): Promise<void> {
    const { page } = this.#workbench;
    await this.#focus();
    await page.keyboard.press('Control+G');
    const input = page.locator('.quick-input-widget:visible input[type=text]');
    await input.fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await this.#workbench.statusItem(`Ln ${line}, Col ${column}`).waitFor();
  }

  /** The text of the hover at a position, once it says something that matches. */
  async hover(line: number, column: number, expected: RegExp): Promise<string> {
    const { page } = this.#workbench;
    await this.goTo(line, column);
    const content = page.locator('.monaco-hover:visible .monaco-hover-content');
    const read = async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await content
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      return (await content.allTextContents()).join('\n').replaceAll('\u00a0', ' ');
    };
    return until(`a hover like ${expected} at line ${line}`, read, (text) => expected.test(text));
  }

  /** Selects everything and types over it as a paste does: no completion or bracket comes in between. */
  async replaceAll(text: string): Promise<void> {
    const { page } = this.#workbench;
    await this.goTo(1);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  }

  /** Types at a position. */
  async type(line: number, column: number, text: string): Promise<void> {
    await this.goTo(line, column);
    await this.#workbench.page.keyboard.insertText(text);
  }

  /** Types over the text that stands at a position. */
  async replace(line: number, column: number, before: string, after: string): Promise<void> {
    await this.goTo(line, column);
    for (const _ of before) await this.#workbench.page.keyboard.press('Delete');
    await this.#workbench.page.keyboard.insertText(after);
  }

  async undo(): Promise<void> {
    await this.#focus();
    await this.#workbench.page.keyboard.press('Control+Z');
  }

  async save(): Promise<void> {
    await this.#workbench.page.keyboard.press('Control+S');
    await this.#workbench.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** The line that the cursor is in, counted from one. */
  async cursorLine(): Promise<number> {
    const text = await this.#workbench.statusItem(/^\s*Ln \d+/).textContent();
    return Number(/Ln (\d+)/.exec(text ?? '')?.[1]);
  }

  async #focus(): Promise<void> {
    await this.#pane.locator('.native-edit-context, textarea.inputarea').first().focus();
  }
}
