// Layerscope's settings, one line each; package.json describes them and holds their defaults.
import { type ConfigurationScope, type Disposable, workspace } from 'vscode';

const section = 'layerscope';

interface Setting<T> {
  readonly key: string;
  get(scope?: ConfigurationScope): T;
}

export const settings = {
  codeLens: setting('codeLens.enabled', true),
  inlayHints: setting('inlayHints.enabled', true),
  backend: setting<'auto' | 'webgpu' | 'cpu'>('backend', 'auto'),
  allowSoftwareAdapter: setting('allowSoftwareAdapter', false),
  framesPerSecond: setting('framesPerSecond', 20),
  exclude: setting<readonly string[]>('models.exclude', []),
} as const;

export function onSettingChanged(changed: Setting<unknown>, listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.${changed.key}`)) listener();
  });
}

function setting<T>(key: string, fallback: T): Setting<T> {
  return { key, get: (scope) => workspace.getConfiguration(section, scope).get<T>(key, fallback) };
}
