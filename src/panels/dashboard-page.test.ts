import { expect, test } from 'vitest';
import { dashboardPage } from './dashboard-page.ts';

test('the page runs the one script that it names, and nothing that a run could smuggle in', () => {
  const page = dashboardPage({
    cspSource: 'https://webview.example',
    script: 'https://webview.example/dashboard.js',
    style: 'https://webview.example/style.css',
    engine: 'https://webview.example/engine-worker.js',
    allowSoftwareAdapter: false,
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';

  expect(policy).toBe(
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://webview.example; img-src data: blob:; worker-src blob:; connect-src https://webview.example`,
  );
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain(`<script nonce="${nonce}" src="https://webview.example/dashboard.js">`);
  expect(page).not.toMatch(/<style|style=|unsafe/);
});
