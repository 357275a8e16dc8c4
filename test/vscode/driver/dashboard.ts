// The dashboard inside its webview: VS Code puts it two frames deep, the outer one named by what it is for.
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

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
}
