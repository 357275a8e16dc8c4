// tree-sitter as this room uses it: text → a plain tree of nodes with offsets. The caller brings the bytes of the runtime and of
// the grammar, since where they lie depends on where this runs. The tree is copied out of WebAssembly once, because every
// question to a node there costs a call.
import treeSitter from '@vscode/tree-sitter-wasm';

/** One node: named or a token. Offsets are UTF-16 code units of the parsed text. */
export interface SyntaxNode {
  readonly type: string;
  /** The field of its parent that it stands in, `''` for none. */
  readonly field: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
  /** Some part could not be parsed: ERROR nodes hold what was found there. */
  readonly hasError: boolean;
}

export interface Grammar {
  /** Null when parsing took longer than `milliseconds`. */
  parse(text: string, milliseconds: number): SyntaxTree | null;
}

export interface GrammarBytes {
  /** tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-python.wasm */
  readonly python: Uint8Array;
}

/** Nodes below this depth are left out: no text that a person writes nests so deep, and everything after recurses. */
const deepest = 400;

/** Strings without values inside are read from their text; these need their parts. */
const formatPrefix = /^[a-zA-Z]*[fFtT]/;

export async function loadGrammar(bytes: GrammarBytes): Promise<Grammar> {
  // The type declarations leave this option of the underlying module out.
  const options = { wasmBinary: bytes.runtime } as unknown as Parameters<typeof treeSitter.Parser.init>[0];
  await treeSitter.Parser.init(options);
  const language = await treeSitter.Language.load(bytes.python);
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  const named = language.types.map((_, id) => language.nodeTypeIsNamed(id));

  return {
    parse(text, milliseconds) {
      const until = performance.now() + milliseconds;
      const progressCallback = () => performance.now() > until;
      const tree = parser.parse(text, null, { progressCallback } as { progressCallback: () => void });
      if (!tree) {
        parser.reset();
        return null;
      }
      const hasError = tree.rootNode.hasError;
      const root = copyTree(tree, language, named, text);
      tree.delete();
      return { root, hasError };
    },
  };
}

function copyTree(tree: treeSitter.Tree, language: treeSitter.Language, named: readonly boolean[], text: string): SyntaxNode {
  const cursor = tree.walk();
  const copy = () => {
    const type = cursor.nodeTypeId;
    const children: SyntaxNode[] = [];
    const node = {
      type: type === 0xffff ? 'ERROR' : (language.types[type] ?? 'ERROR'),
      field: language.fields[cursor.currentFieldId] ?? '',
      named: named[type] ?? true,
      start: cursor.startIndex,
      end: cursor.endIndex,
      children,
    };
    return node;
  };
  const root = copy();
  const stack = [root];
  let descend = true;
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const skip = top.type === 'comment' || (top.type === 'string' && !formatPrefix.test(text.slice(top.start, top.start + 3)));
    if (descend && stack.length < deepest && !skip && cursor.gotoFirstChild()) {
      const child = copy();
      top.children.push(child);
      stack.push(child);
    } else if (stack.length > 1 && cursor.gotoNextSibling()) {
      const sibling = copy();
      stack.pop();
      stack.at(-1)?.children.push(sibling);
      stack.push(sibling);
      descend = true;
    } else {
      stack.pop();
      if (!cursor.gotoParent()) break;
      descend = false;
    }
  }
  cursor.delete();
  return root;
}
