// What a person does in VS Code, as methods: commands, files, trees, notifications, the status bar, themes. All wait for
// what they name; none sleeps. What the extension itself shows is dashboard.ts' and the cases' business.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/process.ts';
import { Dashboard } from './dashboard.ts';
import type { Window } from './launch.ts';
import { TextEditor } from './text-editor.ts';
import { until } from './until.ts';

/** A theme of each kind, and the class by which the workbench shows that it is on. */
export const themes = {
  light: { name: 'Light Modern', mark: 'vscode-theme-defaults-themes-light_modern-json' },
  dark: { name: 'Dark Modern', mark: 'vscode-theme-defaults-themes-dark_modern-json' },
  'high-contrast': { name: 'Default High Contrast', mark: 'vscode-theme-defaults-themes-hc_black-json' },
  'high-contrast-light': { name: 'Default High Contrast Light', mark: 'vscode-theme-defaults-themes-hc_light-json' },
} as const;

export type Theme = keyof typeof themes;

export class Workbench implements AsyncDisposable {
  readonly page: Page;
  /** The workspace folder that is open: a copy, cases may write to it. */
  readonly folder: string;
  readonly userData: string;
  readonly editor: TextEditor;
  readonly #window: Window;
  readonly #settings: Record<string, unknown> = {};

  constructor(window: Window) {
    this.#window = window;
    this.page = window.page;
    this.folder = window.folder;
    this.userData = window.userData;
    this.editor = new TextEditor(this);
  }

  /** Runs a command by its full title: `Layerscope: Train Model`. */
  async run(title: string): Promise<void> {
    await this.pick(`>${title}`, title);
  }

  /** Opens a file by its name, and shows its first line. */
  async open(file: string): Promise<void> {
    await this.#openTab(file);
    await this.editor.shown();
  }

  async openNotebook(file: string): Promise<void> {
    await this.#openTab(file);
    await this.page.locator('.notebookOverlay .cell .view-line').first().waitFor();
  }

  /** Types into the quick input and accepts the entry with this label. */
  async pick(text: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    const entry = this.quickInputEntry(label);
    // The list of commands and files is complete only once the extensions are known: open it anew until then.
    const isListed = async () => {
      await this.page.keyboard.press('Escape');
      await this.#leaveWebview();
      await this.page.keyboard.press('F1');
      try {
        await input.fill(text, { timeout: 1000 });
        await entry.waitFor({ timeout: 2000 });
        return true;
      } catch {
        return false;
      }
    };
    await until(`an entry "${label}" for "${text}"`, isListed, (listed) => listed);
    await entry.click();
  }

  /** The entry of the open quick input that has exactly this label. */
  quickInputEntry(label: string): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first();
  }

  /** The dashboard in the side bar's view, or in an editor tab. */
  dashboard(place: 'view' | 'tab'): Dashboard {
    return new Dashboard(this, place);
  }

  /** The rows of a tree view (`Models`) as a screen reader says them. The view must be open. */
  tree(view: string): Locator {
    return this.page.locator('.pane', { has: this.page.locator(`.pane-header[aria-label^="${view}"]`) }).locator('.monaco-list-row');
  }

  /** A button at the top right of the active editor group. */
  titleAction(name: string): Locator {
    return this.page.locator('.editor-group-container.active .editor-actions').getByRole('button', { name });
  }

  /** Accepts what the open quick input suggests. */
  async acceptInput(): Promise<void> {
    await this.page.locator('.quick-input-widget:visible input[type=text]').press('Enter');
  }

  /** Notifications that are open: use `.getByRole('button', …)` for their actions. */
  notifications(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text });
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** The messages of the Problems panel, which this opens. */
  async problems(): Promise<Locator> {
    await this.run('Problems: Focus on Problems View');
    return this.page.locator('.markers-panel .monaco-list-row .marker-message-details-container');
  }

  /**
   * Changes settings of the open window, through the workspace's: code-server watches those, and not its user settings.
   * What VS Code takes from user settings only must be given to `open` instead.
   */
  async setSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    Object.assign(this.#settings, settings);
    await mkdir(path.join(this.folder, '.vscode'), { recursive: true });
    await writeFile(path.join(this.folder, '.vscode', 'settings.json'), JSON.stringify(this.#settings));
  }

  async setTheme(theme: Theme): Promise<void> {
    const { name, mark } = themes[theme];
    await this.setSettings({ 'workbench.colorTheme': name });
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  /** Reloads the window, as a person or an update does, and waits until it is back. */
  async reload(): Promise<void> {
    await this.page.evaluate(() => document.body.setAttribute('data-before-reload', ''));
    await this.run('Developer: Reload Window');
    await this.page.locator('body:not([data-before-reload]) .part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
  }

  /** Writes test-results/<name>.png. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(root, 'test-results', `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#window[Symbol.asyncDispose]();
  }

  async #openTab(file: string): Promise<void> {
    await this.pick(file, file);
    await this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${file}"]`).waitFor();
  }

  /** Keys pressed in a webview that is still loading are lost: give the focus back to the workbench. */
  async #leaveWebview(): Promise<void> {
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur();
    });
  }
}
