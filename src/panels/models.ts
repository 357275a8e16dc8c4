// The tree "Models": every definition of the workspace with its layers. A click goes to the line.
import {
  commands,
  EventEmitter,
  type ExtensionContext,
  l10n,
  MarkdownString,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import { isDefinitionTarget } from '../editor/definition-target.ts';
import type { Log } from '../editor/log.ts';
import { goTo } from '../editor/places.ts';
import type { Readings } from '../editor/readings.ts';
import { fileName } from '../editor/source-text.ts';
import type { Training } from '../editor/training.ts';
import { layerIcon } from './layer-icon.ts';
import { ModelCatalog } from './model-catalog.ts';
import type { LayerEntry, ModelEntry } from './model-entry.ts';

const viewId = 'layerscope.models';

/** The tree's elements: plain data, so that commands get what they need. */
type Node = ModelEntry | LayerNode;

interface LayerNode {
  readonly layer: LayerEntry;
  readonly model: ModelEntry;
  readonly index: number;
}

export function registerModels(context: ExtensionContext, readings: Readings, training: Training, log: Log): void {
  const tree = new ModelTree(new ModelCatalog(readings, log), training);
  const view = window.createTreeView<Node>(viewId, { treeDataProvider: tree, showCollapseAll: true });
  let scanned = false;
  const scan = () => window.withProgress({ location: { viewId } }, () => tree.catalog.scan());
  const scanOnce = async () => {
    if (scanned || !view.visible) return;
    scanned = true;
    await scan();
    await commands.executeCommand('setContext', 'layerscope.modelsScanned', true);
  };
  context.subscriptions.push(
    view,
    tree,
    tree.catalog,
    view.onDidChangeVisibility(scanOnce),
    commands.registerCommand('layerscope.refreshModels', scan),
    commands.registerCommand('layerscope.inspectModel', (target: unknown) => inspect(tree, view, target)),
    commands.registerCommand('layerscope.goToModel', (node: Node) => {
      const [uri, range] = 'layer' in node ? [node.model.uri, node.layer.range ?? node.model.range] : [node.uri, node.range];
      return goTo(Uri.parse(uri), range);
    }),
  );
  void scanOnce();
}

/** Shows the definition in the tree, its layers below it. */
async function inspect(tree: ModelTree, view: TreeView<Node>, target: unknown): Promise<void> {
  if (!isDefinitionTarget(target)) return;
  const node = tree.catalog.models.find(({ uri, definition }) => uri === target.uri && definition === target.definition);
  if (node) await view.reveal(node, { select: true, focus: true, expand: true });
}

class ModelTree implements TreeDataProvider<Node> {
  readonly catalog: ModelCatalog;
  readonly #training: Training;
  readonly #changed = new EventEmitter<undefined>();
  readonly #subscriptions: { dispose(): void }[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(catalog: ModelCatalog, training: Training) {
    this.catalog = catalog;
    this.#training = training;
    const refresh = () => this.#changed.fire(undefined);
    this.#subscriptions = [this.#changed, catalog.onDidChange(refresh), training.onRun(refresh), training.onStatus(refresh)];
  }

  getChildren(node?: Node): Node[] {
    if (!node) return [...this.catalog.models];
    return 'layer' in node ? [] : node.layers.map((layer, index) => ({ layer, model: node, index }));
  }

  getParent(node: Node): Node | undefined {
    return 'layer' in node ? node.model : undefined;
  }

  getTreeItem(node: Node): TreeItem {
    const item = 'layer' in node ? layerItem(node) : this.#modelItem(node);
    item.command = { title: l10n.t('Go to Line'), command: 'layerscope.goToModel', arguments: [node] };
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #modelItem(model: ModelEntry): TreeItem {
    const { uri, definition, name, framework, description, unknown } = model;
    const file = fileName(Uri.parse(uri));
    const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
    const run = this.#training.runOf(uri, definition)?.run;
    item.id = nodeId(model);
    item.description = `${file} · ${description.replace('parameter', 'param')}`;
    item.iconPath = new ThemeIcon(modelIcon(model, run?.active ?? false));
    item.contextValue = 'model';
    item.tooltip = new MarkdownString(
      [`**${name}** · ${framework}`, file, description, ...(unknown === null ? [] : [unknown])].join('\n\n'),
    );
    item.accessibilityInformation = { label: `${name}, ${description}, ${file}` };
    return item;
  }
}

function modelIcon({ layers, unknown }: ModelEntry, training: boolean): string {
  if (training) return 'pulse';
  if (layers.some(({ refused }) => refused)) return 'error';
  return unknown === null ? 'layers' : 'question';
}

function layerItem({ layer, model, index }: LayerNode): TreeItem {
  const { name, type, description, refused } = layer;
  const item = new TreeItem(name, TreeItemCollapsibleState.None);
  item.id = `${nodeId(model)} ${index}`;
  item.description = description;
  item.iconPath = new ThemeIcon(refused ? 'error' : layerIcon(type));
  item.contextValue = 'layer';
  item.tooltip = `${name} · ${type}\n${description}`;
  return item;
}

function nodeId({ uri, definition }: ModelEntry): string {
  return `${uri} ${definition}`;
}
