// The page of a dashboard's webview. Pure.

export interface DashboardPage {
  /** The webview's `cspSource`. */
  readonly cspSource: string;
  /** Addresses that the webview can load. */
  readonly script: string;
  readonly style: string;
  readonly engine: string;
  readonly allowSoftwareAdapter: boolean;
}

/** It runs one script and lets its engine run in a worker made of a blob; it loads nothing from a network. */
export function dashboardPage({ cspSource, script, style, engine, allowSoftwareAdapter }: DashboardPage): string {
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    'img-src data: blob:',
    'worker-src blob:',
    // The worker's code is fetched, then run from a blob: a worker must come from the page's own origin.
    `connect-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="layerscope-engine" content="${engine}">
<link rel="stylesheet" href="${style}">
<title>Layerscope</title>
</head>
<body data-allow-software-adapter="${allowSoftwareAdapter}">
<main id="dashboard"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
